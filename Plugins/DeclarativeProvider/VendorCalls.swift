internal import FoundationEssentials
import ReframeSDK
internal import Descriptions

/// The requests of one job to a vendor, and what their errors mean.
struct VendorCalls {
  let vendor: VendorDescription
  let host: PluginHost
  let job: JobContext

  /// Makes a request with the vendor's secret and answers what came back, if it means success.
  func run(
    _ step: CallStep, at place: ErrorRule.Step, placeholders: [String: String], body: [UInt8],
    contentType: String = "application/json"
  ) throws(ReframeError) -> VendorAnswer {
    var request = HTTPRequest(step.method, vendor.baseURL + (try path(step.path, placeholders, at: place)))
    request.headers = ["Accept": "application/json"]
    if !body.isEmpty { request.headers["Content-Type"] = contentType }
    let key = job.idempotencyKey
    if let header = vendor.requestIDHeader, !key.isEmpty, key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) {
      request.headers[header] = key
    }
    request.headers.merge(step.headers) { $1 }
    request.body = body
    if let authentication = vendor.authentication {
      request.secretName = authentication.secret
      request.secretHeader = authentication.header
    }
    let answer = VendorAnswer(try exchange(request, at: place))
    guard step.isSuccess(answer.response.status) else { throw refusal(of: answer, at: place) }
    return answer
  }

  /// Stores the source with the vendor and answers its address there.
  func upload(_ bytes: Data, _ step: UploadStep, values: JobValues) throws(ReframeError) -> String {
    let answer: VendorAnswer
    switch step.carrier {
    case .form(let field):
      let form = FormBody(field: field, mediaType: values.mediaType, bytes: bytes)
      answer = try run(
        step.call, at: .upload, placeholders: [:], body: form.bytes, contentType: form.contentType)
    case .address(let address, let headers, let method):
      answer = try run(step.call, at: .upload, placeholders: [:], body: try values.body(of: step.call))
      guard let target = address.text(in: answer.json) else { throw unclearUpload(answer) }
      // The address carries its own right to write: the secret stays here.
      var request = HTTPRequest(method, target)
      if case .object(let fields)? = headers?.values(in: answer.json).first {
        request.headers = fields.compactMapValues(\.string)
      }
      if !request.headers.keys.contains(where: { $0.lowercased() == "content-type" }) {
        request.headers["Content-Type"] = values.mediaType ?? "application/octet-stream"
      }
      request.body = [UInt8](bytes)
      let stored = VendorAnswer(try exchange(request, at: .upload))
      guard (200..<300).contains(stored.response.status) else { throw refusal(of: stored, at: .upload) }
    }
    guard let result = step.result.text(in: answer.json) else { throw unclearUpload(answer) }
    return result
  }

  private func unclearUpload(_ answer: VendorAnswer) -> ReframeError {
    ReframeError(
      .unavailable, "\(vendor.name) answered the upload with \(answer.summary) and no address",
      isRetryable: true)
  }

  /// Once there is a ticket, a call that fails says nothing about the job, which may be asked after again.
  private func exchange(_ request: HTTPRequest, at place: ErrorRule.Step) throws(ReframeError) -> HTTPResponse
  {
    do throws(ReframeError) {
      return try host.exchange(request, job: job)
    } catch {
      var failure = error
      switch place {
      case .upload: failure.accepted = .no
      case .poll, .cancel, .job: failure.accepted = .yes
      case .create: break
      }
      if [.unavailable, .timeout].contains(error.kind) { failure.isRetryable = true }
      throw failure
    }
  }

  private func path(_ template: String, _ values: [String: String], at place: ErrorRule.Step)
    throws(ReframeError)
    -> String
  {
    var path = template
    for (name, value) in values where path.contains("{\(name)}") {
      let segments =
        name == "model" ? value.split(separator: "/", omittingEmptySubsequences: false) : [value[...]]
      guard !segments.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) else {
        throw ReframeError(
          .invalidArgument, "'\(value)' cannot stand in an address of \(vendor.name)'s",
          accepted: place == .create ? .no : .yes)
      }
      path = path.replacing("{\(name)}", with: segments.map(Self.escaped).joined(separator: "/"))
    }
    return path
  }

  /// Everything but unreserved characters as percent codes (RFC 3986, 2.3).
  private static func escaped(_ text: Substring) -> String {
    let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      bytes += plain.contains(byte) ? [byte] : [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
