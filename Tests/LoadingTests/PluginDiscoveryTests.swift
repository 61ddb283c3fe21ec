import Foundation
import TestSupport
import Testing

@testable import Loading

@Suite("Bundles are found, and refused with the reason")
struct PluginDiscoveryTests {
  private let bundles: TestBundles

  init() throws { bundles = try TestBundles(own: []) }

  private typealias Change = @Sendable (_ bundle: URL) throws -> Void

  private static func manifest(
    _ id: String = "fixture", contract: String = "1.0", kinds: String = #"["detector", "fill"]"#,
    library: String = "libFixture.so", more: String = ""
  ) -> Change {
    let text = """
      {"id": "\(id)", "version": "1.0.0", "contract": "\(contract)", "kinds": \(kinds), "library": "\(library)"\(more)}
      """
    return content(text)
  }

  private static func content(_ text: String) -> Change {
    { try Data(text.utf8).write(to: $0.appending(path: "plugin.json")) }
  }

  private static func remove(_ name: String) -> Change {
    { try FileManager.default.removeItem(at: $0.appending(path: name)) }
  }

  private static func open(_ name: String?) -> Change {
    { bundle in
      let path = (name.map { bundle.appending(path: $0) } ?? bundle).path()
      try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: path)
    }
  }

  private static func replace(_ name: String, _ make: @escaping @Sendable (String) -> Int32) -> Change {
    { bundle in
      try remove(name)(bundle)
      #expect(make(bundle.appending(path: name).path()) == 0)
    }
  }

  private static let noFile = "No such file or directory"
  private static let loop = "Too many levels of symbolic links"
  private static let mode = "can be written to by anybody; run chmod o-w on it"
  private static let idRule = "is not of lower-case letters, digits, '-', '_' and '.'"
  private static let libraryRule = "is not the name of a file in the bundle"

  private static let refusals: [(String, Change)] = [
    ("plugin.json: \(noFile)", remove("plugin.json")),
    ("plugin.json:1:1: expected a value, found 'n'", content("not JSON")),
    ("plugin.json:1:1: expected an object", content("[]")),
    ("plugin.json:1:2: id: expected a text", content(#"{"id": 3}"#)),
    ("plugin.json:1:1: 'id' is missing", content("{}")),
    ("plugin.json:1:1: 'version' is missing", content(#"{"id": "fixture"}"#)),
    ("plugin.json:1:58: kinds: expected an array", manifest(kinds: #""fill""#)),
    (
      "plugin.json:1:76: kinds[1]: 'painter' is none of provider, detector, fill, pricing",
      manifest(kinds: #"["fill", "painter"]"#)
    ),
    ("plugin.json:1:129: secrets[0]: expected a text", manifest(more: #", "secrets": [1]"#)),
    ("plugin.json:1:128: models[0]: 'slug' is missing", manifest(more: #", "models": [{}]"#)),
    (
      "plugin.json:1:58: kinds: expected at least one of provider, detector, fill, pricing",
      manifest(kinds: "[]")
    ),
    ("plugin.json:1:2: id: 'Fixture' \(idRule)", manifest("Fixture")),
    ("plugin.json:1:2: id: '' \(idRule)", manifest("")),
    ("plugin.json:1:2: id: '.fixture' \(idRule)", manifest(".fixture")),
    ("plugin.json:1:2: id: 'a/b' \(idRule)", manifest("a/b")),
    ("plugin.json:1:2: id: 'fixturé' \(idRule)", manifest("fixturé")),
    ("the folder of a plugin with the id 'other' is named other.reframeplugin", manifest("other")),
    ("plugin.json:1:89: library: '../libFixture.so' \(libraryRule)", manifest(library: "../libFixture.so")),
    ("plugin.json:1:89: library: '/lib/libc.so.6' \(libraryRule)", manifest(library: "/lib/libc.so.6")),
    ("plugin.json:1:89: library: '..' \(libraryRule)", manifest(library: "..")),
    ("plugin.json:1:89: library: '' \(libraryRule)", manifest(library: "")),
    ("plugin.json:1:89: library: '.' \(libraryRule)", manifest(library: ".")),
    ("libNone.so: \(noFile)", manifest(library: "libNone.so")),
    ("libFixture.so: \(noFile)", remove("libFixture.so")),
    ("plugin.json is not a shared library (no ELF header)", manifest(library: "plugin.json")),
    (
      "plugin.json:1:39: contract: built for contract 2.0, and this host speaks 1.1; get a version of the plugin for 1.x",
      manifest(contract: "2.0")
    ),
    (
      "plugin.json:1:39: contract: built for contract 0.9, and this host speaks 1.1; get a version of the plugin for 1.x",
      manifest(contract: "0.9")
    ),
    (
      "plugin.json:1:117: minimumHost: needs reframe 99.0 or newer, and this is \(Version.current); update reframe",
      manifest(more: #", "minimumHost": "99.0""#)
    ),
    (
      "plugin.json:1:117: minimumHost: 'new' is not written as major.minor.patch, such as 1.2.0",
      manifest(more: #", "minimumHost": "new""#)
    ),
    ("fixture.reframeplugin \(mode)", open(nil)),
    ("plugin.json \(mode)", open("plugin.json")),
    ("libFixture.so \(mode)", open("libFixture.so")),
    (
      "plugin.json:1:11: the member 'id' is there twice", content(#"{"id": 1, "id": 2}"#)
    ),
    (
      "plugin.json:1:117: concurrency: 'parallel' is none of process-serial, instance-serial, concurrent",
      manifest(more: #", "concurrency": "parallel""#)
    ),
    ("plugin.json:1:117: parameters: expected an object", manifest(more: #", "parameters": []"#)),
    ("plugin.json:1:117: hosts: expected an array", manifest(more: #", "hosts": "a.com""#)),
    ("plugin.json:1:117: acceptsCards: expected true or false", manifest(more: #", "acceptsCards": 1"#)),
    ("plugin.json:1:76: kinds[1]: 'fill' is there twice", manifest(kinds: #"["fill", "fill"]"#)),
    (
      "plugin.json:1:33: more than 32 levels deep",
      content(String(repeating: "[", count: 1 << 20))
    ),
    (
      "plugin.json has 1048577 bytes; at most 1 MiB is read",
      content(String(repeating: " ", count: 1 << 20 + 1))
    ),
    ("plugin.json: \(loop)", replace("plugin.json") { symlink("plugin.json", $0) }),
    ("libFixture.so: \(loop)", replace("libFixture.so") { symlink("libFixture.so", $0) }),
    ("plugin.json is not a regular file", replace("plugin.json") { mkdir($0, 0o755) }),
    ("plugin.json is not a regular file", replace("plugin.json") { mkfifo($0, 0o644) }),
    ("libFixture.so is not a regular file", replace("libFixture.so") { mkdir($0, 0o755) }),
  ]

  @Test("A broken bundle is refused with its reason", arguments: refusals.indices)
  func refused(index: Int) throws {
    let (reason, change) = Self.refusals[index]
    let bundle = try bundles.addFixture()
    try change(bundle)
    let discovery = PluginDiscovery(folders: [bundles.path])
    #expect(discovery.bundles.isEmpty)
    #expect(discovery.refusals.map(\.reason) == [reason])
    #expect(discovery.refusals.first?.path.hasSuffix("/fixture.reframeplugin") == true)
  }

  @Test(
    "A contract is written as major.minor",
    arguments: ["", "1", "1.", ".0", "1.0.0", "one.zero", "+1.0", "1.+0", "-1.0", "1 .0", "1..0"])
  func contract(text: String) throws {
    try bundles.addFixture(contract: text)
    #expect(
      PluginDiscovery(folders: [bundles.path]).refusals.map(\.reason) == [
        "plugin.json:1:39: contract: '\(text)' is not written as major.minor, such as 1.0"
      ])
  }

  @Test("A file where a folder was named is refused, not passed over")
  func notAFolder() throws {
    let path = bundles.folder.appending(path: "file").path()
    try Data().write(to: URL(filePath: path))
    let discovery = PluginDiscovery(folders: [path])
    #expect(discovery.refusals.map(\.path) == [path])
    #expect(discovery.refusals.map(\.reason) == ["it is not a folder that can be read"])
  }

  @Test("A newer minor contract is accepted")
  func minor() throws {
    try bundles.addFixture(contract: "1.99")
    #expect(PluginDiscovery(folders: [bundles.path]).bundles.map(\.manifest.contract) == ["1.99"])
  }

  @Test("A bundle that is a file, or a loop, is refused; other names are passed over")
  func notFolders() throws {
    try Data().write(to: bundles.folder.appending(path: "file.reframeplugin"))
    try Data().write(to: bundles.folder.appending(path: "README"))
    #expect(symlink("loop.reframeplugin", bundles.folder.appending(path: "loop.reframeplugin").path()) == 0)
    let discovery = PluginDiscovery(folders: [bundles.path])
    #expect(
      discovery.refusals.map(\.reason) == [
        "file.reframeplugin is not a folder", "loop.reframeplugin: \(Self.loop)",
      ])
  }

  @Test("The first of an id wins, the rest are reported as shadowed")
  func shadowed() throws {
    let second = try TestBundles(own: [])
    let winner = try bundles.addFixture()
    let loser = try second.addFixture()
    try second.addFixture(id: "other")
    let discovery = withExtendedLifetime(second) {
      PluginDiscovery(folders: [bundles.path, second.path])
    }
    #expect(discovery.bundles.map(\.manifest.id) == ["fixture", "other"])
    #expect(name(discovery.bundles.first?.path) == name(winner.path()))
    #expect(discovery.refusals.map { name($0.path) } == [name(loser.path())])
    #expect(discovery.refusals.first?.reason.hasPrefix("shadowed by ") == true)
    #expect(discovery.refusals.first?.reason.contains(name(winner.path())) == true)
  }

  @Test("A broken bundle shadows nothing")
  func brokenFirst() throws {
    let second = try TestBundles(own: [])
    try bundles.addFixture(contract: "2.0")
    try second.addFixture()
    let discovery = withExtendedLifetime(second) {
      PluginDiscovery(folders: [bundles.path, second.path])
    }
    #expect(discovery.bundles.map(\.manifest.id) == ["fixture"])
    #expect(discovery.refusals.count == 1)
  }

  @Test("Folders that do not exist are passed over")
  func noFolder() {
    let discovery = PluginDiscovery(folders: ["/does/not/exist", ""])
    #expect(discovery.bundles.isEmpty && discovery.refusals.isEmpty)
  }

  @Test("A bundle reached by a link is used")
  func linked() throws {
    let real = try bundles.addFixture()
    let links = try TestFolder()
    #expect(symlink(real.path(), links["fixture.reframeplugin"]) == 0)
    let discovery = withExtendedLifetime(links) { PluginDiscovery(folders: [links.path]) }
    #expect(discovery.bundles.map(\.manifest.id) == ["fixture"])
  }

  @Test("The project's own manifests are accepted")
  func own() throws {
    let own = try TestBundles(own: ["BlurFill", "EdgeFill", "MirrorFill", "SolidFill", "LocalEngine"])
    let discovery = withExtendedLifetime(own) { PluginDiscovery(folders: [own.path]) }
    #expect(discovery.refusals.map(\.reason) == [])
    #expect(discovery.bundles.count == 5)
  }

  /// The last two parts of a path, without doubled slashes.
  private func name(_ path: String?) -> String {
    (path ?? "").split(separator: "/").suffix(2).joined(separator: "/")
  }
}
