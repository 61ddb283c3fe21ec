internal import CReframe
internal import Synchronization

/// How things are lent in a call: where their memory ends, what may be done with it, and of what revision they are.
struct Lending {
  /// Where structs lie in their memory.
  var edge = LentMemory.Edge.roomy
  /// Where texts and encoded pictures do.
  var textEdge = LentMemory.Edge.roomy
  /// Whether what the contract calls constant can only be read.
  var isSealed = false
  /// Bytes that a newer revision has put behind each struct.
  var growth = 0
  /// The struct that lacks its last member of revision 1.0, if one does.
  var short: Struct?
  /// Whether all that is lent becomes inaccessible when the call has returned.
  var isRevoked = false
  /// Whether structs end where those of revision 1.0 did.
  var isFirstRevision = false

  /// Whether what is lent has to be memory that can be taken back.
  var isProtected: Bool { isSealed || isRevoked }

  /// The structs that a host makes.
  enum Struct: CaseIterable {
    case handshake, host, job, image, task, subjects, sink, source, output
  }
}

/// Keeps all that was lent in a call, to take it back at once.
final class LentThings {
  private var memories: [LentMemory] = []
  private var companions: [AnyObject] = []
  let lending: Lending

  init(_ lending: Lending) { self.lending = lending }

  /// Lends a text.
  func text(_ text: String) -> rf_text {
    let lent = bytes(Array(text.utf8))
    return rf_text(data: lent.data?.assumingMemoryBound(to: CChar.self), length: lent.length)
  }

  /// Lends bytes.
  func bytes(_ bytes: [UInt8]) -> rf_bytes {
    let memory = LentMemory(
      count: bytes.count, edge: lending.textEdge, isProtected: lending.isProtected)
    memory.bytes.copyBytes(from: bytes)
    keep(memory)
    return rf_bytes(data: memory.start, length: UInt64(bytes.count))
  }

  /// Lends a struct of the contract. `lastMember` is where its last member of revision 1.0 begins and `firstEnd` where
  /// that ends; `name` says which struct it is, if it can be one that lacks it.
  func value<Value>(
    _ value: Value, named name: Lending.Struct? = nil, lastMember: Int? = nil, firstEnd: Int? = nil,
    isConstant: Bool = true
  ) -> UnsafeMutablePointer<Value> {
    let whole = MemoryLayout<Value>.size
    let known =
      name != nil && name == lending.short
      ? (lastMember ?? whole) : lending.isFirstRevision ? (firstEnd ?? whole) : whole
    let memory = LentMemory(
      count: known + lending.growth, edge: lending.edge, isProtected: lending.isProtected)
    withUnsafeBytes(of: value) {
      memory.bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<known]))
    }
    // Members that only a newer host knows the meaning of.
    for index in known..<(known + lending.growth) { memory.bytes[index] = 0xA5 }
    memory.start.storeBytes(of: UInt32(known + lending.growth), as: UInt32.self)
    keep(memory, isConstant: isConstant)
    return memory.start.assumingMemoryBound(to: Value.self)
  }

  /// Keeps an object that lent things refer to as long as they are kept.
  func keep(alive companion: AnyObject) { companions.append(companion) }

  /// Takes a memory into account; it can only be read if it is lent so.
  func keep(_ memory: LentMemory, isConstant: Bool = true) {
    if lending.isSealed && isConstant { memory.seal() }
    memories.append(memory)
  }

  /// Takes everything back after the call: who still looks at it dies, if it is to be revoked. If it is not, it stays
  /// for a while, so that only the test that is meant for it fails.
  func end() {
    if lending.isRevoked { memories.forEach { $0.revoke() } }
    Retained.shared.keep(LentMemories(memories, companions))
  }
}

/// What was lent in one call, and what it refers to.
private struct LentMemories: @unchecked Sendable {
  private let memories: [LentMemory]
  private let companions: [AnyObject]

  init(_ memories: [LentMemory], _ companions: [AnyObject]) {
    self.memories = memories
    self.companions = companions
  }
}

extension LentThings {
  /// Lets go of all that is kept, so that what the process holds can be counted.
  static func dropKept() { Retained.shared.drop() }
}

/// Keeps what plugins may still look at, though they must not.
private final class Retained: Sendable {
  static let shared = Retained()
  private static let limit = 200
  private let things = Mutex<[LentMemories]>([])

  /// Keeps the last few, as a test that calls a thousand times may not use up all mappings.
  func keep(_ memories: LentMemories) {
    things.withLock { things in
      things.append(memories)
      if things.count >= 2 * Self.limit { things.removeFirst(Self.limit) }
    }
  }

  func drop() { things.withLock { $0 = [] } }
}
