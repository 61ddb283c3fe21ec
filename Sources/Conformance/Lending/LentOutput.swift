internal import CReframe
internal import ReframeSDK
internal import Synchronization

/// Takes renditions from a provider, and keeps account of them.
final class LentOutput: Sendable {
  /// What came of it.
  struct Taken {
    var begun = 0
    var finished: [(description: String, byteCount: Int)] = []
    var open: [UInt: (description: String, byteCount: Int)] = [:]
    /// Uses of handles that are not open.
    var strayCalls = 0
  }

  private let state = Mutex(Taken())

  /// What was taken so far.
  var taken: Taken { state.withLock { $0 } }

  /// The output as the contract describes it; it lives as long as this object.
  func lend(among things: LentThings) -> UnsafePointer<rf_output> {
    things.keep(alive: self)
    var output = rf_output()
    output.context = Unmanaged.passUnretained(self).toOpaque()
    output.begin = { context, rendition, handle in
      LentOutput.run(context) { $0.begin(String(rendition), handle) }
    }
    output.write = { context, handle, _, length in
      LentOutput.run(context) { $0.write(UInt(bitPattern: handle), Int(clamping: length)) }
    }
    output.finish = { context, handle in
      LentOutput.run(context) { $0.end(UInt(bitPattern: handle), keeps: true) }
    }
    output.abandon = { context, handle in
      _ = LentOutput.run(context) { $0.end(UInt(bitPattern: handle), keeps: false) }
    }
    return UnsafePointer(
      things.value(output, named: .output, lastMember: MemoryLayout<rf_output>.offset(of: \.abandon)))
  }

  private static func run(_ context: UnsafeMutableRawPointer?, _ body: (LentOutput) -> Int32) -> Int32 {
    guard let context else { return RF_INVALID_ARGUMENT }
    return body(Unmanaged<LentOutput>.fromOpaque(context).takeUnretainedValue())
  }

  private func begin(_ description: String, _ handle: UnsafeMutablePointer<UnsafeMutableRawPointer?>?)
    -> Int32
  {
    let number = state.withLock { taken in
      taken.begun += 1
      taken.open[UInt(taken.begun)] = (description, 0)
      return UInt(taken.begun)
    }
    handle?.pointee = UnsafeMutableRawPointer(bitPattern: number)
    return RF_OK
  }

  private func write(_ handle: UInt, _ count: Int) -> Int32 {
    state.withLock { taken in
      guard let open = taken.open[handle] else {
        taken.strayCalls += 1
        return RF_INVALID_ARGUMENT
      }
      taken.open[handle] = (open.description, open.byteCount + count)
      return RF_OK
    }
  }

  private func end(_ handle: UInt, keeps: Bool) -> Int32 {
    state.withLock { taken in
      guard let open = taken.open.removeValue(forKey: handle) else {
        taken.strayCalls += 1
        return RF_INVALID_ARGUMENT
      }
      if keeps { taken.finished.append(open) }
      return RF_OK
    }
  }
}
