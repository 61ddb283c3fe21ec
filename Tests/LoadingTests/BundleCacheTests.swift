import Foundation
import TestSupport
import Testing

@testable import Loading

@Suite("What many bundles said is kept")
struct BundleCacheTests {
  private let folder: TestFolder
  private var cache: String { folder["cache/reframe/bundles"] }

  /// Enough bundles to be worth a file, all but the header of whose libraries is missing.
  init() throws {
    folder = try TestFolder()
    for index in 0..<70 { try add("p\(index)") }
  }

  private func add(_ id: String, version: String = "1") throws {
    let manifest =
      #"{"id": "\#(id)", "version": "\#(version)", "contract": "1.0", "kinds": ["fill", "detector"], "library": "l.so", "#
      + #""hosts": [], "secrets": ["A", "B"], "name": "Name", "acceptsCards": false, "concurrency": "concurrent"}"#
    try folder.write(manifest.utf8, to: "plugins/\(id).reframeplugin/plugin.json")
    try folder.write(SharedLibraryHeaderTests.header, to: "plugins/\(id).reframeplugin/l.so")
  }

  private func discover() -> PluginDiscovery {
    PluginDiscovery(folders: [folder["plugins"]], cache: cache)
  }

  /// Sets back when everything was changed, as what has just been written is not kept: it may change again.
  private func settled(_ discovery: PluginDiscovery) throws -> [PluginBundle] {
    try discovery.bundles.map { bundle in
      try PluginBundle(path: bundle.path, manifest: bundle.manifest, files: bundle.files.settled)
    }
  }

  @Test("An entry is read back as it was written, and only for the files that it was written for")
  func roundTrip() throws {
    let bundles = try settled(discover())
    #expect(bundles.count == 70)
    BundleCache().update(file: cache, with: bundles)
    let known = try #require(BundleCache(file: cache))
    let entries = try bundles.map { try #require(known.entry($0.path)) }
    #expect(entries.map(\.manifest) == bundles.map(\.manifest))
    #expect(entries.map(\.files) == bundles.map(\.files))
    // The files on disk are of another time than the settled ones.
    #expect(known.bundle("p1.reframeplugin", in: AT_FDCWD, path: bundles[0].path) == nil)
  }

  @Test("What was just written is not kept, as it may change within the same tick")
  func young() throws {
    _ = discover()
    let known = try #require(BundleCache(file: cache))
    #expect(known.entry(folder["plugins/p1.reframeplugin"]) == nil)
  }

  @Test("A file that was changed, cut or opened to others is not believed")
  func damaged() throws {
    BundleCache().update(file: cache, with: try settled(discover()))
    let whole = try folder.bytes("cache/reframe/bundles")
    for index in stride(from: 0, to: whole.count, by: 97) {
      var bytes = whole
      bytes[index] ^= 4
      try folder.write(bytes, to: "cache/reframe/bundles")
      #expect(BundleCache(file: cache) == nil)
      try folder.write(whole.prefix(index), to: "cache/reframe/bundles")
      #expect(BundleCache(file: cache) == nil)
    }
    try folder.write(whole, to: "cache/reframe/bundles")
    #expect(chmod(cache, 0o666) == 0)
    #expect(BundleCache(file: cache) == nil)
    #expect(chmod(cache, 0o600) == 0)
    #expect(BundleCache(file: cache) != nil)
    #expect(discover().bundles.count == 70)
  }

  @Test("Few bundles are not worth a file")
  func few() throws {
    for index in 0..<10 {
      try FileManager.default.removeItem(atPath: folder["plugins/p\(index).reframeplugin"])
    }
    #expect(discover().bundles.count == 60)
    #expect(!FileManager.default.fileExists(atPath: cache))
  }

  @Test("Where it cannot be written, everything is found all the same")
  func unwritable() throws {
    try folder.write([], to: "cache")
    #expect(discover().bundles.count == 70)
    #expect(folder.names.filter { $0.hasPrefix("cache") } == ["cache"])
  }
}

extension PluginBundle.Files {
  /// The same as if nothing had been changed since 1970.
  fileprivate var settled: PluginBundle.Files {
    var copy = self
    withUnsafeMutableBytes(of: &copy) { bytes in
      let words = bytes.bindMemory(to: Int64.self)
      // Each of the three has its times fourth and fifth.
      for file in 0..<3 { words[6 * file + 4] = 1 }
    }
    return copy
  }
}
