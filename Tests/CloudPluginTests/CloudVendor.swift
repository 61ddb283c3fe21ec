import FoundationEssentials
import ReframeSDK
import TestSupport
import Testing
import VendorDoubles

/// A cloud vendor as the tests see it: its plugin, its double, and what is the same for all but said in other words.
struct CloudVendor: Sendable, CustomTestStringConvertible {
  /// Name of the case.
  var name: String
  /// The plugin's target; its manifest names hosts and secrets.
  var target: String
  /// What the instance is made with.
  var configuration = "{}"
  /// File of the catalogue that has its models.
  let models: String
  /// Where its API is.
  let base: String
  /// Name of the key.
  let secret: String
  /// Words by which jobs wait, known and unknown.
  let waiting: [String]
  /// Whether a failure may have been charged for.
  let failureIsFree: Bool
  /// A failure's code and the kind that it is.
  let refusedForContent: (code: String, words: String)?
  let canCancel: Bool
  let takesBytes: Bool
  let make: @Sendable () -> VendorDouble

  var testDescription: String { name }

  static let eachlabs = CloudVendor(
    name: "eachlabs", target: "EachlabsProvider", models: "eachlabs", base: "https://api.eachlabs.ai/v1",
    secret: "EACHLABS_API_KEY",
    waiting: ["created", "starting", "processing", "reticulating"], failureIsFree: true,
    refusedForContent: nil, canCancel: true, takesBytes: true, make: { EachlabsDouble() })

  static let fashn = CloudVendor(
    name: "fashn", target: "FASHNProvider", models: "fashn", base: "https://api.fashn.ai",
    secret: "FASHN_API_KEY",
    waiting: ["starting", "in_queue", "processing", "reticulating"], failureIsFree: true,
    refusedForContent: ("ContentModerationError", "Not this one"), canCancel: false, takesBytes: true,
    make: { FASHNDouble() })

  static let lumaAgents = CloudVendor(
    name: "luma-agents", target: "LumaAgentsProvider", models: "luma-agents",
    base: "https://agents.lumalabs.ai/v1", secret: "LUMA_AGENTS_API_KEY",
    waiting: ["queued", "processing", "reticulating"], failureIsFree: false,
    refusedForContent: ("content_moderated", "Not this one"), canCancel: false, takesBytes: true,
    make: { LumaAgentsDouble() })

  static let dreamMachine = CloudVendor(
    name: "luma-dream-machine", target: "DreamMachineProvider", models: "luma-dream-machine",
    base: "https://api.lumalabs.ai/dream-machine/v1", secret: "LUMAAI_API_KEY",
    waiting: ["queued", "dreaming", "reticulating"], failureIsFree: false,
    refusedForContent: ("", "Frame moderation failed"), canCancel: false, takesBytes: false,
    make: { DreamMachineDouble() })

  /// Whether its pictures are JPEG unless it is told otherwise.
  var writesJPEG: Bool { name == "luma-dream-machine" }

  /// What it makes of a picture or video that is to be 9:16: its own size, an eighth of it a side.
  var result: [UInt8] {
    switch name {
    case "luma-agents": TinyPicture.mp4
    case "luma-dream-machine": TinyPicture.jpeg(width: 144, height: 256)
    case "fashn": TinyPicture.png(width: 95, height: 170)
    default: TinyPicture.png(width: 72, height: 128)
    }
  }

  /// All that have to pass the shared suite.
  static let all = [eachlabs, declaredEachlabs, fashn, lumaAgents, dreamMachine]

  /// The plugins that they need.
  static var targets: [String] { Set(all.map(\.target)).sorted() }

  /// The vendor's models, as they ship.
  func cards() throws -> [ModelCard] {
    struct File: Decodable { let models: [ModelCard] }
    let text = try Data(contentsOf: URL(filePath: "\(TestBundles.catalogue)/models/\(models).json"))
    return try JSON.decode(File.self, from: String(decoding: text, as: UTF8.self), what: models).models
  }

  /// A job for the model of that slug, or the first, with the defaults of its parameters.
  func job(
    _ slug: String? = nil, aspect: String = "9:16", _ parameters: [String: JSONValue] = [:]
  ) throws -> ReframeJob {
    let cards = try self.cards()
    let card = try #require(slug == nil ? cards.first : cards.first { $0.slug == slug })
    var job = ReframeJob(
      model: card.slug, outputs: [OutputRequest(aspect: try #require(AspectRatio(aspect)))])
    job.card = card
    job.source = SourceDescription()
    job.source?.size = PixelSize(width: 1200, height: 800)
    var values: [String: JSONValue] = [:]
    guard case .object(let properties)? = card.parameters["properties"] else { return job }
    for (name, schema) in properties where schema["role"]?.string != "aspect" {
      values[name] = schema["default"]
      // Needed, and without a default: the first word, or any.
      guard values[name] == nil, schema["role"]?.string != "source" else { continue }
      guard case .array(let required)? = card.parameters["required"], required.contains(.string(name)) else {
        continue
      }
      if case .array(let words)? = schema["enum"] {
        values[name] = words.first
      } else {
        values[name] = .string("a beach")
      }
    }
    job.parameters = .object(values.merging(parameters) { $1 })
    return job
  }
}
