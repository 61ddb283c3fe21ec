import TestSupport
import Testing

@testable import ReframeSDK

@Suite("Geometry of pixels and fractions")
struct GeometryTests {
  @Test("A size knows its area and ratio")
  func size() {
    let size = PixelSize(width: 1920, height: 1080)
    #expect(size.area == 2_073_600)
    #expect(size.ratio == 16.0 / 9)
    #expect(size.description == "1920x1080")
    #expect(PixelSize(width: .max, height: 2).area == .max)
  }

  @Test("A rectangle knows its edges")
  func edges() {
    let rect = PixelRect(x: -3, y: 4, width: 10, height: 5)
    #expect(rect.maxX == 7)
    #expect(rect.maxY == 9)
    #expect(rect.size == PixelSize(width: 10, height: 5))
    #expect(!rect.isEmpty)
    #expect(PixelRect(x: 0, y: 0, width: 0, height: 5).isEmpty)
    #expect(PixelRect(x: 0, y: 0, width: 5, height: -1).isEmpty)
    #expect(
      PixelRect(PixelSize(width: 3, height: 2)) == PixelRect(x: 0, y: 0, width: 3, height: 2))
  }

  @Test("The intersection holds just the pixels of both")
  func intersection() {
    var random = SplitMix64(seed: 2)
    for _ in 0..<300 {
      let first = Self.rect(&random)
      let second = Self.rect(&random)
      let both = first.intersection(second)
      #expect(both == second.intersection(first))
      var count = 0
      for y in first.y..<first.maxY {
        for x in first.x..<first.maxX
        where second.contains(PixelRect(x: x, y: y, width: 1, height: 1)) {
          #expect(both.contains(PixelRect(x: x, y: y, width: 1, height: 1)))
          count += 1
        }
      }
      #expect(both.size.area == count)
      #expect(both.isEmpty == (count == 0))
    }
  }

  @Test("A rectangle of fractions knows its edges, middle and area")
  func unit() {
    let rect = UnitRect(x: 0.25, y: 0.5, width: 0.5, height: 0.25)
    #expect(rect.maxX == 0.75)
    #expect(rect.maxY == 0.75)
    #expect(rect.midX == 0.5)
    #expect(rect.midY == 0.625)
    #expect(rect.area == 0.125)
    #expect(UnitRect(x: 0, y: 0, width: -1, height: -1).area == 0)
    let whole = UnitRect(x: 0, y: 0, width: 1, height: 1)
    #expect(rect.intersection(whole) == rect)
    #expect(
      UnitRect(x: -1, y: 0.5, width: 1.5, height: 2).intersection(whole)
        == UnitRect(x: 0, y: 0.5, width: 0.5, height: 0.5))
    #expect(UnitRect(x: 2, y: 2, width: 1, height: 1).intersection(whole).area == 0)
  }

  private static func rect(_ random: inout SplitMix64) -> PixelRect {
    PixelRect(
      x: .random(in: -8...8, using: &random), y: .random(in: -8...8, using: &random),
      width: .random(in: 0...9, using: &random), height: .random(in: 0...9, using: &random))
  }
}
