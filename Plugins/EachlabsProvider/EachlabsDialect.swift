import ReframeSDK
internal import VendorWire

/// Eachlabs, predictions v1: any model whose card names this provider.
struct EachlabsDialect: VendorDialect {
  let profile: VendorProfile
  private let webhook: VendorWebhook?

  /// The most bytes of an upload.
  private static let uploadLimit = 100_000_000
  /// How long an upload stays, in seconds: a day, where the vendor's own default is half a year.
  private static let uploadLifetime = 86_400.0

  init(settings: JSONValue) throws(ReframeError) {
    profile = try VendorProfile(
      name: "Eachlabs", base: "https://api.eachlabs.ai/v1", secret: "EACHLABS_API_KEY",
      secretHeader: "X-API-Key: %s", echoesRequestID: true
    ).configured(by: settings)
    webhook = try VendorWebhook(settings, of: profile, repeatsSecret: true)
  }

  func check(_ order: VendorOrder) throws(ReframeError) {
    _ = try order.pixelPlacement()
    guard order.card.name(of: .source) != nil, order.card.name(of: .aspect) != nil else {
      throw order.unsupported("its card names no parameter for the source or for the ratio")
    }
    guard order.address(only: ["https://"]) == nil else { return }
    guard let count = order.byteCount else {
      throw order.unsupported("it takes public https addresses only, or bytes to upload")
    }
    guard count <= Self.uploadLimit else {
      throw order.unsupported(
        "the source has \(count) bytes, and at most \(Self.uploadLimit) can be uploaded; give an https address"
      )
    }
  }

  func create(_ order: VendorOrder, over line: VendorLine) throws(ReframeError) -> VendorRequest {
    let address: String
    if let known = order.address(only: ["https://"]) {
      address = known
    } else {
      address = try upload(order, over: line)
    }
    var input = order.parameters.merging(try order.pixelPlacement()) { $1 }
    if let name = order.card.name(of: .source) { input[name] = .string(address) }
    if let name = order.card.name(of: .aspect) { input[name] = .string(order.aspectWord) }
    var members: [String: JSONValue] = ["model": .string(order.job.model), "input": .object(input)]
    members["webhook_url"] = (webhook?.address).map(JSONValue.string)
    members["webhook_secret"] = (webhook?.secret).map(JSONValue.string)
    return try VendorRequest("POST", "/prediction/", json: .object(members))
  }

  /// Puts the source where the vendor's models can fetch it, and answers the address.
  private func upload(_ order: VendorOrder, over line: VendorLine) throws(ReframeError) -> String {
    let request = try VendorRequest(
      "POST", "/upload/presign",
      json: .object([
        "content_type": .string(try order.neededMediaType()),
        "expires_in_seconds": .number(Self.uploadLifetime),
      ]))
    let answer = try line.send(request)
    guard answer.isSuccess else {
      throw VendorFault(profile, during: .prepare).error(answer, complaint(in: answer))
    }
    guard let target = answer.json?["presigned_url"]?.string,
      let address = answer.json?["public_url"]?.string,
      !target.isEmpty, !address.isEmpty
    else {
      throw ReframeError(
        .unavailable, "Eachlabs did not say where to upload the source; give an https address of it",
        isRetryable: true)
    }
    try line.job.checkCancelled()
    try line.upload(try order.bytes(), to: target, headers: answer.json?["required_headers"])
    try line.job.checkCancelled()
    return address
  }

  func poll(_ ticket: VendorTicket) -> VendorRequest {
    VendorRequest("GET", "/prediction/\(VendorRequest.segment(ticket.id))")
  }

  func cancel(_ ticket: VendorTicket) throws(ReframeError) -> VendorRequest {
    VendorRequest("POST", "/prediction/\(VendorRequest.segment(ticket.id))/cancel")
  }
}
