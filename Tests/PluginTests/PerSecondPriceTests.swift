import Hosting
import ReframeSDK
import Testing
import TestSupport

/// What depends on lengths and sizes.
@Suite("Prices per second and per megapixel")
struct PerSecondPriceTests {
  let host: Host

  init() throws {
    host = Host(HostConfiguration(explicit: [try TestBundles.priced().path], environment: [:]))
  }

  private func card(_ id: String, settings: JSONValue = .object([:])) throws -> ModelCard {
    var rule = PricingRule(
      calculator: id, name: "r", book: "b", version: "1", unit: "USD", per: "second")
    rule.prices = [.init(amount: "0.12")]
    rule.settings = settings
    var card = ModelCard(slug: "m", vendor: "v", title: "t")
    card.pricing = try rule.json()
    return card
  }

  private func job(_ sizes: [PixelSize?] = [nil]) throws -> ReframeJob {
    let square = try #require(AspectRatio("1:1"))
    return ReframeJob(model: "m", outputs: sizes.map { OutputRequest(aspect: square, size: $0) })
  }

  @Test(
    "A second counts once it is started",
    arguments: [
      (1, 1), (999, 1), (1000, 1), (1001, 2), (1999, 2), (2000, 2), (2001, 3), (29_999, 30), (30_000, 30),
      (30_001, 31), (Int64.max, 9_223_372_036_854_776),
    ] as [(Int64, Int)])
  func seconds(milliseconds: Int64, started: Int) throws {
    var job = try job()
    job.source = SourceDescription()
    job.source?.durationMilliseconds = milliseconds
    guard started < 1_000_000 else {
      #expect(throws: ReframeError.self) { try host.quote(job, card: try card("per-second")) }
      return
    }
    let quote = try host.quote(job, card: try card("per-second"))
    #expect(quote.lines.map(\.quantity) == [started])
    #expect(quote.expected?.micros == Int64(started) * 120_000)
  }

  @Test("A length that is not known, or is none, has no price", arguments: [nil, 0, -1] as [Int64?])
  func noLength(milliseconds: Int64?) throws {
    var job = try job()
    #expect(try host.quote(job, card: try card("per-second")).expected == nil)
    job.source = SourceDescription()
    job.source?.durationMilliseconds = milliseconds
    let quote = try host.quote(job, card: try card("per-second"))
    #expect(quote.expected == nil && quote.maximum == nil)
    #expect(quote.note == "the length of the source is not known")
  }

  @Test(
    "A megapixel counts once it is started, each output on its own",
    arguments: [
      ([(1, 1)], 1), ([(1000, 1000)], 1), ([(1000, 1001)], 2), ([(2000, 1000), (10, 10)], 3),
      ([(4096, 4096)], 17),
    ])
  func megapixels(sizes: [(Int, Int)], count: Int) throws {
    let job = try job(sizes.map { PixelSize(width: $0.0, height: $0.1) })
    #expect(try host.quote(job, card: try card("per-megapixel")).lines.map(\.quantity) == [count])
  }

  @Test("What a megapixel is can be set; nonsense is refused")
  func setting() throws {
    let job = try job([PixelSize(width: 4096, height: 4096)])
    let binary = try card("per-megapixel", settings: .object(["pixels": .number(1_048_576)]))
    #expect(try host.quote(job, card: binary).lines.map(\.quantity) == [16])
    for bad in [0, -1, 0.5] {
      let card = try card("per-megapixel", settings: .object(["pixels": .number(bad)]))
      #expect(throws: ReframeError(.invalidArgument, "'pixels' is not a positive whole number")) {
        try host.quote(job, card: card)
      }
    }
  }

  @Test("An output whose size is not known has no price")
  func noSize() throws {
    let quote = try host.quote(try job(), card: try card("per-megapixel"))
    #expect(quote.expected == nil)
    #expect(quote.note == "the size of the output is not known")
  }
}
