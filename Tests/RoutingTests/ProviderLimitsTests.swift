import Dispatching
import Hosting
import ReframeSDK
import Testing

@testable import Routing

@Suite("What a vendor bears, by its card and by the settings")
struct ProviderLimitsTests {
  private let card: ModelCard.Limits = {
    var limits = ModelCard.Limits()
    (limits.concurrent, limits.rateCount, limits.rateMilliseconds) = (10, 20, 60_000)
    limits.pool = "ray"
    return limits
  }()

  @Test("The card's limits are those of its pool")
  func pool() {
    let limits = ProviderLimits(ProviderSetup(id: "luma", plugin: "luma"), card)
    #expect(limits.concurrent == 10)
    #expect(limits.rate == .init(count: 20, milliseconds: 60_000))
    #expect(limits.pool == "ray")
  }

  @Test("Those of the settings are the whole provider's")
  func settings() {
    var setup = ProviderSetup(id: "luma", plugin: "luma")
    setup.concurrent = 3
    let limits = ProviderLimits(setup, card)
    #expect(limits.concurrent == 3)
    #expect(limits.rate == .init(count: 20, milliseconds: 60_000))
    #expect(limits.pool == nil)
  }

  @Test("Nobody says anything")
  func none() {
    #expect(ProviderLimits(nil, nil) == ProviderLimits())
  }
}
