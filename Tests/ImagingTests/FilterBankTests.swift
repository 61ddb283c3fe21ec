import Testing

@testable import Imaging

@Suite("Filter bank")
struct FilterBankTests {
  @Test(
    "reads only what is there, and keeps flat areas flat, however small the picture becomes",
    arguments: [(65_000, 1), (938, 1), (500, 1), (3000, 10), (2016, 1440), (7, 7), (3, 40), (1, 5)])
  func bounds(samples: Int, target: Int) {
    let bank = FilterBank(samples: samples, origin: 0, length: Double(samples), target: target)
    #expect(bank.count == target && bank.taps.isMultiple(of: 2))
    #expect(bank.used.lowerBound >= 0 && bank.used.upperBound <= samples && !bank.used.isEmpty)
    for index in 0..<target {
      let weights = bank.weights[index * bank.taps..<(index + 1) * bank.taps]
      #expect(weights.reduce(0) { $0 + Int($1) } == 1 << 14)
      let last = weights.lastIndex { $0 != 0 }.map { $0 - weights.startIndex } ?? 0
      #expect(Int(bank.starts[index]) >= 0 && Int(bank.starts[index]) + last < samples)
    }
  }
}
