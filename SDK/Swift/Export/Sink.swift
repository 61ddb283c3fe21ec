package import CReframe

/// Both ends of an `rf_sink`.
package enum Sink {
  /// Writes text to the other side's sink.
  package static func write(_ text: String, to sink: UnsafePointer<rf_sink>?) throws(ReframeError) {
    guard let sink, sink.pointee.size >= UInt32(MemoryLayout<rf_sink>.size), let take = sink.pointee.write
    else {
      throw ReframeError(.invalidArgument, "a call without a sink for its answer")
    }
    let status = text.withText { take(sink.pointee.context, $0.data, $0.length) }
    guard status == RF_OK else {
      throw ReframeError(.init(rawValue: status), "the caller did not take the answer")
    }
  }

  /// Calls with a sink and answers the text that was written to it, at most `limit` bytes.
  package static func collect(
    limit: Int = 64 << 20, _ body: (UnsafePointer<rf_sink>) throws(ReframeError) -> Void
  ) throws(ReframeError) -> String {
    String(decoding: try collectBytes(limit: limit, body), as: UTF8.self)
  }

  /// Calls with a sink and answers what was written to it, at most `limit` bytes.
  package static func collectBytes(
    limit: Int, _ body: (UnsafePointer<rf_sink>) throws(ReframeError) -> Void
  ) throws(ReframeError) -> [UInt8] {
    final class Bytes {
      var bytes: [UInt8] = []
      let limit: Int
      init(limit: Int) { self.limit = limit }
    }
    let collected = Bytes(limit: limit)
    var sink = rf_sink()
    sink.size = UInt32(MemoryLayout<rf_sink>.size)
    sink.context = Unmanaged.passUnretained(collected).toOpaque()
    sink.write = { context, data, length in
      guard let context, length == 0 || data != nil else { return RF_INVALID_ARGUMENT }
      let target = Unmanaged<Bytes>.fromOpaque(context).takeUnretainedValue()
      guard length <= UInt64(target.limit - target.bytes.count) else { return RF_RESOURCE_EXHAUSTED }
      target.bytes.append(contentsOf: UnsafeRawBufferPointer(start: data, count: Int(length)))
      return RF_OK
    }
    try body(&sink)
    return collected.bytes
  }
}
