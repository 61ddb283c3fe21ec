internal import CReframe

/// A sink for an answer: it takes all, or refuses.
final class LentSink {
  /// What came in.
  private(set) var bytes: [UInt8] = []
  /// How often the sink refused for the first time: 0 or 1.
  private(set) var refusals = 0
  /// How often something was written after that.
  private(set) var lateWrites = 0
  private let refusal: Int32?

  /// Makes a sink; with a `refusal` it answers that to whatever is written.
  init(refusal: Int32? = nil) { self.refusal = refusal }

  /// The sink as the contract describes it; it lives as long as this object.
  func lend(among things: LentThings) -> UnsafePointer<rf_sink> {
    things.keep(alive: self)
    var sink = rf_sink()
    sink.context = Unmanaged.passUnretained(self).toOpaque()
    sink.write = { context, data, length in
      guard let context, length == 0 || data != nil, length < 1 << 28 else { return RF_INVALID_ARGUMENT }
      let sink = Unmanaged<LentSink>.fromOpaque(context).takeUnretainedValue()
      return sink.take(UnsafeRawBufferPointer(start: data, count: Int(length)))
    }
    return UnsafePointer(
      things.value(sink, named: .sink, lastMember: MemoryLayout<rf_sink>.offset(of: \.write)))
  }

  private func take(_ data: UnsafeRawBufferPointer) -> Int32 {
    if let refusal {
      lateWrites += refusals
      refusals = 1
      return refusal
    }
    bytes += data
    return RF_OK
  }

  /// The answer as text.
  var text: String { String(decoding: bytes, as: UTF8.self) }
}
