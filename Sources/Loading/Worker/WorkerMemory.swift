internal import CReframe
internal import CWorkerChannel
internal import Glibc
internal import ReframeSDK
internal import Synchronization

/// The blocks that one worker and this process share.
final class WorkerMemory: Sendable {
  /// What tells workers apart.
  let worker: UInt64
  private let state = Mutex(State())

  private struct State {
    /// Kept for later calls of this worker, and shown to no other.
    var spare: [SharedBlock] = []
    /// What the worker made, by name.
    var foreign: [UInt64: SharedBlock] = [:]
    var foreignSize = 0
    /// What the worker was told of, by name.
    var told: [UInt64: WeakBlock] = [:]
  }

  private struct WeakBlock {
    weak var block: SharedBlock?
  }

  private static let spareLimit = 8
  /// The most that a worker may make this process map.
  private static let foreignLimit = 4 << 30
  private static let foreignCountLimit = 256
  private static let workers = Atomic<UInt64>(0)

  init() { worker = Self.workers.add(1, ordering: .relaxed).newValue }

  deinit { SharedPixels.shared.forget(worker) }

  /// Memory for one call; to be given back with `keep`.
  func scratch(_ length: Int) throws(ReframeError) -> SharedBlock {
    let size = SharedBlock.room(for: length)
    let kept = state.withLock { state in
      state.spare.lastIndex { $0.size == size }.map { state.spare.remove(at: $0) }
    }
    if let kept { return kept }
    return try SharedBlock(size: size)
  }

  func keep(_ blocks: [SharedBlock]) {
    state.withLock { state in
      state.spare += blocks
      if state.spare.count > Self.spareLimit { state.spare.removeFirst(state.spare.count - Self.spareLimit) }
    }
  }

  /// Remembers that the worker was told of a block.
  func told(_ name: UInt64, _ block: SharedBlock) {
    state.withLock { $0.told[name] = WeakBlock(block: block) }
  }

  /// Names of blocks that the worker knows and that are gone; asked for once.
  func gone() -> [UInt64] {
    state.withLock { state in
      let names = state.told.filter { $0.value.block == nil }.map(\.key)
      for name in names { state.told[name] = nil }
      return names
    }
  }

  /// Reads a reference of the worker's, and checks that it lies where it says; only as long as its block is kept. What
  /// `isWritable` is memory that the worker itself may write.
  func reference(_ reader: inout PacketReader, isWritable: Bool)
    throws(ReframeError) -> (block: SharedBlock, part: UnsafeMutableRawBufferPointer)
  {
    let name = try reader.number(UInt64.self)
    let size = try reader.number(UInt64.self)
    let flags = try reader.number(UInt32.self)
    let offset = try reader.number(UInt64.self)
    let length = try reader.number(UInt64.self)
    if flags & RW_ATTACHED != 0 { try add(reader.descriptor(), name, size) }
    guard !isWritable || name & (UInt64(RW_BLOCK_OF_WORKER) | 1) != 0,
      let block = state.withLock({ $0.foreign[name] ?? $0.told[name]?.block }),
      let part = block.part(offset: offset, length: length)
    else { throw PacketReader.broken }
    return (block, part)
  }

  /// The worker has unmapped these.
  func forget(_ names: [UInt64]) {
    state.withLock { state in
      for name in names {
        if let block = state.foreign.removeValue(forKey: name) { state.foreignSize -= block.size }
      }
    }
  }

  private func add(_ descriptor: Int32, _ name: UInt64, _ size: UInt64) throws(ReframeError) {
    guard state.withLock({ $0.foreign[name] == nil }) else {
      close(descriptor)
      return
    }
    let block = try SharedBlock(foreign: descriptor, name: name, size: size)
    let fits = state.withLock { state in
      guard state.foreignSize <= Self.foreignLimit - block.size, state.foreign.count < Self.foreignCountLimit
      else { return false }
      if state.foreign[name] == nil { state.foreignSize += block.size }
      state.foreign[name] = state.foreign[name] ?? block
      return true
    }
    guard fits else {
      throw ReframeError(
        .resourceExhausted,
        "shares more than \(Self.foreignLimit >> 30) GiB, or \(Self.foreignCountLimit) blocks, with its host")
    }
  }
}
