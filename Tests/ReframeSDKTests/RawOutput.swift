import CReframe

@testable import ReframeSDK

/// An output in plain C that writes down how it is called.
final class RawOutput {
  private(set) var calls: [String] = []
  private(set) var bytes: [UInt8] = []
  private(set) var description = ""
  private let refused: String
  var value = rf_output()

  /// Makes an output that refuses one step with `RF_RESOURCE_EXHAUSTED`.
  init(refusing refused: String = "") {
    self.refused = refused
    value.size = UInt32(MemoryLayout<rf_output>.size)
    value.context = Unmanaged.passUnretained(self).toOpaque()
    value.begin = { context, text, handle in
      let output = RawOutput.at(context)
      output.description = String(text)
      handle?.pointee = UnsafeMutableRawPointer(bitPattern: 0x77)
      return output.note("begin")
    }
    value.write = { context, handle, data, length in
      let output = RawOutput.at(context)
      guard handle == UnsafeMutableRawPointer(bitPattern: 0x77) else { return RF_INTERNAL }
      output.bytes += Array(UnsafeRawBufferPointer(start: data, count: Int(length)))
      return output.note("write", " \(length)")
    }
    value.finish = { context, _ in RawOutput.at(context).note("finish") }
    value.abandon = { context, _ in _ = RawOutput.at(context).note("abandon") }
  }

  private func note(_ step: String, _ detail: String = "") -> Int32 {
    calls.append(step + detail)
    return step == refused ? RF_RESOURCE_EXHAUSTED : RF_OK
  }

  private static func at(_ context: UnsafeMutableRawPointer?) -> RawOutput {
    guard let context else { fatalError("a callback without its context") }
    return Unmanaged<RawOutput>.fromOpaque(context).takeUnretainedValue()
  }
}

/// What `body` writes to a sink; what it throws is thrown on.
func collected(_ body: (UnsafePointer<rf_sink>) throws -> Void) throws -> String {
  var failure: (any Error)?
  let text = try Sink.collect { (sink) throws(ReframeError) in
    do { try body(sink) } catch { failure = error }
  }
  if let failure { throw failure }
  return text
}

extension String {
  /// Lends the string to a body that may throw.
  func withTextThrowing<Result>(_ body: (rf_text) throws -> Result) rethrows -> Result {
    var copy = self
    return try copy.withUTF8 { bytes in
      try bytes.withMemoryRebound(to: CChar.self) {
        try body(rf_text(data: $0.baseAddress, length: UInt64($0.count)))
      }
    }
  }
}
