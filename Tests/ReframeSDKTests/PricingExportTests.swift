import CReframe
import Testing

@testable import ReframeSDK

@Suite("A pricing calculator through its C table")
struct PricingExportTests {
  private func quote(_ job: String, _ card: String) throws -> Quote {
    let text = try collected { sink in
      try ExportedPlugin.with(.pricing) { (table: rf_pricing) in
        try RawCall.run { error in
          job.withText { job in card.withText { table.quote(table.instance, job, $0, sink, error) } }
        }
      }
    }
    return try JSON.decode(Quote.self, from: text, what: "quote")
  }

  private var job: ReframeJob {
    get throws {
      ReframeJob(model: "m", outputs: [OutputRequest(aspect: try #require(AspectRatio("1:1")))])
    }
  }

  @Test("A job and a card give a quote")
  func quoted() throws {
    let card = ModelCard(slug: "m", vendor: "v", title: "t")
    let amount = Money(micros: 10_000, unit: "USD")
    #expect(
      try quote(try JSON.encode(job), try JSON.encode(card))
        == Quote(lines: [], expected: amount, maximum: amount, rule: "m", version: "1"))
  }

  @Test("A rule of another calculator is unsupported")
  func foreignRule() throws {
    var card = ModelCard(slug: "m", vendor: "v", title: "t")
    card.pricing = .string("other")
    let text = try JSON.encode(card)
    #expect(throws: ReframeError(.unsupported, "no such rule")) { try quote(try JSON.encode(job), text) }
  }

  @Test("A job or card that cannot be read is refused by name")
  func unreadable() throws {
    #expect(throws: ReframeError(.invalidArgument, "job: 'model' is missing")) { try quote("{}", "{}") }
    #expect(throws: ReframeError(.invalidArgument, "model card: 'slug' is missing")) {
      try quote(try JSON.encode(job), "{}")
    }
  }
}
