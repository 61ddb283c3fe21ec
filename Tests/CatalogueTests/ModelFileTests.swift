import ReframeSDK
import Testing

@testable import Catalogue

@Suite("A file of model cards")
struct ModelFileTests {
  private static let card = """
    "slug": "m", "vendor": "v", "title": "t", "medium": "image", "lifecycle": "stable", "modes": ["auto"],
    "formats": ["png"], "outputLimit": 1
    """

  private static func text(_ more: String = "", parameters: String = "{}", card: String = card) -> String {
    #"{"schema": "reframe.models/1", "models": [{\#(card), "parameters": \#(parameters), "pricing": null\#(more)}]}"#
  }

  private static func text(property: String) -> String {
    text(parameters: #"{"properties": {"p": \#(property)}}"#)
  }

  @Test("is read")
  func read() throws {
    #expect(try ModelFile(Self.text()).models.map(\.slug) == ["m"])
  }

  static let faults: [(String, String)] = [
    ("", "1:1: the text is empty"), ("{}", "'schema' is missing"),
    (
      #"{"schema": "reframe.models/2", "models": []}"#,
      "schema: this host reads reframe.models/1, not 'reframe.models/2'"
    ),
    (#"{"schema": "reframe.models/1", "models": [{}]}"#, "models[0]: 'slug' is missing"),
    (
      text(card: card.replacing("\"m\"", with: "\"../M\"")),
      "models[0].slug: '../M' is not of lower-case letters, digits, '-', '_', '.' and '/'"
    ),
    (text(card: card.replacing("\"t\"", with: "\"\"")), "models[0].title: is empty"),
    (text(card: card.replacing("1", with: "0")), "models[0].outputLimit: is not positive"),
    (text(#", "sourceByteLimit": -1"#), "models[0].sourceByteLimit: is not positive"),
    (
      text(#", "averageSeconds": 9, "slowestSeconds": 2"#),
      "models[0].slowestSeconds: is less than averageSeconds"
    ),
    (text(#", "aspects": ["0:1"]"#), "models[0].aspects[0]: '0:1' is not a ratio"),
    (
      text(#", "resolutions": [{"name": "1k"}, {"name": "1k"}]"#),
      "models[0].resolutions: a name is there twice"
    ),
    (
      text(#", "outputSizes": [{"aspect": "1:1", "resolution": "9k", "size": {"width": 1, "height": 1}}]"#),
      "models[0].outputSizes[0].resolution: '9k' is none of the card's resolutions"
    ),
    (
      text(#", "aspects": ["2:1"], "outputSizes": [{"aspect": "1:1", "size": {"width": 1, "height": 1}}]"#),
      "models[0].outputSizes[0].aspect: 1:1 is none of the card's ratios"
    ),
    (
      text(#", "outputSizes": [{"aspect": "1:1", "size": {"width": 0, "height": 1}}]"#),
      "models[0].outputSizes[0].size: is not positive"
    ),
    (
      text(card: card.replacing("image", with: "imge")),
      "models[0].medium: 'imge' is none of image, video; did you mean 'image'?"
    ),
    (
      text(card: card.replacing("stable", with: "x")),
      "models[0].lifecycle: 'x' is none of experimental, stable, deprecated"
    ),
    (
      text(card: card.replacing("auto", with: "corp")),
      "models[0].modes[0]: 'corp' is none of auto, crop, expand, carve; did you mean 'crop'?"
    ),
    (
      text(card: card.replacing("png", with: "gif")),
      "models[0].formats[0]: 'gif' is none of jpeg, png, webp, mp4"
    ),
    (text(property: "{}"), "models[0].parameters.properties.p.type: is missing or unknown"),
    (text(property: #"{"type": "text"}"#), "models[0].parameters.properties.p.type: is missing or unknown"),
    (
      text(property: #"{"type": "integer", "maximum": 4, "default": 5}"#),
      "models[0].parameters.properties.p.default: 'p' is above 4"
    ),
    (
      text(property: #"{"type": "string", "role": "size"}"#),
      "models[0].parameters.properties.p.role: 'size' is none of source, aspect, resolution, count, format, prompt, seed"
    ),
    (
      text(
        parameters:
          #"{"properties": {"a": {"type": "string", "role": "count"}, "b": {"type": "string", "role": "count"}}}"#
      ),
      "models[0].parameters.properties.b.role: another parameter is 'count' already"
    ),
  ]

  @Test("that is wrong is refused with the place", arguments: faults)
  func wrong(text: String, fault: String) {
    #expect(throws: ReframeError(.invalidArgument, fault)) { try ModelFile(text) }
  }

  @Test("may be of one revision only, but a plugin's card has words of a later one")
  func laterWords() throws {
    var card = ModelCard(slug: "m", vendor: "v", title: "t", medium: .init(rawValue: "sound"))
    card.modes.append(.init(rawValue: "uncrop"))
    let later = JSONValue.object(["type": .string("string"), "role": .string("voice")])
    card.parameters = .object(["properties": .object(["a": later, "b": later])])
    #expect(card.fault == nil)
    #expect(card.wordFault == "medium: 'sound' is none of image, video")
  }

  @Test("may not name a model twice")
  func twice() {
    let card = "{\(Self.card), \"parameters\": {}, \"pricing\": null}"
    #expect(throws: ReframeError(.invalidArgument, "models[1].slug: 'm' is there twice")) {
      try ModelFile(#"{"schema": "reframe.models/1", "models": [\#(card), \#(card)]}"#)
    }
  }
}
