internal import Glibc

/// Memory that a plugin is lent. Where it is protected it lies between pages that nobody may touch: who leaves it dies on
/// the spot.
final class LentMemory {
  /// Where in its pages the memory lies.
  enum Edge {
    /// A page of slack on both sides, so that a step beyond does no harm.
    case roomy
    /// The first byte behind it must not be touched.
    case end
    /// The first byte before it must not be touched.
    case start
  }

  private static let page = Int(sysconf(Int32(_SC_PAGESIZE)))
  private let mapping: UnsafeMutableRawPointer
  /// Bytes of the mapping; 0 for memory of the heap, which costs less.
  private let mappingLength: Int
  /// The first byte.
  let start: UnsafeMutableRawPointer
  /// How many bytes were asked for.
  let count: Int

  /// Takes zeroed memory. Only that which is protected can be sealed and revoked; that with an edge is.
  init(count: Int, edge: Edge = .roomy, isProtected: Bool = false) {
    let page = Self.page
    let slack = edge == .roomy ? page : 0
    let room = max(page, (count + page - 1) / page * page)
    self.count = count
    if edge == .roomy && !isProtected {
      guard let memory = calloc(1, room + 2 * page) else { fatalError("no memory to lend to the plugin") }
      (mapping, mappingLength, start) = (memory, 0, memory + page)
      return
    }
    mappingLength = room + 2 * slack + 2 * page
    let mapped = mmap(nil, mappingLength, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let mapped, mapped != MAP_FAILED else { fatalError("no memory to lend to the plugin") }
    mapping = mapped
    mprotect(mapping + page, room + 2 * slack, PROT_READ | PROT_WRITE)
    start = mapping + page + slack + (edge == .end ? room - count : 0)
  }

  /// From here on it can only be read.
  func seal() {
    if mappingLength > 0 { mprotect(mapping + Self.page, mappingLength - 2 * Self.page, PROT_READ) }
  }

  /// From here on it cannot even be read.
  func revoke() {
    if mappingLength > 0 { mprotect(mapping, mappingLength, PROT_NONE) }
  }

  /// The bytes.
  var bytes: UnsafeMutableRawBufferPointer { UnsafeMutableRawBufferPointer(start: start, count: count) }

  deinit {
    if mappingLength > 0 { munmap(mapping, mappingLength) } else { free(mapping) }
  }
}
