internal import Glibc
internal import FoundationEssentials
internal import Loading
internal import ReframeSDK

extension ConformanceTest {
  static let exportedSymbols = ConformanceTest(
    name: "exported-symbols", kinds: .all,
    rule: "reframe_entry is the one symbol that a plugin exports.",
    why:
      "Other symbols of the same name in the process are taken in place of the plugin's own, or the reverse.",
    mend: "Build with -fvisibility=hidden or a version script that hides all but reframe_entry.", need: .file,
    isForEntries: true
  ) { (checked, _) throws(ConformanceFault) in
    guard let file = FileManager.default.contents(atPath: checked.bundle.libraryPath) else {
      throw ConformanceFault("the library cannot be read")
    }
    let names = ELFSymbols([UInt8](file)).exported
    let others = names.filter { $0 != "reframe_entry" }
    try require(names.count > others.count, "it does not export reframe_entry")
    let shown = others.prefix(5).joined(separator: ", ") + (others.count > 5 ? " …" : "")
    try require(others.isEmpty, "it exports \(others.count) more: \(shown)")
  }
}

/// The dynamic symbols of a 64-bit little-endian ELF file.
struct ELFSymbols {
  private let file: [UInt8]

  init(_ file: [UInt8]) { self.file = file }

  /// Names of the symbols that the file defines for others, but those that linkers add by themselves; empty for a file
  /// that contradicts itself.
  var exported: [String] {
    let linkers: Set = ["_init", "_fini", "_edata", "_end", "__bss_start"]
    let headers = Int(number(at: 40, 8))
    let (size, count) = (Int(number(at: 58, 2)), Int(number(at: 60, 2)))
    guard size == 64 else { return [] }
    for header in (0..<count).map({ headers + $0 * size }) where number(at: header + 4, 4) == 11 {
      let names = Int(number(at: headers + Int(number(at: header + 40, 4)) * size + 24, 8))
      let (start, length) = (Int(number(at: header + 24, 8)), Int(number(at: header + 32, 8)))
      guard start >= 0, length >= 0, length <= file.count else { return [] }
      return stride(from: start, to: start + length, by: 24).compactMap { symbol in
        name(of: symbol, names: names)
      }.filter { !linkers.contains($0) }
    }
    return []
  }

  /// The name of a symbol that is defined and visible to others.
  private func name(of symbol: Int, names: Int) -> String? {
    let binding = number(at: symbol + 4, 1) >> 4
    let visibility = number(at: symbol + 5, 1) & 3
    let section = number(at: symbol + 6, 2)
    // Global, weak or unique; neither hidden nor internal; defined in a section of the file.
    guard [1, 2, 10].contains(binding), visibility != 1, visibility != 2, section > 0, section < 0xFF00 else {
      return nil
    }
    let start = names + Int(number(at: symbol, 4))
    guard file.indices.contains(start) else { return nil }
    return String(decoding: file[start...].prefix { $0 != 0 }, as: UTF8.self)
  }

  private func number(at index: Int, _ count: Int) -> UInt64 {
    guard index >= 0, index + count <= file.count else { return 0 }
    return (0..<count).reduce(0) { $0 | UInt64(file[index + $1]) << (8 * UInt64($1)) & (UInt64.max >> 1) }
  }
}
