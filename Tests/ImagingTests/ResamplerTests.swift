import Imaging
import Testing

@Suite("Scaling")
struct ResamplerTests {
  private static let sizes: [Raster.Size] = [
    .init(width: 1, height: 1), .init(width: 3, height: 50), .init(width: 40, height: 37),
    .init(width: 101, height: 7), .init(width: 211, height: 180),
  ]

  @Test("A flat picture stays flat", arguments: sizes, [3, 4])
  func flat(size: Raster.Size, channels: Int) throws {
    let colour: [UInt8] = channels == 4 ? [255, 3, 128, 255] : [255, 3, 128]
    let scaled = try Pictures.flat(97, 83, colour).resized(to: size)
    #expect(scaled.size == size)
    #expect(scaled.bytes == (try Pictures.flat(size.width, size.height, colour).bytes))
  }

  @Test("The same size gives the same pixels")
  func identity() throws {
    let raster = try Pictures.patterned(45, 31)
    #expect(try raster.resized(to: raster.size).bytes == raster.bytes)
    let part = Raster.Rect(x: 5, y: 6, width: 20, height: 11)
    let target = try Raster(size: part.size, channels: 3)
    try raster.resize(part, into: target, at: target.bounds)
    #expect(target.bytes == (try raster.copy(part).bytes))
  }

  @Test("Scaling keeps the mean", arguments: [(30, 20), (64, 48), (150, 90), (9, 9)])
  func mean(width: Int, height: Int) throws {
    let raster = try Pictures.gradient(100, 80)
    let mean = { (raster: Raster) in
      Double(raster.bytes.reduce(0) { $0 + Int($1) }) / Double(raster.bytes.count)
    }
    #expect(abs(mean(raster) - mean(try raster.resized(to: .init(width: width, height: height)))) < 1)
  }

  @Test("A gradient is not shifted", arguments: [50, 23, 10, 200])
  func unshifted(width: Int) throws {
    let scaled = try Pictures.gradient(100, 4).resized(to: .init(width: width, height: 4))
    for x in 0..<width / 2 {
      // The two ends mirror each other.
      #expect(abs(Int(scaled.pixel(x, 1)[0]) + Int(scaled.pixel(width - 1 - x, 1)[0]) - 255) <= 2)
    }
  }

  @Test("Transparent pixels lend no colour to their neighbours")
  func noFringe() throws {
    let raster = try Pictures.flat(40, 40, [0, 0, 0, 0])
    for y in 0..<40 {
      for x in 13..<29 { raster.row(y)[x * 4] = 255 }
      for x in 13..<29 { raster.row(y)[x * 4 + 3] = 255 }
    }
    for side in [17, 90, 6] {
      let scaled = try raster.resized(to: .init(width: side, height: side))
      for x in 0..<side where scaled.pixel(x, 2)[3] > 8 {
        #expect(scaled.pixel(x, 2)[0] >= 240)
      }
    }
  }

  @Test("Only the rectangle asked for is written")
  func placed() throws {
    let target = try Pictures.flat(30, 30, [9, 9, 9])
    let source = try Pictures.flat(50, 50, [200, 200, 200])
    let place = Raster.Rect(x: 5, y: 6, width: 10, height: 11)
    try source.resize(.init(x: 3, y: 3, width: 40, height: 40), into: target, at: place)
    for y in 0..<30 {
      for x in 0..<30 {
        let inside = (5..<15).contains(x) && (6..<17).contains(y)
        #expect(target.pixel(x, y)[0] == (inside ? 200 : 9))
      }
    }
  }

  @Test("Rectangles outside the picture are refused")
  func outside() throws {
    let raster = try Pictures.gradient(10, 10)
    let size = Raster.Size(width: 5, height: 5)
    #expect(throws: ImagingError.self) {
      _ = try raster.resized(.init(x: 6, y: 0, width: 5, height: 5), to: size)
    }
    #expect(throws: ImagingError.self) {
      _ = try raster.resized(.init(x: 0, y: 0, width: .max, height: 5), to: size)
    }
    #expect(throws: ImagingError.self) { _ = try raster.resized(to: .init(width: 0, height: 5)) }
  }

  @Test("A thumbnail is the mean of its boxes")
  func thumbnail() throws {
    let raster = try Pictures.patterned(20, 10)
    let small = try raster.thumbnail(maxSide: 10)
    #expect(small.size == .init(width: 10, height: 5))
    for y in 0..<5 {
      for x in 0..<10 {
        let four = [(0, 0), (1, 0), (0, 1), (1, 1)].map { Int(raster.pixel(2 * x + $0.0, 2 * y + $0.1)[0]) }
        #expect(abs(Double(small.pixel(x, y)[0]) - Double(four.reduce(0, +)) / 4) <= 0.5)
      }
    }
    #expect(try raster.thumbnail(maxSide: 64).bytes == raster.bytes)
  }

  @Test("Streaming through two threads equals scaling in memory")
  func streaming() throws {
    let raster = try Pictures.gradient(1000, 700)
    let file = try ImageEncoder(.png).data(raster)
    for (width, height) in [(640, 480), (100, 70), (999, 1)] {
      let size = Raster.Size(width: width, height: height)
      #expect(try file.decoded(to: size).bytes == (try raster.resized(to: size).bytes))
    }
  }
}
