import Testing
import TestSupport

@testable import ReframeSDK

@Suite("Money as decimal text")
struct MoneyDecimalTests {
  @Test(
    "is exact to the millionth",
    arguments: [
      ("0", 0), ("0.005", 5000), ("0.01", 10_000), ("0.000001", 1), ("12", 12_000_000), ("-0.5", -500_000),
      ("0.075", 75_000), ("9223372036854.775807", Int64.max), ("-9223372036854.775808", .min),
    ])
  func exact(text: String, micros: Int64) throws {
    #expect(try Money(decimal: text, unit: "USD") == Money(micros: micros, unit: "USD"))
    #expect(Money(micros: micros, unit: "USD").decimal == text)
  }

  @Test(
    "that is not one is refused with the reason",
    arguments: [
      ("", "'' is not a decimal amount such as 0.005"),
      ("1e3", "'1e3' is not a decimal amount such as 0.005"),
      ("+1", "'+1' is not a decimal amount such as 0.005"),
      (".5", "'.5' is not a decimal amount such as 0.005"),
      ("1.", "'1.' is not a decimal amount such as 0.005"),
      ("01", "'01' is not a decimal amount such as 0.005"),
      ("1,5", "'1,5' is not a decimal amount such as 0.005"),
      ("-", "'-' is not a decimal amount such as 0.005"),
      ("1.2.3", "'1.2.3' is not a decimal amount such as 0.005"),
      ("nan", "'nan' is not a decimal amount such as 0.005"),
      ("٣", "'٣' is not a decimal amount such as 0.005"),
      ("0.0000001", "'0.0000001' has more than six decimals"),
      ("0.1000000", "'0.1000000' has more than six decimals"),
      ("9223372036854.775808", "'9223372036854.775808' is more than can be counted in millionths"),
    ])
  func refused(text: String, reason: String) {
    #expect(throws: ReframeError(.invalidArgument, reason)) { try Money(decimal: text, unit: "USD") }
  }

  @Test("reads back what it wrote, for 20,000 amounts of every size")
  func roundTrip() throws {
    var generator = SplitMix64(seed: 7)
    for _ in 0..<20_000 {
      let shift = Int64.random(in: 0..<64, using: &generator)
      let money = Money(micros: Int64.random(in: .min ... .max, using: &generator) >> shift, unit: "EUR")
      #expect(try Money(decimal: money.decimal, unit: "EUR") == money)
    }
  }

  @Test("A product is the sum of as many, or nothing if that does not fit")
  func products() {
    var generator = SplitMix64(seed: 8)
    for _ in 0..<2000 {
      let money = Money(micros: .random(in: 0...1_000_000_000, using: &generator), unit: "USD")
      let count = Int.random(in: 0...20, using: &generator)
      let sum = (0..<count).reduce(Money(micros: 0, unit: "USD") as Money?) { sum, _ in sum?.adding(money) }
      #expect(money.multiplied(by: count) == sum)
    }
    #expect(Money(micros: .max, unit: "USD").multiplied(by: 2) == nil)
    #expect(Money(micros: 2, unit: "USD").multiplied(by: .max) == nil)
    #expect(Money(micros: .max, unit: "USD").multiplied(by: 1)?.micros == .max)
  }

  @Test("A comparison is never below the exact amount, and less than a millionth above it")
  func conversions() throws {
    let rate = Money(micros: 75_000, unit: "USD")
    #expect(Money(micros: 9_000_000, unit: "credits/fashn").converted(at: rate)?.decimal == "0.675")
    #expect(Money(micros: 1, unit: "credits/fashn").converted(at: rate) == Money(micros: 1, unit: "USD"))
    #expect(Money(micros: .max, unit: "c").converted(at: Money(micros: .max, unit: "USD")) == nil)
    #expect(
      Money(micros: .max, unit: "c").converted(at: Money(micros: 1_000_000, unit: "USD"))?.micros == .max)
    #expect(Money(micros: .max, unit: "c").converted(at: Money(micros: 1_000_001, unit: "USD")) == nil)
    var generator = SplitMix64(seed: 9)
    for _ in 0..<20_000 {
      let amount = Int64.random(in: 0...1_000_000_000, using: &generator)
      let price = Int64.random(in: 0...1_000_000_000, using: &generator)
      let converted = try #require(
        Money(micros: amount, unit: "c").converted(at: Money(micros: price, unit: "USD")))
      let excess = converted.micros * 1_000_000 - amount * price
      #expect((0..<1_000_000).contains(excess))
    }
  }
}
