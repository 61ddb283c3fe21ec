import ReframeSDK
import Testing
import TestSupport

@testable import Planning

@Suite("Crop line")
struct CropLineTests {
  @Test("finds the cheapest place of all, however narrow its valley", arguments: 0..<40)
  func cheapest(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    func share() -> Double { Double(random.next() >> 11) / Double(1 << 53) }
    let spans = (0..<6).map { index in
      let start = share()
      return CropSpan(
        start: start, length: min(0.02 + share() * 0.6, 1 - start), weight: share() / 3,
        isPart: index.isMultiple(of: 2))
    }
    let line = CropLine(whole: 700, length: 200 + Int(seed) * 10, spans: spans, profile: [])
    let costs = (0...(line.whole - line.length)).map { line.cost(at: Double($0)).total }
    let best = line.best(among: 64)
    // The cost of the last pixel counts for what lies between two.
    let found = costs[max(0, best - 1)...min(best + 1, costs.count - 1)].min() ?? 0
    #expect(found <= (costs.min() ?? 0) + 0.02)
  }

  @Test("cuts through the gap between two things rather than straight through one")
  func gap() {
    // Ten equal parts of which the fourth and the seventh, where the crop would begin and end, are empty.
    let saliency = [1.0, 1, 1, 0, 1, 1, 1, 0, 1, 1]
    let sums = saliency.indices.map { saliency[0..<$0].reduce(0, +) / 8 } + [1]
    let subject = CropSpan(start: 0.41, length: 0.24, weight: 0.05, isPart: false)
    let line = CropLine(whole: 1000, length: 400, spans: [subject], profile: sums)
    let place = line.best(among: 64)
    #expect((300...400).contains(place) && (700...800).contains(place + 400))
    #expect(line.cost(at: 330).straightCut < line.cost(at: 450).straightCut)
  }
}
