import Foundation
import ReframeSDK
import StrictJSON
import Testing
import TestSupport

@testable import Catalogue

/// The published schema must say what the reader does: editors go by the one, the command by the other.
@Suite("The published schema of model cards")
struct ModelSchemaTests {
  private let card: JSONValue

  init() throws {
    let file = TestBundles.repository.appending(path: "SDK/Schemas/models.schema.json")
    let schema = try JSONText([UInt8](Data(contentsOf: file))).value
    card = try #require(schema["properties"]?["models"]?["items"])
  }

  private func names(_ schema: JSONValue?) -> Set<String> {
    guard case .object(let members) = schema?["properties"] else { return [] }
    return Set(members.keys)
  }

  private func words(_ schema: JSONValue?) -> [String] {
    guard case .array(let values) = schema?["enum"] else { return [] }
    return values.compactMap(\.string)
  }

  /// A card in which every member is there.
  private static let whole = """
    {"slug": "m", "vendor": "v", "provider": "p", "model": "x", "title": "t", "medium": "image", "lifecycle": "stable",
     "qualityTier": 1, "modes": ["auto"], "placement": "pixels", "aspects": ["1:1"], "formats": ["png"], "outputLimit": 1,
     "sourcePixelLimit": 1, "averageSeconds": 1, "slowestSeconds": 1, "imageCountLimit": 1, "takesSizes": true,
     "resolutions": [{"name": "1k", "aspects": ["1:1"]}],
     "outputSizes": [{"aspect": "1:1", "resolution": "1k", "size": {"width": 1, "height": 1}}],
     "takesAddressesOnly": true, "sourceFormats": ["image/png"], "sourceByteLimit": 1, "sourceSideLimit": 1,
     "sourceMillisecondLimit": 1, "sourceRatioMargin": 0.1,
     "limits": {"concurrent": 1, "rateCount": 1, "rateMilliseconds": 1, "pool": "p"}, "videoFormats": ["video/mp4"],
     "pages": ["https://x"], "notes": ["n"], "map": {"a": "b"}, "pricing": null,
     "parameters": {"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "description": "d",
       "role": "prompt", "default": "x", "enum": ["x"], "minimum": 0, "maximum": 1, "minLength": 1, "maxLength": 2}}}}
    """

  private func isRead(_ card: [String: JSONValue]) throws -> Bool {
    let file = JSONValue.object([
      "schema": .string(ModelFile.currentSchema), "models": .array([.object(card)]),
    ])
    return (try? ModelFile(try JSON.encode(file))) != nil
  }

  private func wholeCard() throws -> [String: JSONValue] {
    guard case .object(let members) = try JSONText(Self.whole).value else { return [:] }
    return members
  }

  @Test("names the members that the reader knows")
  func members() throws {
    #expect(names(card) == Set(JSONPlace.cardMembers))
    #expect(names(card) == Set(try wholeCard().keys))
    #expect(names(card["properties"]?["limits"]) == Set(JSONPlace.limitMembers))
    let parameters = card["properties"]?["parameters"]
    #expect(
      names(parameters?["properties"]?["properties"]?["additionalProperties"])
        == Set(JSONPlace.parameterMembers))
  }

  @Test("names the words that the reader knows")
  func vocabulary() {
    let members = card["properties"]
    #expect(words(members?["medium"]) == ModelCard.Medium.allCases.map(\.rawValue))
    #expect(words(members?["lifecycle"]) == ModelCard.Lifecycle.allCases.map(\.rawValue))
    #expect(words(members?["placement"]) == ModelCard.PlacementUnit.allCases.map(\.rawValue))
    #expect(words(members?["modes"]?["items"]) == ReframeMode.allCases.map(\.rawValue))
    #expect(words(members?["formats"]?["items"]) == OutputFormat.allCases.map(\.rawValue))
    let parameter = members?["parameters"]?["properties"]?["properties"]?["additionalProperties"]
    #expect(words(parameter?["properties"]?["role"]) == ModelCard.ParameterRole.allCases.map(\.rawValue))
  }

  @Test("requires what the reader requires, and nothing else")
  func required() throws {
    let whole = try wholeCard()
    #expect(try isRead(whole))
    guard case .array(let required) = card["required"] else {
      Issue.record("nothing is required")
      return
    }
    for name in whole.keys {
      var less = whole
      less[name] = nil
      // Sizes by name need the names, and what is mapped needs to be there.
      if name == "resolutions" { less["outputSizes"] = nil }
      if name == "parameters" { less["map"] = nil }
      #expect(try isRead(less) != required.contains(.string(name)), "\(name)")
    }
  }

  @Test("gives every member the type that the reader wants")
  func types() throws {
    let whole = try wholeCard()
    let samples: [String: JSONValue] = [
      "string": .string("?"), "number": .number(1.5), "boolean": .bool(true), "array": .array([]),
      "object": .object([:]),
    ]
    for name in whole.keys where name != "pricing" {
      let schema = card["properties"]?[name]
      let type = schema?["type"]?.string ?? "string"
      let isNumber = ["integer", "number"].contains(type)
      for (other, value) in samples where other != type && !(isNumber && other == "number") {
        var wrong = whole
        wrong[name] = value
        #expect(try !isRead(wrong), "\(name) is \(other)")
      }
      guard schema?["minimum"] != nil || schema?["exclusiveMinimum"] != nil else { continue }
      var zero = whole
      zero[name] = .number(0)
      #expect(try !isRead(zero), "\(name) is 0")
    }
  }
}
