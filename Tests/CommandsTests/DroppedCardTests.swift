@testable import Commands
import Foundation
import ReframeSDK
import TestSupport
import Testing
import VendorDoubles

@Suite("A model card dropped into the user's folder")
struct DroppedCardTests {
  /// A model of Eachlabs under a name, with parameters and at a price of the user's own.
  private static let card = """
    {"slug": "mine/photon", "vendor": "Eachlabs", "provider": "eachlabs", "model": "reframe-image",
     "title": "Photon as I call it", "medium": "image", "lifecycle": "experimental", "modes": ["auto", "expand"],
     "aspects": ["9:16", "1:1"], "formats": ["png"], "outputLimit": 1, "averageSeconds": 4, "limits": {"concurrent": 2},
     "parameters": {"type": "object", "required": ["picture"], "properties": {
       "picture": {"type": "string", "role": "source"},
       "ratio": {"type": "string", "role": "aspect", "enum": ["9:16", "1:1"]},
       "grade": {"type": "string", "enum": ["photon-flash-1", "photon-1"], "default": "photon-flash-1",
         "description": "how good it is to be"}}},
     "map": {"picture": "image", "ratio": "aspect_ratio", "grade": "model"},
     "pricing": {"calculator": "value-match", "unit": "USD", "per": "run", "prices": [
       {"when": {"grade": "photon-flash-1"}, "amount": "0.01"}, {"when": {"grade": "photon-1"}, "amount": "0.03"}]}}
    """

  private func bench(_ cards: String = card, name: String = "mine") throws -> (RoutedBench, VendorDouble) {
    var bench = try RoutedBench()
    bench.environment["HOME"] = "~/home"
    let eachlabs = try bench.eachlabs()
    try bench.write("")
    try bench.sandbox.folder.write(
      #"{"$schema": "https://example.com/models.schema.json", "schema": "reframe.models/1", "models": [\#(cards)]}"#
        .utf8,
      to: "home/.config/reframe/models/\(name).json")
    return (bench, eachlabs)
  }

  @Test("is listed, quoted and sold; its provider gets its own names")
  func sold() throws {
    let (bench, eachlabs) = try bench()
    #expect(
      bench.command("models").output.contains(
        "mine/photon                      Eachlabs     images, 2 ratios   $0.01-0.03 a run"))
    let shown = bench.command("models", "show", "mine/photon").output
    #expect(
      shown.contains(
        "grade    string  photon-flash-1 | photon-1 (default photon-flash-1)  how good it is to be"))
    let quote = bench.command(
      "quote", "~/a.png", "-a", "9:16", "--model", "mine/photon", "-p", "grade=photon-1")
    #expect(quote.output.contains("mine/photon  Eachlabs  $0.03"), "\(quote.error)")

    let outcome = bench.reframe("-m", "expand", "--model", "mine/photon", "-p", "grade=photon-1")
    #expect(outcome.code == .success, "\(outcome.error)")
    #expect(outcome.error.contains("by mine/photon at eachlabs for $0.03"))
    let request = try #require(eachlabs.jobs.values.first?.request)
    #expect(request["model"] == .string("reframe-image"))
    #expect(request["input"]?["model"] == .string("photon-1"))
    #expect(request["input"]?["aspect_ratio"] == .string("9:16"))
    #expect(request["input"]?["image"] != nil && request["input"]?["picture"] == nil)
    #expect(bench.spent() == ["mine/photon,USD,0.03,0,0,0,1,0"])
  }

  private static let faults: [(String, String)] = [
    (
      card.replacing("averageSeconds", with: "averageSecond"),
      "mine.json:3:68: models[0].averageSecond: there is no such member; did you mean 'averageSeconds'?"
    ),
    (
      card.replacing(#""averageSeconds": 4"#, with: #""averageSeconds": "4""#),
      "models[0].averageSeconds: expected a number"
    ),
    (
      card.replacing("\"default\"", with: "\"defualt\""),
      "models[0].parameters.properties.grade.defualt: there is no such member; did you mean 'default'?"
    ),
    (
      card.replacing("\"grade\": \"model\"", with: "\"grad\": \"model\""),
      "models[0].map.grad: is none of the card's parameters; did you mean 'grade'?"
    ),
    (
      card.replacing("\"grade\": \"model\"", with: "\"grade\": \"image\""),
      "models[0].map.grade: the parameter 'picture' is called 'image' already"
    ),
    (
      card.replacing("\"required\": [\"picture\"]", with: "\"required\": [\"pictures\"]"),
      "models[0].parameters.required[0]: there is no parameter 'pictures'; did you mean 'picture'?"
    ),
    (
      card.replacing("\"amount\": \"0.03\"", with: "\"amount\": 0.03"),
      "models[0].pricing.prices[1].amount: write the amount as a text such as \"0.005\"; a JSON number is not exact"
    ),
    (
      card.replacing("\"unit\": \"USD\"", with: "\"unit\": \"usd\""),
      "models[0].pricing.unit: 'usd' is no known unit"
    ),
    (
      card.replacing(", {\"when\": {\"grade\": \"photon-1\"}, \"amount\": \"0.03\"}", with: ""),
      "models[0].pricing: gap: 'card' has no price for grade=photon-1"
    ),
    (card + "," + card, "models[1].slug: 'mine/photon' is there twice"),
    ("{" + card, "expected the name of a member in double quotes, found '{'"),
  ]

  @Test("that is wrong is refused with file, line and reason, and all else works", arguments: faults.indices)
  func refused(index: Int) throws {
    let (text, reason) = Self.faults[index]
    let (bench, _) = try bench(text)
    let outcome = bench.command("models")
    #expect(outcome.code == .success && outcome.output.contains("\nlocal/reframe "))
    let prefix = "reframe: not used: ~/home/.config/reframe/models/mine.json:"
    #expect(outcome.error.hasPrefix(prefix), "\(outcome.error)")
    #expect(outcome.error.contains(reason), "\(outcome.error)")
    #expect(outcome.error.dropFirst(prefix.count).prefixMatch(of: #/\d+:\d+: /#) != nil)
  }
}
