internal import CReframe

/// Where a provider puts what it has made. Renditions may be written side by side from several threads.
///
/// It may be used until the call that it came with returns, and not after.
public struct RenditionOutput: @unchecked Sendable {
  let output: UnsafePointer<rf_output>

  init(_ output: UnsafePointer<rf_output>?) throws(ReframeError) {
    guard let output, output.pointee.size >= UInt32(MemoryLayout<rf_output>.size) else {
      throw ReframeError(.invalidArgument, "an output of an unknown size: the host speaks another contract")
    }
    guard output.pointee.begin != nil, output.pointee.write != nil, output.pointee.finish != nil,
      output.pointee.abandon != nil
    else { throw ReframeError(.invalidArgument, "an output that takes no renditions") }
    self.output = output
  }

  /// Writes one rendition: `body` is handed a function that takes the file's bytes, piece by piece. When `body`
  /// throws, what it wrote is dropped. A rendition with a `url` has no bytes.
  public func write(
    _ rendition: Rendition,
    _ body: ((UnsafeRawBufferPointer) throws(ReframeError) -> Void) throws(ReframeError) -> Void
  ) throws(ReframeError) {
    let description = try JSON.encode(rendition)
    let context = output.pointee.context
    var handle: UnsafeMutableRawPointer?
    try check(description.withText { output.pointee.begin(context, $0, &handle) })
    do throws(ReframeError) {
      try body { (bytes) throws(ReframeError) in
        try check(output.pointee.write(context, handle, bytes.baseAddress, UInt64(bytes.count)))
      }
    } catch {
      output.pointee.abandon(context, handle)
      throw error
    }
    try check(output.pointee.finish(context, handle))
  }

  /// The host keeps the reason of a refusal to itself and reports it in place of this error.
  private func check(_ status: Int32) throws(ReframeError) {
    guard status == RF_OK else {
      throw ReframeError(.init(rawValue: status), "the host could not take the result", accepted: .unknown)
    }
  }
}
