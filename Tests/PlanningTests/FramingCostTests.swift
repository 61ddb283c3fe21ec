import Testing

@testable import Planning

@Suite("What a framing costs")
struct FramingCostTests {
  private func cost(loss: Double, given: Bool = false, exposed: Double = 0, hardness: Double = 1)
    -> FramingCost
  {
    FramingCost(loss: loss, isGiven: given, exposed: exposed, hardness: hardness)
  }

  @Test("A framing without fault costs nothing, and has no terms but the sum")
  func nothing() {
    #expect(cost(loss: 0).named == ["total": 0])
    #expect(cost(loss: FramingCost.tolerableLoss).total == 0)
  }

  @Test("More of anything costs more")
  func monotone() {
    #expect(cost(loss: 0.3).total > cost(loss: 0.2).total)
    #expect(cost(loss: 0, exposed: 0.3).total > cost(loss: 0, exposed: 0.2).total)
    #expect(cost(loss: 0, exposed: 0.3, hardness: 2).total > cost(loss: 0, exposed: 0.3).total)
  }

  @Test("What the user named is not cut if filling can help")
  func given() {
    #expect(cost(loss: 0.1, given: true).total > cost(loss: 0, given: true, exposed: 0.9, hardness: 2).total)
    #expect(cost(loss: 0.1).total < cost(loss: 0, exposed: 0.05).total)
  }

  @Test("The terms add up")
  func named() {
    let cost = cost(loss: 0.3, exposed: 0.25, hardness: 2)
    let terms = cost.named.filter { $0.key != "total" }
    #expect(Set(terms.keys) == ["importance-lost", "fill", "exposed"])
    #expect(abs(terms.values.reduce(0, +) - cost.total) < 1e-12)
    #expect(cost.named["total"] == cost.total)
  }

  @Test("Smooth sides are easy, textured ones harder, those that a subject touches hardest")
  func hardness() {
    func reading(_ side: CanvasSide, roughness: Double, touched: Double = 0) -> BorderReading {
      BorderReading(side: side, roughness: [roughness], unevenness: [0], touched: touched)
    }
    let hardness = BorderHardness([
      reading(.left, roughness: 0), reading(.right, roughness: 50), reading(.top, roughness: 0, touched: 0.5),
    ])
    #expect(hardness.left < hardness.right)
    #expect(hardness.right == 1 && hardness.bottom == 1)
    #expect(hardness.top > hardness.right)
  }
}
