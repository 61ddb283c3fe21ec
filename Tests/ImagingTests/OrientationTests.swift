import Imaging
import Testing

@Suite("Pictures come out upright")
struct OrientationTests {
  /// Where the upright picture's pixel lies in the stored one, written out apart from the code under test.
  private static func stored(
    _ orientation: Int, _ x: Int, _ y: Int, _ width: Int, _ height: Int
  ) -> (Int, Int) {
    switch orientation {
    case 2: (width - 1 - x, y)
    case 3: (width - 1 - x, height - 1 - y)
    case 4: (x, height - 1 - y)
    case 5: (y, x)
    case 6: (y, height - 1 - x)
    case 7: (width - 1 - y, height - 1 - x)
    case 8: (width - 1 - y, x)
    default: (x, y)
    }
  }

  @Test("All eight orientations, pixel by pixel", arguments: 1...8, [3, 4])
  func turning(orientation: Int, channels: Int) throws {
    let file = try ImageEncoder(.png).data(try Pictures.patterned(70, 67, channels: channels))
    let turned = file.withChunk("eXIf", .exif(orientation))
    let plain = try file.decoded()
    let upright = try turned.decoded()
    let info = try turned.probed()
    #expect(info.orientation.rawValue == orientation)
    #expect(info.size == upright.size)
    #expect(upright.size == (orientation >= 5 ? .init(width: 67, height: 70) : .init(width: 70, height: 67)))
    for y in 0..<upright.height {
      for x in 0..<upright.width {
        let from = Self.stored(orientation, x, y, 70, 67)
        try #require(upright.pixel(x, y) == plain.pixel(from.0, from.1))
      }
    }
  }

  @Test("JPEG is turned as well, and scaled", arguments: [1, 3, 6, 8])
  func jpeg(orientation: Int) throws {
    let file = try ImageEncoder(.jpeg, quality: 95).data(try Pictures.gradient(48, 32))
    let turned = file.withOrientation(orientation)
    let upright = try file.decoded().upright(from: try turned.probed().orientation)
    #expect(try turned.decoded().bytes == upright.bytes)
    let small = Raster.Size(width: upright.width / 2, height: upright.height / 2)
    #expect(try turned.decoded(to: small).distance(try upright.resized(to: small)) <= 6)
  }

  @Test("An orientation that does not exist is upright")
  func nonsense() throws {
    let file = try ImageEncoder(.jpeg).data(try Pictures.gradient(8, 6)).withOrientation(9)
    #expect(try file.probed().orientation == .upright)
  }
}
