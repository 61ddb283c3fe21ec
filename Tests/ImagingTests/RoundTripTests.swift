import Imaging
import Testing

@Suite("What is written can be read back")
struct RoundTripTests {
  @Test(
    "PNG keeps every pixel",
    arguments: [(1, 1), (2, 3), (7, 5), (33, 17), (64, 64), (131, 3)], [3, 4])
  func png(size: (Int, Int), channels: Int) throws {
    let raster = try Pictures.patterned(size.0, size.1, channels: channels)
    let file = try ImageEncoder(.png).data(raster)
    let back = try file.decoded()
    #expect(back.channels == channels)
    #expect(back.bytes == raster.bytes)
  }

  @Test("WebP at quality 100 keeps every pixel")
  func losslessWebP() throws {
    let raster = try Pictures.patterned(31, 22)
    #expect(try ImageEncoder(.webp, quality: 100).data(raster).decoded().bytes == raster.bytes)
  }

  @Test("Lossy formats stay close", arguments: [ImageFormat.jpeg, .webp], [80, 92])
  func lossy(format: ImageFormat, quality: Int) throws {
    let raster = try Pictures.gradient(61, 47)
    let back = try ImageEncoder(format, quality: quality).data(raster).decoded()
    #expect(back.distance(raster) <= 14)
  }

  @Test("A part is written without the rest", arguments: [ImageFormat.png, .jpeg, .webp])
  func part(format: ImageFormat) throws {
    let raster = try Pictures.gradient(40, 30)
    let rect = Raster.Rect(x: 11, y: 7, width: 13, height: 9)
    let back = try ImageEncoder(format, quality: 95).data(raster, rect: rect).decoded()
    #expect(back.distance(try raster.copy(rect)) <= (format == .png ? 0 : 14))
  }

  @Test("RGBA becomes JPEG on white")
  func flattening() throws {
    let clear = try Pictures.flat(16, 16, [10, 20, 30, 0])
    #expect(try ImageEncoder(.jpeg).data(clear).decoded().pixel(8, 8) == [255, 255, 255])
    let half = try Pictures.flat(2, 2, [100, 0, 200, 128]).flattened(red: 0, green: 100, blue: 0)
    #expect(half.pixel(1, 1) == [50, 50, 100])
  }

  @Test("WebP keeps alpha")
  func webpAlpha() throws {
    let back = try ImageEncoder(.webp).data(try Pictures.flat(9, 9, [200, 100, 50, 77])).decoded()
    #expect(back.channels == 4)
    #expect(back.pixel(4, 4)[3] == 77)
  }

  @Test("The sink gets the file in pieces, and its error comes through")
  func sink() throws {
    struct Full: Error {}
    let raster = try Pictures.patterned(300, 300)
    var pieces: [[UInt8]] = []
    try ImageEncoder(.png).encode(raster) { pieces.append([UInt8]($0)) }
    #expect(pieces.count > 1)
    #expect(try pieces.flatMap(\.self).decoded().bytes == raster.bytes)
    #expect(throws: Full.self) { try ImageEncoder(.jpeg).encode(raster) { _ in throw Full() } }
  }

  @Test("Sizes beyond a format are refused in words")
  func tooLarge() throws {
    let wide = try Raster(size: .init(width: 16_384, height: 1), channels: 3)
    let error = #expect(throws: ImagingError.self) { _ = try ImageEncoder(.webp).data(wide) }
    #expect(error?.message.contains("16383") == true)
    #expect(throws: ImagingError.self) { _ = try ImageEncoder(.gif).data(wide) }
  }
}
