internal import CReframe
internal import ReframeSDK
internal import Synchronization

/// Lends a receiver to a provider through the contract, and remembers why it refused.
final class RenditionBridge: Sendable {
  private let receiver: any RenditionReceiver
  private let state = Mutex(State())

  private struct State {
    var failure: ReframeError?
    var open: [UInt: Opened] = [:]
    /// Handles count up, so that one that was closed never stands for another rendition.
    var lastHandle: UInt = 0
    var finished = Set<Int>()
  }

  private struct Opened {
    let writer: any RenditionWriter
    let role: Rendition.Role
    let output: Int
  }

  init(_ receiver: any RenditionReceiver) { self.receiver = receiver }

  /// Why the receiver refused a rendition, if it did.
  var failure: ReframeError? { state.withLock { $0.failure } }
  /// The outputs whose result is complete.
  var finished: Set<Int> { state.withLock { $0.finished } }

  /// What the vendor says that it charged; `nil` if it says nothing.
  var charge: Money? { nil }

  /// Abandons what a provider opened and neither finished nor abandoned.
  func close() {
    let left = state.withLock { state in
      defer { state.open = [:] }
      return Array(state.open.values)
    }
    left.forEach { $0.writer.abandon() }
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
        guard data != nil || length == 0, let count = Int(exactly: length) else {
          throw ReframeError(.invalidArgument, "the provider wrote \(length) bytes of nothing")
        }
        try bridge.opened(handle).writer.write(UnsafeRawBufferPointer(start: data, count: count))
      }
    }
    output.finish = { context, handle in
      RenditionBridge.run(context) { (bridge) throws(ReframeError) in
        let opened = try bridge.take(handle)
        try opened.writer.finish()
        if opened.role == .result { bridge.state.withLock { _ = $0.finished.insert(opened.output) } }
      }
    }
    output.abandon = { context, handle in
      _ = RenditionBridge.run(context) { (bridge) throws(ReframeError) in
        try bridge.take(handle).writer.abandon()
      }
    }
    return body(&output)
  }

  private func begin(_ text: String) throws(ReframeError) -> UnsafeMutableRawPointer? {
    let rendition = try JSON.decode(Rendition.self, from: text, what: "rendition")
    guard rendition.url == nil else {
      throw ReframeError(
        .unsupported, "the provider wants \(rendition.url ?? "") fetched, which this host does not do")
    }
    let opened = Opened(
      writer: try receiver.begin(rendition), role: rendition.role, output: rendition.output)
    return state.withLock { state in
      state.lastHandle += 1
      state.open[state.lastHandle] = opened
      return UnsafeMutableRawPointer(bitPattern: state.lastHandle)
    }
  }

  /// Only handles that were given out and are still open are followed.
  private func opened(_ handle: UnsafeMutableRawPointer?) throws(ReframeError) -> Opened {
    let key = UInt(bitPattern: handle)
    guard let found = state.withLock({ $0.open[key] }) else { throw Self.foreignHandle }
    return found
  }

  private func take(_ handle: UnsafeMutableRawPointer?) throws(ReframeError) -> Opened {
    let key = UInt(bitPattern: handle)
    guard let found = state.withLock({ $0.open.removeValue(forKey: key) }) else {
      throw Self.foreignHandle
    }
    return found
  }

  private static let foreignHandle = ReframeError(
    .invalidArgument, "the provider used a rendition that is not open")

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
