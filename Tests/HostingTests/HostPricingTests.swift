import ReframeSDK
import TestSupport
import Testing

@testable import Hosting

@Suite("The host asks for prices")
struct HostPricingTests {
  private func quote(_ library: String) throws -> Quote {
    let bundles = try TestBundles(own: [])
    try bundles.add(
      id: "fixture",
      manifest: #"""
        {"id": "fixture", "version": "1.0.0", "contract": "1.0", "kinds": ["pricing"], "library": "\#(library)"}
        """#, library: "libFixturePlugin.so", as: library)
    var card = ModelCard(slug: "m", vendor: "v", title: "t")
    card.pricing = .object(["calculator": .string("fixture")])
    return try Host(bundles).quote(ReframeJob(model: "m", outputs: []), card: card)
  }

  @Test("and hands on what the calculator says")
  func sound() throws {
    let quote = try quote("libPricing.so")
    #expect(quote.expected == Money(micros: 1, unit: "USD"))
    #expect(quote.maximum == Money(micros: 2, unit: "USD"))
  }

  @Test(
    "and refuses amounts that cannot be",
    arguments: [
      "libPricingNegative.so", "libPricingAbove.so", "libPricingMixed.so", "libPricingHalf.so",
    ])
  func unsound(library: String) {
    #expect(
      throws: ReframeError(.internalFault, "the calculator 'fixture' gave amounts that cannot be")
    ) { try quote(library) }
  }

  @Test("and passes on why there is none")
  func failing() {
    #expect(throws: ReframeError(.unsupported, "no such rule")) { try quote("libPricingFailing.so") }
    let error = #expect(throws: ReframeError.self) { try quote("libPricingCut.so") }
    #expect(error?.message.hasPrefix("the quote of 'fixture': ") == true)
  }

  @Test("only of a calculator that the card names")
  func unnamed() throws {
    let host = Host(try TestBundles(own: []))
    let card = ModelCard(slug: "m", vendor: "v", title: "t")
    #expect(
      throws: ReframeError(.invalidArgument, "the card of 'm' names no pricing calculator")
    ) { try host.quote(ReframeJob(model: "m", outputs: []), card: card) }
  }

  @Test("The size of a picture is read from its header alone")
  func size() throws {
    let bundles = try TestBundles(own: ["LocalEngine"])
    let folder = try TestFolder()
    // A PNG of 300 x 200 that ends before its first pixel.
    let header: [UInt8] = [
      0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 1, 44, 0, 0,
      0, 200,
      8, 2, 0, 0, 0,
    ]
    let path = try folder.write(header + [0, 0, 0, 0, 0, 0, 0, 0, 0x49, 0x44, 0x41, 0x54], to: "a.png")
    let host = Host(bundles)
    #expect(try host.size(of: try SourceFile(path: path)) == PixelSize(width: 300, height: 200))
  }
}
