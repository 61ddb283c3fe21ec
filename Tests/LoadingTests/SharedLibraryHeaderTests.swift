import Glibc
import ReframeSDK
import TestSupport
import Testing

@testable import Loading

@Suite("The header of a shared library")
struct SharedLibraryHeaderTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  #if arch(x86_64)
    private static let machine: UInt8 = 62
  #else
    private static let machine: UInt8 = 183
  #endif

  /// A 64-bit shared library for this machine of nothing but headers: the file's, and that of one segment, which
  /// is these 120 bytes themselves.
  static var header: [UInt8] {
    var bytes: [UInt8] = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 113)
    (bytes[16], bytes[18], bytes[32], bytes[54], bytes[56]) = (3, machine, 64, 56, 1)
    (bytes[64], bytes[96]) = (1, 120)
    return bytes
  }

  private func check(_ bytes: [UInt8]) throws {
    let file = try BundleFile(try folder.write(bytes, to: "lib.so"), in: AT_FDCWD)
    try SharedLibraryHeader.check(file.descriptor, name: "lib.so", size: file.identity.size)
  }

  @Test("A shared library for this machine is accepted")
  func accepted() throws { try check(Self.header + [0, 0, 0]) }

  @Test("A file without the header is refused", arguments: [0, 3])
  func short(count: Int) {
    #expect(throws: ReframeError(.invalidArgument, "lib.so is not a shared library (no ELF header)")) {
      try check(Array(Self.header.prefix(count)))
    }
  }

  @Test("A file that ends before what it promises is refused", arguments: [4, 20, 63, 64, 119])
  func cut(count: Int) {
    #expect(throws: ReframeError(.invalidArgument, "lib.so is cut short; copy or build it again")) {
      try check(Array(Self.header.prefix(count)))
    }
  }

  @Test(
    "A segment or table beyond the file is refused",
    arguments: [(96, 121), (72, 1), (103, 255), (79, 255), (32, 65), (39, 255), (56, 2), (57, 255)])
  func beyond(index: Int, value: UInt8) {
    var bytes = Self.header
    bytes[index] = value
    #expect(throws: ReframeError(.invalidArgument, "lib.so is cut short; copy or build it again")) {
      try check(bytes)
    }
  }

  @Test(
    "Another processor, word size or byte order is refused",
    arguments: [(18, 40, 40), (4, 1, Int(machine)), (5, 2, Int(machine)), (19, 1, Int(machine) + 256)]
      as [(Int, UInt8, Int)])
  func processor(index: Int, value: UInt8, shown: Int) {
    var bytes = Self.header
    bytes[index] = value
    #expect(
      throws: ReframeError(.invalidArgument, "lib.so was built for another processor (ELF machine \(shown))")
    ) {
      try check(bytes)
    }
  }

  @Test("An executable or object file is refused", arguments: [1, 2, 4] as [UInt8])
  func type(value: UInt8) {
    var bytes = Self.header
    bytes[16] = value
    #expect(throws: ReframeError(.invalidArgument, "lib.so is not a shared library (ELF type \(value))")) {
      try check(bytes)
    }
  }

  @Test("Segments that are listed far behind the header are found")
  func far() throws {
    var bytes = Self.header
    let segment = Array(bytes[64..<120])
    (bytes[32], bytes[33]) = (0, 8)
    bytes += [UInt8](repeating: 0, count: 2048 - bytes.count)
    try check(bytes + segment)
    #expect(throws: ReframeError(.invalidArgument, "lib.so is cut short; copy or build it again")) {
      try check(bytes + segment.dropLast())
    }
  }
}
