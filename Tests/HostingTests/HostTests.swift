import CReframe
import FoundationEssentials
import TestSupport
import Testing

@testable import Hosting
@testable import Loading
@testable import ReframeSDK

@Suite("The host finds and opens plugins")
struct HostTests {
  /// The solid fill; each test adds a fixture of its own.
  private let bundles: TestBundles

  init() throws { bundles = try TestBundles(own: ["SolidFill"]) }

  @Test("A plugin is opened when it is first asked for, and once")
  func opened() throws {
    try bundles.addFixture()
    let host = Host(bundles)
    #expect(try host.library("fixture") === host.library("fixture", for: .fill))
    #expect(try host.fill("fixture") === host.fill(nil))
    #expect(try host.detector(nil) === host.detector("fixture"))
  }

  @Test("An id that nobody has is refused with the nearest of the kind, each time anew")
  func unknown() throws {
    try bundles.addFixture()
    let host = Host(bundles)
    #expect(
      throws: ReframeError(
        .notFound, "there is no fill 'fixtur'; did you mean 'fixture'? (known: fixture, solid)")
    ) { try host.fill("fixtur") }
    #expect(
      throws: ReframeError(
        .notFound, "there is no detector 'fixtur'; did you mean 'fixture'? (known: fixture)")
    ) { try host.detector("fixtur") }
    #expect(throws: ReframeError(.notFound, "there is no fill 'generative' (known: fixture, solid)")) {
      try host.fill("generative")
    }
    #expect(throws: ReframeError(.notFound, "there is no plugin '' (known: fixture, solid)")) {
      try host.library("")
    }
    #expect(
      throws: ReframeError(
        .notFound, "there is no provider 'local': no provider plugins were found; see 'reframe plugin list'")
    ) { try host.provider(nil) }
  }

  @Test("A plugin of another kind is refused")
  func otherKind() throws {
    try bundles.addFixture()
    let host = Host(bundles)
    #expect(throws: ReframeError(.unsupported, "the plugin 'fixture' is no provider")) {
      try host.provider("fixture")
    }
  }

  @Test("Why a bundle was refused is passed on")
  func refused() throws {
    try bundles.addFixture(contract: "2.0")
    let host = Host(bundles)
    let path = try #require(host.discovery.refusals.first?.path)
    #expect(
      throws: ReframeError(
        .notFound,
        "the plugin 'fixture' at \(path) was refused: plugin.json:1:39: contract: built for contract 2.0, and this host speaks 1.1; "
          + "get a version of the plugin for 1.x")
    ) { try host.fill("fixture") }
  }

  @Test(
    "Why a library was refused is passed on, every time it is asked for",
    arguments: [
      ("libRefusing.so", .unsupported, "does not work with this host: it is not in the mood"),
      ("libShort.so", .internalFault, "answers with an entry of an unknown size"),
    ] as [(String, ReframeError.Kind, String)])
  func refusing(library: String, kind: ReframeError.Kind, reason: String) throws {
    let folder = try bundles.addFixture(library: library)
    let host = Host(bundles)
    let error = ReframeError(kind, "the plugin 'fixture' at \(folder.path()) was refused: \(reason)")
    for _ in 0..<2 { #expect(throws: error) { try host.fill("fixture") } }
  }

  @Test("An instance that cannot be made fails with the plugin's words; the plugin's others are made")
  func unmakeable() throws {
    try bundles.addFixture(library: "libUnmakeable.so")
    let host = Host(bundles)
    #expect(
      throws: ReframeError(
        .resourceExhausted, "the plugin 'fixture' cannot start: there is no room for a detector")
    ) {
      try host.detector("fixture")
    }
    _ = try host.fill("fixture")
  }

  @Test("Parameters reach a fill only if its manifest declares them")
  func fillParameters() throws {
    let host = Host(bundles)
    var job = ReframeJob(model: "local/reframe", outputs: [])
    job.fill = "solid"
    try host.checkFillParameters(job)
    job.fillParameters = .object(["color": .string("#fff")])
    try host.checkFillParameters(job)
    job.fillParameters = .object(["colour": .string("#fff")])
    let error = #expect(throws: ReframeError.self) { try host.checkFillParameters(job) }
    #expect(error?.kind == .invalidArgument)
    #expect(
      error?.message.hasPrefix("fill 'solid': there is no parameter 'colour'; did you mean 'color'? ") == true
    )
    job.fillParameters = .object(["color": .number(1)])
    #expect(throws: ReframeError(.invalidArgument, "fill 'solid': 'color' is not of the type string")) {
      try host.checkFillParameters(job)
    }
  }
}

extension Host {
  /// A host that sees just these bundles, which must outlive it, and prefers the fixture.
  convenience init(_ bundles: TestBundles?) {
    var configuration = HostConfiguration(explicit: [], environment: [:])
    configuration.pluginFolders = bundles.map { [$0.path] } ?? []
    configuration.detector = "fixture"
    configuration.fill = "fixture"
    self.init(configuration)
  }
}
