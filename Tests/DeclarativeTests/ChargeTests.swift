import ReframeSDK
import Testing

struct ChargeTests {
  private func charge(_ rule: String, body: String, headers: [String: String] = [:]) throws -> Money? {
    let text = Described.least(#""failed": ["bad"]"#, #""failed": ["bad"], "charge": \#(rule)"#)
    let service = LentService()
    let provider = try Provider("declarative", text, service: service)
    service.answer { _ throws(ReframeError) in .json(200, body, headers: headers) }
    let ticket =
      #"{"id":"1","model":"m","aspect":"1:1","mediaType":"image/png","count":2,"submittedAt":0}"#
    let output = LentOutput()
    #expect(try provider.poll(ticket, output: output) == .finished)
    #expect(output.renditions.dropFirst().allSatisfy { $0.charge == nil })
    return output.renditions.first?.charge
  }

  private func body(_ cost: String) -> String {
    #"{"state": "done", "out": ["https://a.example/1", "https://a.example/2"], "m": {"c": [\#(cost)]}}"#
  }

  @Test(arguments: [
    ("0.005", Int64(5000)), ("\"0.03\"", 30_000), ("12", 12_000_000), ("0", 0), ("0.1", 100_000),
    ("123456789.123456", 123_456_789_123_456), ("1e-3", 1000),
  ])
  func amountsAreExact(_ text: String, _ micros: Int64) throws {
    let found = try charge(#"{"amount": "$.m.c[0]", "unit": "USD"}"#, body: body(text))
    #expect(found == Money(micros: micros, unit: "USD"))
  }

  @Test(arguments: ["0.0000001", "-1", "\"free\"", "true", "null", "{}", "1e40", "0.00500000000000000000001"])
  func whatIsNoAmountIsLeftOut(_ text: String) throws {
    #expect(try charge(#"{"amount": "$.m.c[0]", "unit": "USD"}"#, body: body(text)) == nil)
  }

  @Test func aHeaderMaySayIt() throws {
    let rule = #"{"header": "X-Credits-Used", "unit": "credits/tiny"}"#
    #expect(
      try charge(rule, body: body("0"), headers: ["x-credits-used": "3"])
        == Money(micros: 3_000_000, unit: "credits/tiny"))
    #expect(try charge(rule, body: body("0")) == nil)
    #expect(try charge(rule, body: body("0"), headers: ["x-credits-used": "three"]) == nil)
  }
}
