import ReframeSDK
import TestSupport
import Testing

@Suite("Placement and framing")
struct FramingTests {
  private static let canvas = PixelSize(width: 100, height: 50)

  @Test("A placement shows what lies on the canvas, in whole pixels")
  func visible() {
    let placements: [(Placement, PixelRect)] = [
      (Placement(x: 0, y: 0, width: 100, height: 50), PixelRect(x: 0, y: 0, width: 100, height: 50)),
      (Placement(x: -20, y: -5, width: 500, height: 400), PixelRect(x: 0, y: 0, width: 100, height: 50)),
      (Placement(x: 10, y: 5, width: 50, height: 20), PixelRect(x: 10, y: 5, width: 50, height: 20)),
      (Placement(x: 10.4, y: 4.6, width: 50, height: 20), PixelRect(x: 10, y: 5, width: 50, height: 20)),
      (Placement(x: -10, y: 40, width: 50, height: 20), PixelRect(x: 0, y: 40, width: 40, height: 10)),
      (Placement(x: 200, y: 0, width: 50, height: 50), PixelRect(x: 100, y: 0, width: 0, height: 50)),
      (Placement(x: -60, y: -60, width: 50, height: 50), PixelRect(x: 0, y: 0, width: 0, height: 0)),
      (Placement(x: -1e300, y: 0, width: 1e301, height: 50), PixelRect(x: 0, y: 0, width: 100, height: 50)),
    ]
    for (placement, rect) in placements {
      #expect(placement.visible(on: Self.canvas) == rect)
      #expect(placement.exposes(Self.canvas) == (rect != PixelRect(Self.canvas)))
    }
  }

  @Test("Less than half a pixel is neither exposed nor cropped")
  func slack() {
    let inside = Framing(
      canvas: Self.canvas, placement: Placement(x: 0.4, y: 0.4, width: 99.3, height: 49.3))
    #expect(!inside.isExposed && !inside.isCropped)
    let outside = Framing(
      canvas: Self.canvas, placement: Placement(x: -0.4, y: -0.4, width: 100.8, height: 50.8))
    #expect(!outside.isExposed && !outside.isCropped)
  }

  @Test("A placement may be cropped, exposed, both or neither")
  func operations() {
    func framing(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> Framing {
      Framing(canvas: Self.canvas, placement: Placement(x: x, y: y, width: width, height: height))
    }
    let both = framing(-10, 10, 120, 20)
    #expect(both.isExposed && both.isCropped)
    let expanded = framing(25, 0, 50, 50)
    #expect(expanded.isExposed && !expanded.isCropped)
    #expect(expanded.shown == UnitRect(x: 0, y: 0, width: 1, height: 1))
    let cropped = framing(-100, 0, 200, 50)
    #expect(!cropped.isExposed && cropped.isCropped)
    #expect(cropped.shown == UnitRect(x: 0.5, y: 0, width: 0.5, height: 1))
    let off = framing(200, 0, 50, 50)
    #expect(off.shown.area == 0)
  }

  @Test("A crop over the whole canvas shows that crop and exposes nothing")
  func cropRoundTrip() {
    var random = SplitMix64(seed: 3)
    for _ in 0..<1000 {
      let source = PixelSize(
        width: .random(in: 1...30000, using: &random), height: .random(in: 1...30000, using: &random))
      let width = Int.random(in: 1...source.width, using: &random)
      let height = Int.random(in: 1...source.height, using: &random)
      let crop = PixelRect(
        x: .random(in: 0...source.width - width, using: &random),
        y: .random(in: 0...source.height - height, using: &random), width: width, height: height)
      let canvas = PixelSize(
        width: .random(in: 1...4000, using: &random), height: .random(in: 1...4000, using: &random))
      let framing = Framing(canvas: canvas, crop: crop, of: source)
      #expect(!framing.isExposed)
      #expect(framing.placement.visible(on: canvas) == PixelRect(canvas))
      let shown = framing.shown
      #expect(abs(shown.x * Double(source.width) - Double(crop.x)) < 1e-6)
      #expect(abs(shown.y * Double(source.height) - Double(crop.y)) < 1e-6)
      #expect(abs(shown.maxX * Double(source.width) - Double(crop.maxX)) < 1e-6)
      #expect(abs(shown.maxY * Double(source.height) - Double(crop.maxY)) < 1e-6)
    }
  }

  @Test("A window beyond the source exposes what it adds")
  func window() {
    let source = PixelSize(width: 40, height: 30)
    let framing = Framing(
      canvas: PixelSize(width: 60, height: 30), crop: PixelRect(x: -10, y: 0, width: 60, height: 30),
      of: source)
    #expect(framing.placement == Placement(x: 10, y: 0, width: 40, height: 30))
    #expect(framing.isExposed && !framing.isCropped)
  }
}
