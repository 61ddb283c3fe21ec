import Foundation
import ReframeSDK
import TestSupport
import Testing

@testable import Loading

@Suite("Bundles are installed whole or not at all")
struct BundleInstallerTests {
  private typealias Entry = TestArchive.Entry
  private let folder: TestFolder
  private var target: String { folder["plugins"] }
  private var installer: BundleInstaller { BundleInstaller(folder: target, nearest: { _, _ in nil }) }

  init() throws { folder = try TestFolder() }

  private static let library = Result {
    [UInt8](try Data(contentsOf: TestBundles.products.appending(path: "libFixturePlugin.so")))
  }

  private static func manifest(_ version: String = "1.0.0", id: String = "fixture") -> [UInt8] {
    Array(
      #"{"id": "\#(id)", "version": "\#(version)", "contract": "1.0", "kinds": ["fill"], "library": "l.so"}"#
        .utf8)
  }

  private static func bundle(_ version: String = "1.0.0", in prefix: String = "fixture.reframeplugin") throws
    -> [Entry]
  {
    [
      Entry(name: "\(prefix)/", type: "5", mode: 0o2777),
      Entry(name: "\(prefix)/plugin.json", bytes: manifest(version), mode: 0o666),
      Entry(name: "\(prefix)/l.so", bytes: try library.get(), mode: 0o755),
    ]
  }

  private func write(_ entries: [Entry], _ name: String = "a.tar") throws -> String {
    try folder.write(TestArchive.tar(entries), to: name)
  }

  /// Everything in the target folder.
  private var installed: [String] {
    folder.names.filter { $0.hasPrefix("plugins/") }.map { String($0.dropFirst(8)) }
  }

  private static let whole = [
    "fixture.reframeplugin", "fixture.reframeplugin/l.so", "fixture.reframeplugin/plugin.json",
  ]

  @Test("From an archive, in folders of its own or not", arguments: ["", "./", "fixture-1.0/"])
  func archive(prefix: String) throws {
    let more = [Entry(name: "\(prefix)README", bytes: Array("hello".utf8))]
    let result = try installer.install(try write(more + Self.bundle(in: "\(prefix)fixture.reframeplugin")))
    #expect(result.bundle.path == "\(target)/fixture.reframeplugin" && result.replaced == nil)
    #expect(installed == Self.whole)
    #expect(PluginDiscovery(folders: [target]).bundles.map(\.manifest.id) == ["fixture"])
  }

  @Test("From a zip file")
  func zip() throws {
    let path = try folder.write(
      TestArchive.zip([
        ("any.reframeplugin/plugin.json", Self.manifest()),
        ("any.reframeplugin/l.so", try Self.library.get()),
      ]), to: "a.zip")
    _ = try installer.install(path)
    #expect(installed == Self.whole)
  }

  @Test("From a folder, links to files beside them included")
  func fromFolder() throws {
    try folder.write(Self.manifest(), to: "src/plugin.json")
    try folder.write(try Self.library.get(), to: "src/lib/real.so")
    try folder.write(try Self.library.get(), to: "src/l.so.1")
    #expect(symlink("l.so.1", folder["src/l.so"]) == 0)
    _ = try installer.install(folder["src"])
    #expect(installed.contains("fixture.reframeplugin/lib/real.so"))
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: "\(target)/fixture.reframeplugin/l.so")
        == "l.so.1")
    #expect(PluginDiscovery(folders: [target]).bundles.count == 1)
  }

  @Test("An older version needs force; the new one stands in the old one's place")
  func versions() throws {
    #expect(try installer.install(try write(Self.bundle("1.9.0"))).replaced == nil)
    #expect(try installer.install(try write(Self.bundle("1.10.0"))).replaced == "1.9.0")
    let old = try write(Self.bundle("1.9.5"))
    #expect(
      throws: ReframeError(
        .invalidArgument,
        "fixture 1.10.0 is installed, which is newer than 1.9.5; say --force to go back")
    ) { try installer.install(old) }
    #expect(PluginDiscovery(folders: [target]).bundles.map(\.manifest.version) == ["1.10.0"])
    #expect(try installer.install(old, isForced: true).replaced == "1.10.0")
    #expect(installed == Self.whole)
  }

  private static let bad: [(String, [Entry])] = [
    ("'/etc/x' is an absolute path", [Entry(name: "/etc/x")]),
    (
      "'fixture.reframeplugin/../../x' leads out of the bundle",
      [Entry(name: "fixture.reframeplugin/../../x")]
    ),
    ("'..' leads out of the bundle", [Entry(name: "..", type: "5")]),
    ("'a\\b' holds a sign that no name of a file needs", [Entry(name: "a\\b")]),
    (
      "the link 'x' points to '/etc/passwd'; it may only name a file beside it",
      [Entry(name: "fixture.reframeplugin/x", type: "2", target: "/etc/passwd")]
    ),
    (
      "the link 'd/x' points to '../../x'; it may only name a file beside it",
      [Entry(name: "fixture.reframeplugin/d/x", type: "2", target: "../../x")]
    ),
    (
      "'d' is both a folder and something else",
      [
        Entry(name: "fixture.reframeplugin/e/", type: "5"),
        Entry(name: "fixture.reframeplugin/d", type: "2", target: "e"),
        Entry(name: "fixture.reframeplugin/d/x"),
      ]
    ),
    (
      "'fixture.reframeplugin/h' is a hard link; pack the file itself",
      [Entry(name: "fixture.reframeplugin/h", type: "1", target: "/etc/passwd")]
    ),
    (
      "'fixture.reframeplugin/dev' is neither a file, a folder nor a link",
      [Entry(name: "fixture.reframeplugin/dev", type: "3")]
    ),
    (
      "'fixture.reframeplugin/pipe' is neither a file, a folder nor a link",
      [Entry(name: "fixture.reframeplugin/pipe", type: "6")]
    ),
    (
      "'fixture.reframeplugin/s' would run as somebody else (setuid or setgid)",
      [Entry(name: "fixture.reframeplugin/s", mode: 0o4755)]
    ),
    (
      "it holds several bundles, 'fixture.reframeplugin' and 'x/other.reframeplugin'; install them one by one",
      [Entry(name: "fixture.reframeplugin/a"), Entry(name: "x/other.reframeplugin/a")]
    ),
    (
      "'a' is there twice", [Entry(name: "fixture.reframeplugin/a"), Entry(name: "fixture.reframeplugin/a")]
    ),
    ("it holds no folder '<id>.reframeplugin', and so no plugin", [Entry(name: "README")]),
    ("plugin.json: No such file or directory", [Entry(name: "fixture.reframeplugin/l.so")]),
    (
      "plugin.json:1:1: expected a value, found 'x'",
      [Entry(name: "fixture.reframeplugin/plugin.json", bytes: Array("x".utf8))]
    ),
    (
      "l.so is not a shared library (no ELF header)",
      [
        Entry(name: "fixture.reframeplugin/plugin.json", bytes: manifest()),
        Entry(name: "fixture.reframeplugin/l.so"),
      ]
    ),
  ]

  @Test("Tricks are refused with the reason, and leave nothing behind", arguments: bad.indices)
  func refused(index: Int) throws {
    let (reason, entries) = Self.bad[index]
    let path = try write(entries)
    let error = #expect(throws: ReframeError.self) { try installer.install(path) }
    #expect(error?.message == reason)
    #expect(installed == [])
  }

  @Test("A library without the entry is refused")
  func noEntry() throws {
    try folder.write(Self.manifest(), to: "x/plugin.json")
    try FileManager.default.copyItem(
      atPath: TestBundles.products.appending(path: "libVipsCodec.so").path(), toPath: folder["x/l.so"])
    #expect(throws: ReframeError(.invalidArgument, "l.so exports no function reframe_entry")) {
      try installer.install(folder["x"])
    }
    #expect(installed == [])
  }

  @Test("More files than a bundle may have are refused")
  func manyFiles() throws {
    let many = (0...BundleStaging.entryLimit).map { Entry(name: "f.reframeplugin/\($0)", type: "5") }
    let path = try write(many)
    #expect(throws: ReframeError(.invalidArgument, "it has more than 10000 files")) {
      try installer.install(path)
    }
  }

  @Test(
    "An archive that is cut short leaves what is installed as it was", arguments: [0, 3, 600, 1500, 9000])
  func cut(count: Int) throws {
    _ = try installer.install(try write(Self.bundle("1.0.0")))
    let bytes = TestArchive.tar(try Self.bundle("2.0.0"))
    let path = try folder.write(bytes.prefix(count), to: "cut.tar")
    #expect(throws: ReframeError.self) { try installer.install(path) }
    #expect(PluginDiscovery(folders: [target]).bundles.map(\.manifest.version) == ["1.0.0"])
    #expect(installed == Self.whole)
  }

  @Test("Is found whole at any time while versions are swapped")
  func swapped() throws {
    let sources = try ["1.0.0", "2.0.0"].map { try write(Self.bundle($0), "\($0).tar") }
    _ = try installer.install(sources[0])
    let (target, installer) = (target, installer)
    let isRight = Threads.map(2) { number in
      guard number == 0 else {
        return (1...6).allSatisfy { (try? installer.install(sources[$0 % 2], isForced: true)) != nil }
      }
      return (0..<300).allSatisfy { _ in PluginDiscovery(folders: [target]).bundles.count == 1 }
    }
    #expect(isRight == [true, true])
  }

  @Test("What a killed installation left is cleared away")
  func leftovers() throws {
    // No process has a number as large as this.
    try folder.write([], to: "plugins/.installing-99999999-1/bundle/plugin.json")
    try folder.write([], to: "plugins/.installing-\(getpid())-1/bundle/plugin.json")
    _ = try installer.install(try write(Self.bundle()))
    #expect(!installed.contains { $0.hasPrefix(".installing-99999999") })
    #expect(installed.contains { $0.hasPrefix(".installing-\(getpid())") })
  }

  @Test("Is removed, and what is not there cannot be")
  func removed() throws {
    _ = try installer.install(try write(Self.bundle()))
    try installer.remove("fixture")
    #expect(installed == [])
    #expect(throws: ReframeError.self) { try installer.remove("fixture") }
  }
}
