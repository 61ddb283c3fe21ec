import ReframeSDK
import TestSupport
import Testing

@testable import Jobs

@Suite("Resolution tiers")
struct ResolutionTierTests {
  @Test(
    "At 1k the ten common ratios have the published sizes",
    arguments: [
      ("21:9", "1568x672"), ("1:1", "1024x1024"), ("4:3", "1176x880"), ("3:4", "880x1176"),
      ("3:2", "1248x832"), ("2:3", "832x1248"), ("5:4", "1144x912"), ("4:5", "912x1144"),
      ("16:9", "1360x760"), ("9:16", "760x1360"),
    ])
  func published(aspect: String, size: String) throws {
    let ratio = try #require(AspectRatio(aspect))
    #expect(ResolutionTier.oneK.size(for: ratio).description == size)
  }

  @Test("The terms of a ratio do not matter")
  func terms() throws {
    for (first, second) in [("21:9", "7:3"), ("16:9", "1920:1080"), ("1:1", "3:3")] {
      let ratios = try [first, second].map { try #require(AspectRatio($0)) }
      for tier in ResolutionTier.allCases { #expect(tier.size(for: ratios[0]) == tier.size(for: ratios[1])) }
    }
  }

  @Test(
    "Every ratio is met within 0.7 % and every area within 6 %",
    arguments: [
      "1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3", "5:4", "4:5", "21:9", "9:21", "2:1", "1:2", "1.91",
      "191:100", "100:191", "2.35:1", "2.39:1", "1.85:1", "3:1", "1:3", "100:99", "99:100", "32:9", "10:1",
      "1:10", "50:1", "1:100", "1000:1", "1:1000", "997:1", "333:1", "1919:1079",
    ], ResolutionTier.allCases)
  func common(aspect: String, tier: ResolutionTier) throws {
    try check(try #require(AspectRatio(aspect)), tier)
  }

  @Test("So is any other ratio", arguments: ResolutionTier.allCases)
  func any(tier: ResolutionTier) throws {
    var random = SplitMix64(seed: 11)
    for _ in 0..<400 {
      let width = Int.random(in: 1...2000, using: &random)
      let height = Int.random(in: 1...2000, using: &random)
      guard let ratio = AspectRatio(width: width, height: height) else { continue }
      try check(ratio, tier)
    }
  }

  @Test("Sides of ratios up to 50:1 are multiples of 8", arguments: ResolutionTier.allCases)
  func multiples(tier: ResolutionTier) throws {
    for text in ["1:1", "16:9", "9:16", "1.91", "2:1", "9:21", "100:99", "10:1", "50:1", "1:50"] {
      let size = tier.size(for: try #require(AspectRatio(text)))
      #expect(size.width % 8 == 0 && size.height % 8 == 0, "\(text) is \(size)")
    }
  }

  @Test("A turned ratio gives the turned size", arguments: ResolutionTier.allCases)
  func turned(tier: ResolutionTier) throws {
    for (width, height) in [(16, 9), (191, 100), (3, 1), (1000, 1), (9, 21)] {
      let size = tier.size(for: try #require(AspectRatio(width: width, height: height)))
      let turned = tier.size(for: try #require(AspectRatio(width: height, height: width)))
      #expect(size == PixelSize(width: turned.height, height: turned.width))
    }
  }

  private func check(_ aspect: AspectRatio, _ tier: ResolutionTier) throws {
    let size = tier.size(for: aspect)
    #expect(abs(size.ratio / aspect.value - 1) <= 0.007, "\(aspect) at \(tier.rawValue) is \(size)")
    #expect(
      abs(Double(size.area) / Double(tier.area) - 1) <= 0.06, "\(aspect) at \(tier.rawValue) is \(size)")
  }
}
