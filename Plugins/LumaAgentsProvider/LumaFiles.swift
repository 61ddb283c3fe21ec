import ReframeSDK
internal import VendorWire

/// Uploads sources that are too long for a request of their own.
struct LumaFiles {
  let dialect: LumaAgentsDialect
  let line: VendorLine

  /// The most bytes that go into the request itself.
  static let inlineLimit = 16 << 20
  /// How often the vendor is asked whether it has read the file, and how long the pauses are.
  private static let questions = 60
  private static let pauseMilliseconds: Int64 = 1000

  /// Uploads the source and waits until it may be used. Answers its id.
  func upload(_ order: VendorOrder, mediaType: String) throws(ReframeError) -> String {
    let count = order.byteCount ?? 0
    let made = try ask(
      try VendorRequest(
        "POST", "/files",
        json: .object([
          "mime_type": .string(mediaType), "size_bytes": .number(Double(count)), "purpose": .string("input"),
        ])))
    guard let id = made["id"]?.string ?? made["file"]?["id"]?.string, VendorTicket.isUsable(id),
      let target = made["upload"]?["url"]?.string
    else {
      throw ReframeError(
        .unavailable, "Luma Agents did not say where to upload the source; give an https address of it",
        isRetryable: true)
    }
    try line.job.checkCancelled()
    try line.upload(try order.bytes(), to: target, headers: made["upload"]?["headers"])
    let path = "/files/\(VendorRequest.segment(id))"
    var file = try ask(VendorRequest("POST", "\(path)/complete"))
    for _ in 0..<Self.questions {
      switch file["state"]?.string {
      case "ready": return id
      case "failed", "deleted":
        let reason = file["failure_reason"]?.words ?? ""
        throw ReframeError(
          .invalidArgument,
          "Luma Agents did not take the source\(reason.isEmpty ? "" : " (\(VendorFault.line(reason)))"); give another"
        )
      default: break
      }
      try Pause.wait(milliseconds: Self.pauseMilliseconds, job: line.job)
      file = try ask(VendorRequest("GET", path))
    }
    throw ReframeError(
      .timeout, "Luma Agents did not get ready with the uploaded source; try again later", isRetryable: true)
  }

  private func ask(_ request: VendorRequest) throws(ReframeError) -> JSONValue {
    let answer = try line.send(request)
    guard answer.isSuccess, let json = answer.json else {
      throw VendorFault(line.profile, during: .prepare).error(answer, dialect.complaint(in: answer))
    }
    return json
  }
}
