import ReframeSDK
import Testing

@testable import Catalogue

@Suite("A wish in the words of a model")
struct FittingTests {
  private func job(_ aspect: String = "1:1", _ size: PixelSize? = nil) throws -> ReframeJob {
    ReframeJob(model: "", outputs: [OutputRequest(aspect: try #require(AspectRatio(aspect)), size: size)])
  }

  private var card: ModelCard {
    get throws {
      var card = ModelCard(slug: "m", vendor: "v", title: "t")
      card.aspects = [try #require(AspectRatio("1:1")), try #require(AspectRatio("9:16"))]
      card.formats = [.png, .jpeg]
      card.imageCountLimit = 4
      card.resolutions = [.init(name: "1k"), .init(name: "2k", aspects: [try #require(AspectRatio("1:1"))])]
      card.outputSizes = [
        .init(
          aspect: try #require(AspectRatio("9:16")), resolution: "1k",
          size: PixelSize(width: 760, height: 1360))
      ]
      let text = """
        {"properties": {
          "res": {"type": "string", "role": "resolution", "enum": ["1k", "2k"], "default": "1k"},
          "n": {"type": "integer", "role": "count", "minimum": 1, "maximum": 4},
          "kind": {"type": "string", "role": "format", "enum": ["jpg", "png"]},
          "ratio": {"type": "string", "role": "aspect"}, "flag": {"type": "boolean"}}}
        """
      card.parameters = try JSON.decode(JSONValue.self, from: text, what: "schema")
      return card
    }
  }

  private func reasons(_ wanted: Wanted, _ card: ModelCard) -> [String] {
    Fitting(wanted, to: card).exclusions.map { "\($0.what): \($0.reason)" }
  }

  @Test("has the model's defaults, counts and formats")
  func words() throws {
    var job = try job("9:16")
    job.imageCount = 3
    job.outputs[0].format = .jpeg
    let fitting = Fitting(Wanted(job, parameters: [("flag", "true")]), to: try card)
    #expect(fitting.exclusions.isEmpty)
    #expect(
      fitting.job.parameters
        == .object(["res": .string("1k"), "n": .number(3), "kind": .string("jpg"), "flag": .bool(true)]))
    #expect(fitting.job.outputs[0].size == PixelSize(width: 760, height: 1360))
    #expect(fitting.job.model == "m")
  }

  @Test("A size that a ratio comes out at stands for that ratio and resolution")
  func size() throws {
    let fitting = Fitting(Wanted(try job("760:1360", PixelSize(width: 760, height: 1360))), to: try card)
    #expect(fitting.exclusions.isEmpty)
    #expect(fitting.job.outputs[0].aspect.description == "9:16")
    #expect(fitting.job.parameters["res"] == .string("1k"))
    #expect(
      reasons(Wanted(try job("1:1", PixelSize(width: 5, height: 5))), try card)
        == ["size: 5x5 is not offered; it makes 760x1360"])
  }

  @Test("Limits of the source")
  func source() throws {
    var card = try card
    card.sourceFormats = ["image/png", "video/*"]
    card.sourceByteLimit = 10
    card.sourceSideLimit = 100
    card.sourcePixelLimit = 5000
    card.sourceMillisecondLimit = 1500
    var job = try job()
    var source = SourceDescription()
    source.mediaType = "video/mp4"
    source.byteCount = 10
    source.size = PixelSize(width: 100, height: 50)
    source.durationMilliseconds = 1500
    job.source = source
    #expect(reasons(Wanted(job), card) == [])
    source.mediaType = "image/jpeg"
    source.byteCount = 11
    source.size = PixelSize(width: 101, height: 50)
    source.durationMilliseconds = 1501
    job.source = source
    #expect(
      reasons(Wanted(job), card) == [
        "format: the source is image/jpeg; it reads image/png, video/*",
        "bytes: the source has 11 bytes; at most 10 are taken",
        "duration: the source is 1.501 s long; at most 1.5 s are taken",
        "size: the source is 101x50; at most 100 pixels a side are taken",
        "size: the source has 5050 pixels; at most 5000 are taken",
      ])
  }

  @Test("A source that has the ratio already, where such are refused")
  func sameRatio() throws {
    var card = try card
    var job = try job("9:16")
    job.source = SourceDescription()
    let rows: [(Int, Int, Bool)] = [
      (900, 1600, true), (918, 1600, true), (919, 1600, false), (882, 1600, true), (881, 1600, false),
    ]
    for (width, height, isRefused) in rows {
      job.source?.size = PixelSize(width: width, height: height)
      card.sourceRatioMargin = 0.02
      #expect(
        reasons(Wanted(job), card)
          == (isRefused
            ? ["ratio: the source is \(width)x\(height), which is 9:16 already, and such sources are refused"]
            : []))
      card.sourceRatioMargin = nil
      #expect(reasons(Wanted(job), card) == [])
    }
  }

  @Test("A length beyond all reason is told as any other")
  func longest() throws {
    var card = try card
    card.sourceMillisecondLimit = 1
    var job = try job()
    job.source = SourceDescription()
    job.source?.durationMilliseconds = .max
    #expect(
      reasons(Wanted(job), card)
        == ["duration: the source is 9223372036854775.807 s long; at most 0.001 s are taken"])
  }

  @Test(
    "Parameters of the wrong kind",
    arguments: [
      ("n", "5", "'n' is above 4"), ("n", "1.5", "'n' is not of the type integer"),
      ("n", "many", "'n' is not of the type integer"), ("flag", "yes", "'flag' is not of the type boolean"),
      ("res", "9k", "'res' is none of 1k, 2k"),
      ("ratio", "1:1", "'ratio' is said by the source and --aspect"),
      ("size", "1", "it has no parameter 'size'"),
    ])
  func parameters(name: String, text: String, reason: String) throws {
    #expect(reasons(Wanted(try job(), parameters: [(name, text)]), try card) == ["parameter: \(reason)"])
  }

  @Test("What is said twice must be the same")
  func twice() throws {
    var job = try job()
    job.imageCount = 2
    #expect(reasons(Wanted(job, parameters: [("n", "3")]), try card) == ["parameter: 'n' and --count differ"])
    #expect(reasons(Wanted(job, parameters: [("n", "2")]), try card) == [])
    #expect(
      reasons(Wanted(try self.job(), resolution: "1k", parameters: [("res", "2k")]), try card)
        == ["parameter: 'res' is both 2k and 1k"])
  }

  @Test("Formats, ratios and resolutions that are not offered")
  func offered() throws {
    var job = try job("9:16")
    job.outputs[0].format = .webp
    #expect(
      reasons(Wanted(job, resolution: "2k"), try card) == [
        "format: webp is not offered; it writes png, jpeg",
        "resolution: 2k is not offered for 9:16, only for 1:1",
      ])
    #expect(
      reasons(Wanted(try self.job("2:1")), try card) == ["ratio: 2:1 is not offered; it makes 1:1, 9:16"])
    #expect(
      reasons(Wanted(try self.job(), resolution: "4k"), try card)
        == ["resolution: 4k is not offered; it makes 1k, 2k"])
    #expect(
      reasons(Wanted(try self.job(), resolution: "1k"), ModelCard(slug: "x", vendor: "v", title: "t"))
        == ["resolution: the size of the output cannot be chosen"])
  }

  @Test("A mode that is not offered excludes the model")
  func mode() throws {
    var job = try job()
    job.mode = .crop
    var card = try card
    card.modes = [.auto, .expand]
    #expect(reasons(Wanted(job), card) == ["mode: crop is not offered; it does auto, expand"])
  }

  @Test(
    "Where the source lies must be sayable: in fractions always, in pixels for known sizes, else not at all")
  func placement() throws {
    let place = UnitRect(x: 0.25, y: 0, width: 0.5, height: 1)
    var known = try job("9:16")
    known.outputs[0].placement = place
    var unknown = try job("1:1")
    unknown.outputs[0].placement = place
    var card = try card
    #expect(reasons(Wanted(known), card) == ["placement: where the source lies cannot be said"])
    card.placement = .fractions
    #expect(reasons(Wanted(unknown), card).isEmpty)
    card.placement = .pixels
    #expect(reasons(Wanted(known), card).isEmpty)
    #expect(
      reasons(Wanted(unknown), card)
        == ["placement: it counts in pixels of the output, whose size for 1:1 is not published"])
  }

  @Test("A prompt goes to the model's own parameter, and is never dropped by a model of a vendor's")
  func prompt() throws {
    var job = try job()
    job.prompt = "a beach"
    job.seed = 7
    var card = try card
    #expect(reasons(Wanted(job), card).isEmpty)
    card.provider = "v"
    #expect(reasons(Wanted(job), card) == ["parameter: it reads no prompt"])
    card.parameters = try JSON.decode(
      JSONValue.self,
      from: """
        {"properties": {"text": {"type": "string", "role": "prompt"}, "s": {"type": "integer", "role": "seed"}}}
        """, what: "schema")
    card.resolutions = nil
    let fitting = Fitting(Wanted(job), to: card)
    #expect(fitting.exclusions.isEmpty)
    #expect(fitting.job.parameters == .object(["text": .string("a beach"), "s": .number(7)]))
    #expect(fitting.job.card == card)
  }

  @Test("Settings of a model count unless the job says otherwise, and are checked")
  func defaults() throws {
    var wanted = Wanted(try job())
    wanted.defaults = ["res": .string("2k"), "flag": .bool(true)]
    #expect(Fitting(wanted, to: try card).job.parameters["res"] == .string("2k"))
    wanted.parameters = [("res", "1k")]
    #expect(Fitting(wanted, to: try card).job.parameters["res"] == .string("1k"))
    wanted.defaults = ["flg": .bool(true)]
    #expect(
      reasons(wanted, try card) == [
        "parameter: the settings: there is no parameter 'flg'; did you mean 'flag'? "
          + "(known: flag, kind, n, ratio, res)"
      ])
  }

  @Test("What a model needs and nobody said is named with the option that says it")
  func lacks() throws {
    var card = try card
    card.parameters = try JSON.decode(
      JSONValue.self,
      from: """
        {"properties": {
          "image": {"type": "string", "role": "source"}, "ratio": {"type": "string", "role": "aspect"},
          "text": {"type": "string", "role": "prompt"}, "kind": {"type": "string", "enum": ["a", "b"]},
          "free": {"type": "string"}}, "required": ["image", "ratio", "text", "kind", "free"]}
        """, what: "schema")
    card.resolutions = nil
    #expect(
      Fitting(Wanted(try job()), to: card).lacks == [
        "it needs a prompt; give --prompt", "it needs 'kind'; give --param kind=a|b",
        "it needs 'free'; give --param free=…",
      ])
  }
}
