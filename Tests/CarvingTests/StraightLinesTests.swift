import Imaging
import TestSupport
import Testing

@testable import Carving

@Suite("Straight lines")
struct StraightLinesTests {
  /// Grainy ground with a dark line, smooth as in photos, from the top left to the bottom right.
  private func crossed(_ width: Int, _ height: Int) throws -> Raster {
    var random = SplitMix64(seed: 6)
    let steep = Double(width * width + height * height).squareRoot()
    return try CarvePictures.make(width, height) { x, y, _ in
      let distance = Double(abs(x * height - y * width)) / steep
      return UInt8.random(in: 145...155, using: &random) - UInt8(130 * max(0, 1 - distance / 3))
    }
  }

  @Test("A drawn line is found nearly from end to end, and nothing beside it")
  func found() throws {
    let lines = try StraightLines(try crossed(300, 200))
    var rows = 0
    for y in 0..<200 {
      let places = (0..<300).filter { lines.mask[y * 300 + $0] == 1 }.map { abs($0 - y * 300 / 200) }
      #expect(places.allSatisfy { $0 <= 8 }, "row \(y)")
      if !places.isEmpty { rows += 1 }
    }
    #expect(rows >= 170)
  }

  @Test("Noise, and what is too small for lines, has none")
  func none() throws {
    #expect(!(try StraightLines(try CarvePictures.noise(200, 200)).mask.contains(1)))
    #expect(!(try StraightLines(try crossed(31, 200)).mask.contains(1)))
    #expect(!(try StraightLines(try CarvePictures.make(90, 90) { _, _, _ in 50 }).mask.contains(1)))
  }

  @Test("A mirrored picture has the mirrored lines")
  func mirrored() throws {
    let source = try crossed(200, 150)
    let (one, other) = (try StraightLines(source), try StraightLines(CarvePictures.mirrored(source)))
    var differing = 0
    for y in 0..<150 {
      for x in 0..<200 where one.mask[y * 200 + x] != other.mask[y * 200 + 199 - x] { differing += 1 }
    }
    // Points halfway between two pixels are rounded the same way in both.
    #expect(differing * 20 <= one.mask.count { $0 == 1 })
  }

  @Test("A line that seams must cross stays straight")
  func straight() throws {
    let source = try crossed(240, 160)
    let carved = try Carver().carve(source, to: .init(width: 170, height: 160)).picture
    for y in 4..<156 {
      let dark = (0..<170).filter { carved.row(y)[$0 * 3] < 100 }
      #expect(!dark.isEmpty, "row \(y)")
      guard !dark.isEmpty else { continue }
      let middle = Double(dark.reduce(0, +)) / Double(dark.count)
      #expect(abs(middle - Double(y) * 170 / 160) < 9, "row \(y): \(middle)")
    }
  }
}
