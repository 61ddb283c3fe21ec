import Foundation
import ReframeSDK
import TestSupport
import Testing

@testable import Loading

@Suite("What a shared library says of itself")
struct SharedLibraryTests {
  private func library(_ product: String) throws -> SharedLibrary {
    try SharedLibrary(path: TestBundles.products.appending(path: product).path())
  }

  @Test("Every plugin of ours exports its entry and nothing else", arguments: TestBundles.own)
  func own(target: String) throws {
    let library = try library("lib\(target).so")
    #expect(library.hasEntry && library.strangers == [])
    #expect(library.needed.contains("libc.so.6") && !library.builders.isEmpty)
    #expect(library.missing(folder: TestBundles.products.path()) == [])
  }

  @Test("Other symbols are told, and a missing entry")
  func others() throws {
    let codec = try library("libVipsCodec.so")
    #expect(!codec.hasEntry && !codec.strangers.isEmpty)
    #expect(codec.needed.contains { $0.hasPrefix("libvips.so") })
  }

  /// A copy of the fixture in which one needed library has a name that none has.
  private func incomplete(_ bundles: TestBundles) throws -> URL {
    let bundle = try bundles.addFixture()
    let file = bundle.appending(path: "libFixture.so")
    var bytes = [UInt8](try Data(contentsOf: file))
    let name = Array("libc.so.6".utf8)
    for index in bytes.indices.dropLast(name.count)
    where bytes[index..<index + name.count].elementsEqual(name) {
      bytes[index + 3] = UInt8(ascii: "q")
    }
    try Data(bytes).write(to: file)
    return bundle
  }

  @Test("A needed library that is nowhere is named, also where the plugin is opened")
  func missing() throws {
    let bundles = try TestBundles(own: [])
    let bundle = try incomplete(bundles)
    let library = try SharedLibrary(path: bundle.appending(path: "libFixture.so").path())
    #expect(library.missing(folder: bundle.path()) == ["libq.so.6"])
    let found = try #require(PluginDiscovery(folders: [bundles.path]).bundles.first)
    let error = #expect(throws: ReframeError.self) { try PluginLibrary(found) }
    #expect(
      error?.message.hasPrefix(
        "needs libq.so.6, which is not on this machine; install the package that has it (") == true)
  }

  @Test("Of spoiled tables nothing is believed")
  func spoiled() throws {
    let whole = [UInt8](
      try Data(contentsOf: TestBundles.products.appending(path: "libFixturePlugin.so")))
    let folder = try TestFolder()
    var generator = SplitMix64(seed: 3)
    for _ in 0..<300 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...40, using: &generator) {
        // The headers, the loader's tables and whatever else is near the beginning.
        let index = Int.random(in: 16..<min(4096, bytes.count), using: &generator)
        bytes[index] = UInt8.random(in: 0...255, using: &generator)
      }
      let path = try folder.write(bytes, to: "l.so")
      _ = try? SharedLibrary(path: path).missing(folder: folder.path)
    }
  }

  @Test("A library that was replaced after it was checked is not opened")
  func replaced() throws {
    let bundles = try TestBundles(own: [])
    let file = try bundles.addFixture().appending(path: "libFixture.so")
    let bundle = try #require(PluginDiscovery(folders: [bundles.path]).bundles.first)
    let copy = try Data(contentsOf: file)
    try FileManager.default.removeItem(at: file)
    try copy.write(to: file)
    let reason = ReframeError(
      .invalidArgument,
      "libFixture.so was replaced after it was checked; run the command again, if you know who did it")
    #expect(throws: reason) { try PluginLibrary(bundle) }
    _ = try PluginLibrary(try #require(PluginDiscovery(folders: [bundles.path]).bundles.first))
  }
}
