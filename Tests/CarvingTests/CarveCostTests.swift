import Imaging
import TestSupport
import Testing

@testable import Carving

@Suite("What carving costs")
struct CarveCostTests {
  @Test("Costs rise from nothing, and carving never costs more than cropping")
  func curves() throws {
    for picture in [
      try CarvePictures.noise(200, 150), try CarvePictures.make(90, 128) { _, _, _ in 7 },
      try CarvePictures.noise(1, 1), try CarvePictures.noise(1, 77, channels: 4),
      try CarvePictures.make(128, 96) { x, _, _ in (40..<90).contains(x) ? UInt8(x * 5 & 255) : 30 },
    ] {
      let cost = try CarveCost(picture)
      for side in [cost.columns, cost.rows] {
        #expect(side.carving.count == CarveCost.steps + 1 && side.cropping.count == CarveCost.steps + 1)
        for curve in [side.carving, side.cropping] {
          #expect(curve.first == 0 && curve == curve.sorted() && curve.allSatisfy { $0 >= 0 })
        }
        #expect(abs((side.cropping.last ?? 0) - 1) < 1e-9)
        #expect(side.carving[8] <= side.cropping[8] * 1.05 + 1e-9)
      }
    }
  }

  @Test("Smooth ground around a subject costs less than the subject")
  func ground() throws {
    var random = SplitMix64(seed: 4)
    let picture = try CarvePictures.make(128, 64) { x, _, _ in
      (32..<96).contains(x) ? UInt8.random(in: 0...255, using: &random) : 120
    }
    let columns = try CarveCost(picture).columns
    #expect(columns.carving[12] < 0.05 && columns.carving[24] > 0.1)
  }

  @Test("Rows of a picture are columns of the turned one")
  func turned() throws {
    let picture = try CarvePictures.noise(60, 90, seed: 8)
    let turned = try CarvePictures.make(90, 60) { x, y, channel in picture.row(x)[y * 3 + channel] }
    let (one, other) = (try CarveCost(picture), try CarveCost(turned))
    #expect(one.rows == other.columns && one.columns == other.rows)
  }

  @Test("What is important costs more")
  func importance() throws {
    let picture = try CarvePictures.noise(64, 64)
    let guide = CarveGuide(importance: CarveGuide.Grid(columns: 2, rows: 1, values: [0, 255]))
    let (plain, weighed) = (try CarveCost(picture).columns, try CarveCost(picture, guide: guide).columns)
    #expect(weighed.carving[8] < plain.carving[8])
    #expect(weighed.carving[28] > weighed.carving[16] * 2)
  }
}
