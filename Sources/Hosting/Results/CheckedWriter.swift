internal import ReframeSDK

/// Looks at a vendor's result before the receiver hears of it: its first bytes wait until they say what it is.
final class CheckedWriter: RenditionWriter, @unchecked Sendable {
  private let rendition: Rendition
  private let check: ResultCheck
  private let receiver: any RenditionReceiver
  private var head: [UInt8] = []
  private var writer: (any RenditionWriter)?

  init(_ rendition: Rendition, _ check: ResultCheck, _ receiver: any RenditionReceiver) {
    self.rendition = rendition
    self.check = check
    self.receiver = receiver
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws(ReframeError) {
    if let writer { return try writer.write(bytes) }
    head += bytes
    if head.count >= ResultCheck.headLength { try open() }
  }

  func finish() throws(ReframeError) {
    if writer == nil { try open() }
    try writer?.finish()
  }

  func abandon() {
    writer?.abandon()
    writer = nil
    head = []
  }

  private func open() throws(ReframeError) {
    let bytes = head
    head = []
    writer = try bytes.withRaw { (raw) throws(ReframeError) in
      let writer = try receiver.begin(try check.corrected(rendition, head: raw))
      do throws(ReframeError) {
        try writer.write(raw)
      } catch {
        writer.abandon()
        throw error
      }
      return writer
    }
  }
}

extension [UInt8] {
  /// `withUnsafeBytes` with a typed error.
  fileprivate func withRaw<Answer>(
    _ body: (UnsafeRawBufferPointer) throws(ReframeError) -> Answer
  ) throws(ReframeError) -> Answer {
    let result: Result<Answer, ReframeError> = withUnsafeBytes { raw in
      do throws(ReframeError) { return .success(try body(raw)) } catch { return .failure(error) }
    }
    return try result.get()
  }
}
