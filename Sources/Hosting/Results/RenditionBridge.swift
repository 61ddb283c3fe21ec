internal import CReframe
internal import ReframeSDK
internal import Synchronization

/// Lends a receiver to a provider through the contract, and remembers why it refused.
final class RenditionBridge: Sendable {
  private let receiver: any RenditionReceiver
  /// What a vendor's results must be; `nil` for an engine of ours, which looks itself.
  private let check: ResultCheck?
  private let download: ResultDownload?
  private let state = Mutex(State())

  private struct State {
    var failure: ReframeError?
    var open: [UInt: Opened] = [:]
    /// Handles count up, so that one that was closed never stands for another rendition.
    var lastHandle: UInt = 0
    var finished = Set<Int>()
    var charge: Money?
  }

  private struct Opened {
    /// `nil` for one that is fetched by its address.
    let writer: (any RenditionWriter)?
    let rendition: Rendition
  }

  init(
    _ receiver: any RenditionReceiver, checking check: ResultCheck? = nil, download: ResultDownload? = nil
  ) {
    self.receiver = receiver
    self.check = check
    self.download = download
  }

  /// Why the receiver refused a rendition, if it did.
  var failure: ReframeError? { state.withLock { $0.failure } }
  /// The same as what the attempt fails with, after the provider's own word on whether it was accepted. A vendor
  /// that delivers has done its work, so what this machine cannot take is to be fetched again with the ticket.
  func refusal(_ accepted: ReframeError.Acceptance) -> ReframeError? {
    guard var failure else { return nil }
    if check == nil {
      failure.accepted = accepted
    } else if failure.accepted != .yes {
      failure.kind = .resourceExhausted
      failure.accepted = .unknown
    }
    return failure
  }
  /// The outputs whose result is complete.
  var finished: Set<Int> { state.withLock { $0.finished } }

  /// What the vendor says that it charged; `nil` if it says nothing.
  var charge: Money? { state.withLock { $0.charge } }

  /// Abandons what a provider opened and neither finished nor abandoned.
  func close() {
    let left = state.withLock { state in
      defer { state.open = [:] }
      return Array(state.open.values)
    }
    left.forEach { $0.writer?.abandon() }
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
        guard let writer = try bridge.opened(handle).writer else {
          throw ReframeError(
            .invalidArgument, "the provider wrote into a rendition that is fetched by address")
        }
        try writer.write(UnsafeRawBufferPointer(start: data, count: count))
      }
    }
    output.finish = { context, handle in
      RenditionBridge.run(context) { (bridge) throws(ReframeError) in
        let opened = try bridge.take(handle)
        if let url = opened.rendition.url {
          try bridge.fetch(url, opened.rendition)
        } else {
          try opened.writer?.finish()
        }
        try bridge.count(opened.rendition)
      }
    }
    output.abandon = { context, handle in
      _ = RenditionBridge.run(context) { (bridge) throws(ReframeError) in
        try bridge.take(handle).writer?.abandon()
      }
    }
    return body(&output)
  }

  private func begin(_ text: String) throws(ReframeError) -> UnsafeMutableRawPointer? {
    let rendition = try JSON.decode(Rendition.self, from: text, what: "rendition")
    guard rendition.url == nil || download != nil else {
      throw ReframeError(
        .unsupported, "the provider wants \(rendition.url ?? "") fetched, which is only done for vendors")
    }
    let writer = rendition.url == nil ? try open(rendition) : nil
    let opened = Opened(writer: writer, rendition: rendition)
    return state.withLock { state in
      state.lastHandle += 1
      state.open[state.lastHandle] = opened
      return UnsafeMutableRawPointer(bitPattern: state.lastHandle)
    }
  }

  /// Where a rendition's bytes go.
  private func open(_ rendition: Rendition) throws(ReframeError) -> any RenditionWriter {
    guard let check else { return try receiver.begin(rendition) }
    return CheckedWriter(rendition, check, receiver)
  }

  private func fetch(_ url: String, _ rendition: Rendition) throws(ReframeError) {
    guard let download, let check else { throw Self.foreignHandle }
    try download.fetch(url, into: CheckedWriter(rendition, check, receiver))
  }

  /// A result is complete; what the vendor charged adds up.
  private func count(_ rendition: Rendition) throws(ReframeError) {
    let fits = state.withLock { state in
      if rendition.role == .result { state.finished.insert(rendition.output) }
      guard let charge = rendition.charge else { return true }
      guard charge.micros >= 0, let sum = state.charge.map({ $0.adding(charge) }) ?? charge else {
        return false
      }
      state.charge = sum
      return true
    }
    guard fits else {
      throw ReframeError(.internalFault, "the provider names charges that do not add up", accepted: .yes)
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
