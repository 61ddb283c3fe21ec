internal import Synchronization

/// Pixel memory that is handed to plugins of this process and reaches those in workers without a copy.
package final class SharedPixels: Sendable {
  package static let shared = SharedPixels()

  private let state = Mutex(State())

  private struct State {
    var used: [Lent] = []
    var spare: [Lent] = []
  }

  struct Lent: Sendable {
    let block: SharedBlock
    /// The worker that has been told of it. Another one gets a copy, as the first might still look.
    var worker: UInt64?
  }

  /// What is kept for later at most.
  private static let spareLimit = 8
  private static let spareSizeLimit = 512 << 20

  /// Memory of so many bytes, page-aligned; `nil` if there is none to be had.
  package func allocate(_ length: Int) -> UnsafeMutableRawPointer? {
    let size = SharedBlock.room(for: length)
    let kept = state.withLock { state in
      state.spare.lastIndex { $0.block.size == size }.map { index in
        state.used.append(state.spare.remove(at: index))
        return state.used[state.used.count - 1].block.base
      }
    }
    if let kept { return kept }
    guard let block = try? SharedBlock(size: size) else { return nil }
    state.withLock { $0.used.append(Lent(block: block)) }
    return block.base
  }

  /// Gives memory of `allocate` back.
  package func release(_ memory: UnsafeMutableRawPointer) {
    state.withLock { state in
      guard let index = state.used.firstIndex(where: { $0.block.base == memory }) else { return }
      state.spare.append(state.used.remove(at: index))
      while state.spare.count > Self.spareLimit
        || state.spare.reduce(0, { $0 + $1.block.size }) > Self.spareSizeLimit
      {
        state.spare.removeFirst()
      }
    }
  }

  /// The block that holds this memory, if it may be shown to that worker.
  func block(with start: UnsafeRawPointer, _ length: Int, for worker: UInt64) -> SharedBlock? {
    state.withLock { state in
      guard let index = state.used.firstIndex(where: { $0.block.holds(start, length) }) else { return nil }
      guard (state.used[index].worker ?? worker) == worker else { return nil }
      state.used[index].worker = worker
      return state.used[index].block
    }
  }

  /// A worker is gone, and what it knew may be shown to the next.
  func forget(_ worker: UInt64) {
    state.withLock { state in
      for index in state.used.indices where state.used[index].worker == worker {
        state.used[index].worker = nil
      }
      for index in state.spare.indices where state.spare[index].worker == worker {
        state.spare[index].worker = nil
      }
    }
  }
}
