import ReframeSDK
import TestSupport
import Testing

@testable import Planning

@Suite("How large a canvas is")
struct CanvasRuleTests {
  static let aspects = [
    "1:1", "16:9", "9:16", "4:5", "21:9", "1.91", "100:99", "1000:1", "1:1000", "1919:1079", "3:1",
  ]

  static var sources: [PixelSize] {
    var random = SplitMix64(seed: 21)
    let odd = [
      (1, 1), (1, 2), (2, 1), (3, 5), (30000, 10), (10, 30000), (1920, 1080), (997, 991), (65535, 65535),
    ]
    return odd.map { PixelSize(width: $0.0, height: $0.1) }
      + (0..<200).map { _ in
        PixelSize(width: .random(in: 1...5000, using: &random), height: .random(in: 1...5000, using: &random))
      }
  }

  @Test(
    "The largest crop lies in the source, touches two of its sides and is within a pixel of the ratio",
    arguments: aspects)
  func largestCrop(aspect: String) throws {
    let ratio = try #require(AspectRatio(aspect))
    for source in Self.sources {
      let crop = CanvasRule.largestCrop(ratio, of: source)
      #expect(crop.width >= 1 && crop.height >= 1)
      #expect(crop.width <= source.width && crop.height <= source.height)
      #expect(crop.width == source.width || crop.height == source.height)
      #expect(Self.isWithinAPixel(crop, of: ratio), "\(source) to \(aspect): \(crop)")
    }
  }

  @Test(
    "The smallest canvas holds the source, exceeds it along one side and is within a pixel of the ratio",
    arguments: aspects)
  func smallestCanvas(aspect: String) throws {
    let ratio = try #require(AspectRatio(aspect))
    for source in Self.sources {
      let canvas = CanvasRule.smallestCanvas(ratio, around: source)
      #expect(canvas.width >= source.width && canvas.height >= source.height)
      #expect(canvas.width == source.width || canvas.height == source.height)
      #expect(Self.isWithinAPixel(canvas, of: ratio), "\(source) to \(aspect): \(canvas)")
    }
  }

  @Test("A source of the ratio itself is its own crop and canvas")
  func same() throws {
    for (width, height) in [(16, 9), (1920, 1080), (1, 1), (563, 1000)] {
      let source = PixelSize(width: width, height: height)
      let aspect = try #require(AspectRatio(width: width, height: height))
      #expect(CanvasRule.largestCrop(aspect, of: source) == source)
      #expect(CanvasRule.smallestCanvas(aspect, around: source) == source)
      #expect(CanvasRule.matches(OutputRequest(aspect: aspect), source: source))
    }
  }

  @Test(
    "A source matches if it is within half a pixel of the ratio",
    arguments: [
      ("9:16", 563, 1000, true), ("9:16", 564, 1000, false), ("16:9", 1366, 768, false),
      ("16:9", 1365, 768, true),
      ("100:99", 10, 10, true), ("100:99", 1000, 1000, false), ("1000:1", 1, 1, false),
      ("1:1000", 1, 1, false),
      ("5:1", 2, 1, false), ("1:1", 1, 1, true), ("1:1", 1, 2, false),
    ])
  func matches(aspect: String, width: Int, height: Int, expected: Bool) throws {
    let output = OutputRequest(aspect: try #require(AspectRatio(aspect)))
    #expect(CanvasRule.matches(output, source: PixelSize(width: width, height: height)) == expected)
  }

  @Test("The decoder is asked for no more than the canvas can use")
  func scale() throws {
    let source = PixelSize(width: 400, height: 200)
    var output = OutputRequest(aspect: try #require(AspectRatio("1:1")))
    #expect(CanvasRule.scale(output, mode: .crop, source: source) == 1)
    output.size = PixelSize(width: 100, height: 100)
    #expect(CanvasRule.scale(output, mode: .crop, source: source) == 0.5)
    #expect(CanvasRule.scale(output, mode: .auto, source: source) == 0.5)
    #expect(CanvasRule.scale(output, mode: .expand, source: source) == 0.25)
    output.placement = UnitRect(x: 0, y: 0, width: 0.5, height: 0.25)
    #expect(CanvasRule.scale(output, mode: .auto, source: source) == 0.125)
    output.size = PixelSize(width: 4000, height: 4000)
    #expect(CanvasRule.scale(output, mode: .crop, source: source) == 1)
  }

  @Test("A canvas of a size of its own keeps the source's scale where it is placed")
  func placedCanvas() throws {
    let aspect = try #require(AspectRatio("2:1"))
    let canvas = CanvasRule.canvas(
      aspect, source: PixelSize(width: 300, height: 100),
      share: UnitRect(x: 0.25, y: 0, width: 0.5, height: 1))
    #expect(canvas == PixelSize(width: 600, height: 300))
    let tiny = CanvasRule.canvas(
      try #require(AspectRatio("1000:1")), source: PixelSize(width: 1, height: 1),
      share: UnitRect(x: 0, y: 0, width: 2, height: 2))
    #expect(tiny == PixelSize(width: 1, height: 1))
  }

  /// Whether one side is within a pixel of what the other asks for.
  static func isWithinAPixel(_ size: PixelSize, of aspect: AspectRatio) -> Bool {
    abs(Double(size.height) * aspect.value - Double(size.width)) <= 1
      || abs(Double(size.width) / aspect.value - Double(size.height)) <= 1
  }
}
