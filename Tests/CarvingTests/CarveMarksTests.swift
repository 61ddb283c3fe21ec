import Imaging
import TestSupport
import Testing

@testable import Carving

@Suite("What is marked")
struct CarveMarksTests {
  private func marks(
    _ width: Int, _ height: Int, _ mark: CarveGuide.Mark, _ isMarked: (Int, Int) -> Bool
  ) -> [UInt8] {
    (0..<width * height).map { isMarked($0 % width, $0 / width) ? mark.rawValue : 0 }
  }

  private func carve(_ raster: Raster, _ width: Int, _ height: Int, _ marks: [UInt8]) throws -> Raster {
    var options = CarveOptions()
    options.guide.marks = marks
    return try Carver(options).carve(raster, to: .init(width: width, height: height)).picture
  }

  @Test("No seam crosses a protected column unless it must", arguments: [1, 2, 3, 4] as [UInt64])
  func protectedColumns(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let columns = Set((0..<12).map { _ in Int.random(in: 0..<60, using: &random) })
    // Protected columns are hidden where seams like to go: smooth, among noise.
    let source = try CarvePictures.make(60, 40) { x, _, channel in
      channel == 2 ? UInt8(x) : columns.contains(x) ? 100 : UInt8.random(in: 0...255, using: &random)
    }
    let all = marks(60, 40, .protected) { x, _ in columns.contains(x) }
    let carved = try carve(source, columns.count, 40, all)
    for y in 0..<40 {
      #expect((0..<carved.width).map { Int(carved.row(y)[$0 * 3 + 2]) } == columns.sorted())
    }
    // One seam more must cross, and takes one pixel of each row.
    #expect(try carve(source, columns.count - 1, 40, all).width == columns.count - 1)
  }

  @Test("A protected block survives where seams of both directions have other ways")
  func protectedBlock() throws {
    var random = SplitMix64(seed: 9)
    let source = try CarvePictures.make(50, 50) { x, y, _ in
      (20..<30).contains(x) && (20..<30).contains(y) ? 77 : UInt8.random(in: 100...255, using: &random)
    }
    let block = marks(50, 50, .protected) { x, y in (20..<30).contains(x) && (20..<30).contains(y) }
    let carved = try carve(source, 25, 25, block)
    #expect(carved.samples.count { $0 == 77 } == 300)
  }

  @Test(
    "A gap on one side above and on the other below is crossed where it costs the fewest protected pixels")
  func crossing() throws {
    let source = try CarvePictures.noise(30, 21)
    let split = marks(30, 21, .protected) { x, y in (y < 10) == (x >= 5) }
    let carved = try carve(source, 29, 21, split)
    #expect(carved.size == .init(width: 29, height: 21))
  }

  @Test(
    "A picture that is protected all over is carved all the same", arguments: [(1, 1), (20, 60), (70, 20)])
  func everything(width: Int, height: Int) throws {
    let source = try CarvePictures.noise(40, 30)
    let carved = try carve(source, width, height, marks(40, 30, .protected) { _, _ in true })
    #expect(carved.size == .init(width: width, height: height))
  }

  @Test("What is unwanted goes first")
  func unwanted() throws {
    var random = SplitMix64(seed: 3)
    let source = try CarvePictures.make(60, 30) { x, _, _ in
      (25..<35).contains(x) ? UInt8.random(in: 200...255, using: &random) : 20
    }
    let away = marks(60, 30, .unwanted) { x, _ in (25..<35).contains(x) }
    let carved = try carve(source, 50, 30, away)
    #expect(Set(carved.samples) == [20])
  }
}
