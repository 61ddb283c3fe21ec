internal import Glibc

/// The parts of an ELF file that the loader reads (System V ABI, chapters 4 and 5; 64 bits, little-endian). Everything
/// in it may be wrong: what does not lie within the file is empty.
struct LibraryImage {
  private let file: Int32
  private let size: UInt64
  private let segments: [Segment]

  private struct Segment {
    let type: UInt64
    let offset: UInt64
    let address: UInt64
    let length: UInt64
  }

  /// Symbols, and members of tables, that are looked at.
  private static let limit: UInt64 = 1 << 20

  init(_ file: Int32, size: Int64) {
    self.file = file
    self.size = UInt64(size)
    let header = ELFFields(file, at: 0, count: 64)
    let start = header.number(at: 32, bytes: 8)
    let count = Int(header.number(at: 56, bytes: 2))
    let table = ELFFields(file, at: Int64(clamping: start), count: 56 * count)
    segments = stride(from: 0, to: table.bytes.count - 55, by: 56).map { at in
      Segment(
        type: table.number(at: at, bytes: 4), offset: table.number(at: at + 8, bytes: 8),
        address: table.number(at: at + 16, bytes: 8), length: table.number(at: at + 32, bytes: 8))
    }
  }

  /// Where in the file stands what is loaded at an address.
  func offset(of address: UInt64) -> UInt64? {
    for segment in segments where segment.type == 1 && address >= segment.address {
      let distance = address - segment.address
      if distance < segment.length { return segment.offset &+ distance }
    }
    return nil
  }

  /// The loader's table, up to its end; `nil` if there is none.
  func dynamicTable() -> [(tag: UInt64, value: UInt64)]? {
    guard let segment = segments.first(where: { $0.type == 2 }) else { return nil }
    let table = fields(segment.offset, min(segment.length, 16 * 4096))
    let entries = stride(from: 0, to: table.bytes.count - 15, by: 16).map { at in
      (tag: table.number(at: at, bytes: 8), value: table.number(at: at + 8, bytes: 8))
    }
    return Array(entries.prefix { $0.tag != 0 })
  }

  /// The text that begins here.
  func text(at offset: UInt64, within end: UInt64) -> String {
    let bytes = fields(offset, min(4096, end > offset ? end - offset : 0)).bytes
    return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }

  /// Where the names begin of the symbols that others bind to: those of the GNU hash table that are defined, visible and
  /// not weak.
  func exports(symbols: UInt64, hash: UInt64) -> [UInt64] {
    let header = fields(hash, 16)
    guard header.bytes.count == 16 else { return [] }
    let buckets = header.number(at: 0, bytes: 4)
    let first = header.number(at: 4, bytes: 4)
    let filters = header.number(at: 8, bytes: 4)
    let start = hash &+ 16 &+ 8 &* filters
    let table = fields(start, 4 &* min(buckets, Self.limit))
    let heads = stride(from: 0, to: table.bytes.count - 3, by: 4).map { table.number(at: $0, bytes: 4) }
    guard let last = heads.max(), last >= first, last < Self.limit else { return [] }
    // The chain of the last bucket ends with the last symbol.
    let chains = start &+ 4 &* buckets
    let rest = fields(chains &+ 4 &* (last - first), 4 * 65_536)
    var end = last
    for at in stride(from: 0, to: rest.bytes.count - 3, by: 4) {
      end += 1
      if rest.bytes[at] & 1 == 1 { break }
    }
    return exports(fields(symbols &+ 24 &* first, 24 &* (end - first)))
  }

  /// The same by the older hash table, which has as many chains as there are symbols.
  func exports(symbols: UInt64, oldHash hash: UInt64) -> [UInt64] {
    exports(fields(symbols, 24 &* min(fields(hash, 8).number(at: 4, bytes: 4), Self.limit)))
  }

  private func exports(_ entries: ELFFields) -> [UInt64] {
    stride(from: 0, to: entries.bytes.count - 23, by: 24).compactMap { at in
      let isGlobal = entries.bytes[at + 4] >> 4 == 1
      let isVisible = [0, 3].contains(entries.bytes[at + 5] & 3)
      let isDefined = entries.number(at: at + 6, bytes: 2) != 0
      return isGlobal && isVisible && isDefined ? entries.number(at: at, bytes: 4) : nil
    }
  }

  /// What compilers and linkers noted in the section for it.
  func comments() -> [String] {
    let header = ELFFields(file, at: 0, count: 64)
    let count = Int(header.number(at: 60, bytes: 2))
    let table = fields(header.number(at: 40, bytes: 8), UInt64(64 * count))
    guard header.number(at: 58, bytes: 2) == 64, table.bytes.count == 64 * count else { return [] }
    func section(_ index: Int) -> (name: UInt64, offset: UInt64, size: UInt64) {
      let at = 64 * index
      return (
        table.number(at: at, bytes: 4), table.number(at: at + 24, bytes: 8),
        table.number(at: at + 32, bytes: 8)
      )
    }
    let names = Int(header.number(at: 62, bytes: 2))
    guard names < count else { return [] }
    let strings = section(names)
    guard
      let comment = (0..<count).map(section).first(where: { section in
        text(at: strings.offset &+ section.name, within: strings.offset &+ strings.size) == ".comment"
      })
    else { return [] }
    var seen = Set<String>()
    return fields(comment.offset, min(comment.size, 4096)).bytes.split(separator: 0)
      .map { String(decoding: $0, as: UTF8.self) }.filter { seen.insert($0).inserted }
  }

  private func fields(_ offset: UInt64, _ count: UInt64) -> ELFFields {
    guard offset < size, count <= 24 * Self.limit else { return ELFFields([]) }
    return ELFFields(file, at: Int64(offset), count: Int(count))
  }
}
