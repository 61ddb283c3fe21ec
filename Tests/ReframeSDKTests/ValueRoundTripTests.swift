import Testing

@testable import ReframeSDK

@Suite("Values that cross the contract survive JSON")
struct ValueRoundTripTests {
  private static let box = UnitRect(x: 0.1, y: 0.2, width: 0.3, height: 0.4)
  private static let size = PixelSize(width: 1080, height: 1920)
  private static let framing = Framing(
    canvas: size, placement: Placement(x: -1.5, y: 0, width: 2000, height: 1920),
    carve: PixelSize(width: 900, height: 1920))

  private func back<Value: Codable>(_ value: Value) throws -> Value {
    let text = try JSON.encode(value)
    let back = try JSON.decode(Value.self, from: text, what: "value")
    #expect(try JSON.encode(back) == text)
    return back
  }

  @Test("A job with defaults, and one with every option")
  func job() throws {
    var output = OutputRequest(aspect: try #require(AspectRatio("21:9")))
    var job = ReframeJob(model: "local/reframe", outputs: [output])
    #expect(job.seed == 42)
    #expect(job.pixelLimit == 268_435_456)
    #expect(output.quality == 85)
    #expect(try back(job) == job)
    output.size = Self.size
    output.placement = Self.box
    output.format = .webp
    output.quality = 1
    job.outputs = [output, OutputRequest(aspect: try #require(AspectRatio("1919:1079")))]
    job.mode = .expand
    job.subject = Self.box
    job.detector = "saliency"
    job.fill = "solid"
    job.fillParameters = .object(["color": .string("#fff")])
    job.prompt = "a beach – at night 🌙"
    job.seed = .max
    job.imageCount = 4
    job.generationMode = .quality
    job.keepsMetadata = true
    job.isStrict = true
    job.explains = true
    job.pixelLimit = 1
    #expect(try back(job) == job)
    #expect(try back(job).outputs[0].aspect.description == "21:9")
  }

  @Test("A member that the reader does not know is passed over")
  func unknownMember() throws {
    let text = #"{"width": 3, "height": 2, "depth": 1}"#
    #expect(try JSON.decode(PixelSize.self, from: text, what: "size") == PixelSize(width: 3, height: 2))
  }

  @Test("A plan with rivals and notes")
  func plan() throws {
    var output = OutputPlan(
      output: 1, operation: .cropAndExpand, framing: Self.framing,
      crop: PixelRect(x: 1, y: 2, width: 3, height: 4))
    output.fill = "blur"
    output.cost = ["subject-cut": 0.5]
    output.rivals = [Rival(name: "centre", framing: Self.framing, cost: ["drift": 0.125])]
    output.notes = ["a note"]
    output.expectedSeconds = 1.5
    let subjects = SubjectMap(
      regions: [SubjectRegion(box: Self.box, score: 0.75, label: "face")],
      saliency: SaliencyGrid(columns: 1, rows: 2, values: [1, 2]))
    let plan = ReframePlan(source: Self.size, subjects: subjects, outputs: [output])
    #expect(try back(plan) == plan)
    #expect(try JSON.encode(plan).contains(#""operation":"crop+expand""#))
  }

  @Test("A rendition")
  func rendition() throws {
    var rendition = Rendition(output: 2, mediaType: "image/webp", size: Self.size)
    #expect(rendition.role == .result)
    #expect(try back(rendition) == rendition)
    rendition.variation = 3
    rendition.role = .explanation
    rendition.url = "https://example.com/a.webp"
    rendition.source = Self.size
    rendition.subjects = SubjectMap(regions: [])
    rendition.timings = ["decode": 12.5]
    #expect(try back(rendition) == rendition)
  }

  @Test("A model card, with a schema and without a price")
  func card() throws {
    var card = ModelCard(slug: "local/reframe", vendor: "local", title: "Local")
    #expect(try back(card) == card)
    card.aspects = [try #require(AspectRatio("16:9"))]
    card.lifecycle = .deprecated
    card.sourcePixelLimit = 1 << 28
    card.averageSeconds = 0.5
    card.parameters = .object(["properties": .object([:])])
    card.pricing = .object(["rule": .string("free")])
    #expect(try back(card) == card)
    let ratio = try #require(AspectRatio("16:9"))
    card.slowestSeconds = 2
    card.imageCountLimit = 4
    card.sourceRatioMargin = 0.02
    card.takesSizes = false
    card.resolutions = [.init(name: "1k"), .init(name: "2k", aspects: [ratio])]
    card.outputSizes = [.init(aspect: ratio, resolution: "1k", size: PixelSize(width: 16, height: 9))]
    card.sourceFormats = ["image/png"]
    card.sourceByteLimit = 1 << 40
    card.sourceSideLimit = 9
    card.sourceMillisecondLimit = 30_000
    card.videoFormats = ["video/mp4"]
    card.pages = ["https://example.com"]
    card.notes = ["a remark"]
    #expect(try back(card) == card)
  }

  @Test("A card of an older plugin lacks what was added since")
  func olderCard() throws {
    let text = """
      {"slug": "m", "vendor": "v", "title": "t", "medium": "image", "lifecycle": "stable", "modes": ["auto"],
       "formats": ["png"], "outputLimit": 1, "parameters": {}, "pricing": null}
      """
    let card = try JSON.decode(ModelCard.self, from: text, what: "card")
    #expect(card.resolutions == nil && card.takesSizes == nil && card.sourceFormats == nil)
  }

  @Test("A quote whose price is not known is not free")
  func quote() throws {
    var unknown = Quote(lines: [], expected: nil, maximum: nil, rule: "none", version: "1")
    #expect(try back(unknown) == unknown)
    unknown.note = "nobody says"
    #expect(try back(unknown) == unknown)
    let amount = Money(micros: 75_000, unit: "USD")
    let known = Quote(
      lines: [.init(label: "image", quantity: 1, amount: amount)], expected: amount, maximum: amount,
      rule: "per-image", version: "2026-01")
    #expect(try back(known) == known)
    #expect(known != unknown)
  }

  @Test("Money is exact at its limits and never wraps")
  func money() throws {
    let most = Money(micros: .max, unit: "USD")
    #expect(try back(most) == most)
    #expect(most.adding(Money(micros: 1, unit: "USD")) == nil)
    #expect(Money(micros: .min, unit: "USD").adding(Money(micros: -1, unit: "USD")) == nil)
    #expect(most.adding(Money(micros: 0, unit: "EUR")) == nil)
    #expect(most.adding(Money(micros: -1, unit: "USD")) == Money(micros: .max - 1, unit: "USD"))
    let credit = Money(micros: 1, unit: "credits/fashn")
    #expect(credit.adding(credit) == Money(micros: 2, unit: "credits/fashn"))
  }

  @Test("Formats, kinds and errors have the names of the contract")
  func names() {
    #expect(OutputFormat.allCases.map(\.mediaType) == ["image/jpeg", "image/png", "image/webp", "video/mp4"])
    #expect(OutputFormat.allCases.map(\.fileExtension) == ["jpg", "png", "webp", "mp4"])
    #expect(PluginKind.allCases.map(\.code) == [1, 2, 3, 4])
    #expect(
      [Concurrency.processSerial, .instanceSerial, .concurrent].map(\.code) == [0, 1, 2])
    #expect(ReframeError.Kind.invalidArgument.label == "invalid_argument")
    #expect(ReframeError.Kind.internalFault.label == "internal")
    #expect(ReframeError.Kind(rawValue: 99).label == "internal")
    #expect(ReframeError.Kind(rawValue: -1).label == "internal")
    #expect("\(ReframeError(.quota, "no credit left"))" == "no credit left")
  }
}
