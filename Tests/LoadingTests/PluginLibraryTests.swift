import CReframe
import Foundation
import ReframeSDK
import TestSupport
import Testing

@testable import Loading

@Suite("Libraries are opened, and refused with the reason")
struct PluginLibraryTests {
  private let bundles: TestBundles

  init() throws { bundles = try TestBundles(own: []) }

  /// Opens the bundle of a fixture under a library name that decides how it behaves.
  private func open(
    id: String = "fixture", version: String = "1.0.0", kinds: String = #"["detector", "fill"]"#,
    product: String = "libFixturePlugin.so", as library: String = "libFixture.so"
  ) throws -> PluginLibrary {
    let manifest = """
      {"id": "\(id)", "version": "\(version)", "contract": "1.0", "kinds": \(kinds), "library": "\(library)"}
      """
    try bundles.add(id: id, manifest: manifest, library: product, as: library)
    let bundle = try #require(PluginDiscovery(folders: [bundles.path]).bundles.first)
    return try PluginLibrary(bundle)
  }

  private func host() -> rf_host {
    var host = rf_host()
    host.size = UInt32(MemoryLayout<rf_host>.size)
    return host
  }

  private func instance<Table: PluginTable>(_ type: Table.Type, of library: PluginLibrary) throws
    -> PluginInstance<Table>
  {
    var host = host()
    return try library.instance(type, host: &host)
  }

  @Test("A plugin that keeps the contract is opened and makes instances")
  func opened() throws {
    let library = try open()
    let fill = try instance(rf_fill.self, of: library)
    #expect(fill.call { $0.size } == 32)
    let detector = try instance(rf_detector.self, of: library)
    #expect(detector.call { $0.size } == 32)
  }

  @Test(
    "A library that breaks a rule is refused",
    arguments: [
      ("libRefusing.so", ReframeError(.unsupported, "does not work with this host: it is not in the mood")),
      ("libStale.so", ReframeError(.unsupported, "the library speaks contract 2.1, this host 1.1")),
      ("libShort.so", ReframeError(.internalFault, "answers with an entry of an unknown size")),
      (
        "libLacking.so",
        ReframeError(.invalidArgument, "plugin.json promises a detector that the library lacks")
      ),
    ])
  func refused(library: String, error: ReframeError) {
    #expect(throws: error) { try open(as: library) }
  }

  @Test("A library without an entry is refused")
  func noEntry() {
    #expect(throws: ReframeError(.invalidArgument, "libVips.so has no entry named reframe_entry")) {
      try open(product: "libVipsCodec.so", as: "libVips.so")
    }
  }

  @Test("An id or version that the library does not bear out is refused")
  func identity() {
    #expect(
      throws: ReframeError(.invalidArgument, "plugin.json says 'other', the library says it is 'fixture'")
    ) {
      try open(id: "other")
    }
    #expect(throws: ReframeError(.invalidArgument, "plugin.json says version 1.0.1, the library says 1.0.0"))
    {
      try open(version: "1.0.1")
    }
  }

  @Test("A kind that the library does not make is refused")
  func kind() throws {
    #expect(throws: ReframeError(.invalidArgument, "plugin.json promises a pricing that the library lacks")) {
      try open(kinds: #"["fill", "pricing"]"#)
    }
  }

  @Test("A kind that was not promised is not made")
  func otherKind() throws {
    let library = try open()
    #expect(throws: ReframeError(.unsupported, "the plugin 'fixture' is no provider")) {
      try instance(rf_provider.self, of: library)
    }
  }

  @Test("What an instance could not be made for is passed on")
  func unmakeable() throws {
    let library = try open(as: "libUnmakeable.so")
    #expect(
      throws: ReframeError(
        .resourceExhausted, "the plugin 'fixture' cannot start: there is no room for a detector")
    ) {
      try instance(rf_detector.self, of: library)
    }
    _ = try instance(rf_fill.self, of: library)
  }

  @Test(
    "A table that cannot be called is refused before anybody calls it",
    arguments: [
      ("libHollow.so", "made a detector that lacks a function"),
      ("libSwapped.so", "has a factory of an unknown size or kind"),
    ])
  func uncallable(library: String, fault: String) throws {
    let library = try open(as: library)
    #expect(throws: ReframeError(.internalFault, "the plugin 'fixture' \(fault)")) {
      try instance(rf_detector.self, of: library)
    }
  }

  @Test("A damaged library is refused with the loader's words")
  func damaged() throws {
    let folder = try bundles.addFixture()
    let path = folder.appending(path: "libFixture.so")
    try Data(SharedLibraryHeaderTests.header).write(to: path)
    let bundle = try #require(PluginDiscovery(folders: [bundles.path]).bundles.first)
    let error = #expect(throws: ReframeError.self) { try PluginLibrary(bundle) }
    #expect(error?.kind == .invalidArgument)
    #expect(error?.message.hasPrefix("cannot be opened: ") == true)
    #expect(error?.message.contains("libFixture.so") == true)
  }

  @Test("Calls are serialised as the factory declares: detectors not at all, each fill for itself")
  func concurrency() throws {
    let library = try open()
    let detector = try instance(rf_detector.self, of: library)
    let detectorsMeet = Threads.meet(
      { body in detector.call { _ in body() } }, { body in detector.call { _ in body() } })
    #expect(detectorsMeet)
    let first = try instance(rf_fill.self, of: library)
    let second = try instance(rf_fill.self, of: library)
    let fillsMeet = Threads.meet(
      { body in first.call { _ in body() } }, { body in second.call { _ in body() } })
    #expect(fillsMeet)
    let most = Threads.mostAtOnce { body in first.call { _ in body() } }
    #expect(most == 1)
  }
}
