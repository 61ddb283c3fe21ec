internal import CReframe
internal import ReframeSDK
internal import Synchronization

/// Lends a receiver to a provider through the contract, and remembers why it refused.
final class RenditionBridge: Sendable {
  private let receiver: any RenditionReceiver
  private let state = Mutex(State())

  private struct State {
    var failure: ReframeError?
    var open: [ObjectIdentifier: any RenditionWriter] = [:]
    var finished = 0
  }

  init(_ receiver: any RenditionReceiver) { self.receiver = receiver }

  /// Why the receiver refused a rendition, if it did.
  var failure: ReframeError? { state.withLock { $0.failure } }
  /// Renditions that are complete.
  var finished: Int { state.withLock { $0.finished } }

  /// Abandons what a provider opened and neither finished nor abandoned.
  func close() {
    let left = state.withLock { state in
      defer { state.open = [:] }
      return Array(state.open.values)
    }
    left.forEach { $0.abandon() }
  }

  /// Lends the output as the contract describes it.
  func withOutput<Result>(_ body: (UnsafePointer<rf_output>) -> Result) -> Result {
    var output = rf_output()
    output.size = UInt32(MemoryLayout<rf_output>.size)
    output.context = Unmanaged.passUnretained(self).toOpaque()
    output.begin = { context, text, handle in
      RenditionBridge.run(context) { (bridge) throws(ReframeError) in
        guard let handle else {
          throw ReframeError(.invalidArgument, "a rendition without room for a handle")
        }
        handle.pointee = try bridge.begin(String(text))
      }
    }
    output.write = { context, handle, data, length in
      RenditionBridge.run(context) { (bridge) throws(ReframeError) in
        let bytes = UnsafeRawBufferPointer(start: data, count: data == nil ? 0 : Int(length))
        try bridge.writer(handle).write(bytes)
      }
    }
    output.finish = { context, handle in
      RenditionBridge.run(context) { (bridge) throws(ReframeError) in
        try bridge.take(handle).finish()
        bridge.state.withLock { $0.finished += 1 }
      }
    }
    output.abandon = { context, handle in
      _ = RenditionBridge.run(context) { (bridge) throws(ReframeError) in try bridge.take(handle).abandon() }
    }
    return body(&output)
  }

  private func begin(_ text: String) throws(ReframeError) -> UnsafeMutableRawPointer {
    let writer = try receiver.begin(try JSON.decode(Rendition.self, from: text, what: "rendition"))
    state.withLock { $0.open[ObjectIdentifier(writer)] = writer }
    return Unmanaged.passUnretained(writer as AnyObject).toOpaque()
  }

  /// Only handles that were given out and are still open are followed.
  private func writer(_ handle: UnsafeMutableRawPointer?) throws(ReframeError) -> any RenditionWriter {
    let found = state.withLock { state in
      state.open.values.first { Unmanaged.passUnretained($0 as AnyObject).toOpaque() == handle }
    }
    guard let found else {
      throw ReframeError(.invalidArgument, "the provider used a rendition that is not open")
    }
    return found
  }

  private func take(_ handle: UnsafeMutableRawPointer?) throws(ReframeError) -> any RenditionWriter {
    let writer = try writer(handle)
    state.withLock { $0.open[ObjectIdentifier(writer)] = nil }
    return writer
  }

  private static func run(
    _ context: UnsafeMutableRawPointer?, _ body: (RenditionBridge) throws(ReframeError) -> Void
  ) -> Int32 {
    guard let context else { return RF_INVALID_ARGUMENT }
    let bridge = Unmanaged<RenditionBridge>.fromOpaque(context).takeUnretainedValue()
    do {
      try body(bridge)
      return RF_OK
    } catch let error {
      bridge.state.withLock { state in state.failure = state.failure ?? error }
      return error.kind.rawValue
    }
  }
}
