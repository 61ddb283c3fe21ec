internal import Descriptions
import ReframeSDK
internal import VendorWire

/// The requests of one job to a vendor, and what their errors mean.
struct VendorCalls {
  let vendor: VendorDescription
  let host: PluginHost
  let job: JobContext

  /// The most that is read of an answer.
  private static let answerLimit: UInt64 = 64 << 20

  /// Makes a request with the vendor's secret and answers what came back, if it means success.
  func run(
    _ step: CallStep, at place: ErrorRule.Step, placeholders: [String: String], body: [UInt8],
    contentType: String = "application/json"
  ) throws(ReframeError) -> VendorAnswer {
    var request = HTTPRequest(step.method, vendor.baseURL + (try path(step.path, placeholders)))
    request.headers = ["Accept": "application/json"]
    if !body.isEmpty { request.headers["Content-Type"] = contentType }
    let key = job.idempotencyKey
    if let header = vendor.requestIDHeader, !key.isEmpty, key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) {
      request.headers[header] = key
    }
    request.headers.merge(step.headers) { $1 }
    request.body = body
    request.responseLimit = Self.answerLimit
    if body.count > 1 << 20 { request.timeoutMilliseconds = VendorRequest.uploadTimeout }
    if let authentication = vendor.authentication {
      request.secretName = authentication.secret
      request.secretHeader = authentication.header
    }
    let answer = try exchange(request, at: place)
    guard step.isSuccess(answer.status) else { throw refusal(of: answer, at: place) }
    return answer
  }

  /// Stores the source with the vendor and answers its address there.
  func upload(_ bytes: [UInt8], _ step: UploadStep, values: JobValues) throws(ReframeError) -> String {
    let answer: VendorAnswer
    switch step.carrier {
    case .form(let field):
      let form = FormBody(field: field, mediaType: values.order.sourceMediaType, bytes: bytes)
      answer = try run(
        step.call, at: .upload, placeholders: [:], body: form.bytes, contentType: form.contentType)
    case .address(let address, let headers):
      answer = try run(step.call, at: .upload, placeholders: [:], body: try values.body(of: step.call))
      guard let json = answer.json, let target = address.text(in: json) else { throw unclearUpload }
      try job.checkCancelled()
      // The address carries its own right to write: the secret stays here.
      try VendorLine(profile: profile, host: host, job: job)
        .upload(bytes, to: target, headers: headers?.values(in: json).first)
    }
    guard let result = answer.json.flatMap(step.result.text) else { throw unclearUpload }
    return result
  }

  private var unclearUpload: ReframeError {
    ReframeError(
      .unavailable, "\(vendor.name) did not say where the source is stored; give an https address of it",
      isRetryable: true)
  }

  /// Once there is a ticket, a call that fails says nothing about the job, which may be asked after again.
  private func exchange(_ request: HTTPRequest, at place: ErrorRule.Step) throws(ReframeError) -> VendorAnswer
  {
    do throws(ReframeError) {
      return VendorAnswer(try host.exchange(request, job: job))
    } catch {
      // Of the call that buys, the host alone knows how far it came.
      if place == .create { throw error }
      var failure = error
      failure.accepted = place == .upload ? .no : .yes
      if [.unavailable, .timeout, .rateLimited].contains(error.kind) { failure.isRetryable = true }
      throw failure
    }
  }

  private func path(_ template: String, _ values: [String: String]) throws(ReframeError) -> String {
    var path = template
    for (name, value) in values where path.contains("{\(name)}") {
      let segments =
        name == "model" ? value.split(separator: "/", omittingEmptySubsequences: false) : [value[...]]
      guard !segments.contains(where: { $0.allSatisfy { $0 == "." } }) else {
        throw ReframeError(.invalidArgument, "'\(value)' cannot stand in an address of \(vendor.name)'s")
      }
      path = path.replacing(
        "{\(name)}", with: segments.map { VendorRequest.segment(String($0)) }.joined(separator: "/"))
    }
    return path
  }
}
