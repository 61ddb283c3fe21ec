import Imaging
import Testing

@Suite("Files that are not what they should be")
struct HostileInputTests {
  @Test("Nothing, and things that are no pictures")
  func notPictures() {
    #expect([UInt8]().failure() == .empty)
    #expect([UInt8]("hello, this is a text\n".utf8).failure() == .notAnImage)
    #expect([UInt8]("<svg xmlns='http://www.w3.org/2000/svg'/>".utf8).failure() == .unsupportedFormat("SVG"))
    #expect([UInt8]("%PDF-1.7".utf8).failure() == .unsupportedFormat("PDF"))
    #expect([UInt8]("BM      ".utf8).failure() == .unsupportedFormat("BMP"))
  }

  @Test("A file cut anywhere is an error, never a crash", arguments: [ImageFormat.jpeg, .png, .webp])
  func cut(format: ImageFormat) throws {
    let file = try ImageEncoder(format).data(try Pictures.patterned(40, 40))
    for length in stride(from: 1, to: file.count * 9 / 10, by: 7) {
      #expect([UInt8](file.prefix(length)).failure() != nil)
    }
    #expect([UInt8](file.prefix(file.count * 2 / 3)).failure() == .truncated)
  }

  @Test("A JPEG that lacks only its end marker is read")
  func missingEnd() throws {
    let file = try ImageEncoder(.jpeg).data(try Pictures.gradient(40, 40))
    #expect(try [UInt8](file.dropLast(2)).decoded().bytes == (try file.decoded().bytes))
  }

  @Test("Changed bytes never crash the reader", arguments: [ImageFormat.jpeg, .png, .webp])
  func changed(format: ImageFormat) throws {
    let file = try ImageEncoder(format).data(try Pictures.patterned(24, 24))
    var random = 88_172_645_463_325_252 as UInt64
    for _ in 0..<300 {
      var copy = file
      for _ in 0..<3 {
        random ^= random << 13
        random ^= random >> 7
        random ^= random << 17
        copy[Int(random % UInt64(copy.count))] = UInt8(truncatingIfNeeded: random >> 40)
      }
      _ = copy.failure(with: ImageDecoder(limits: .init(maxPixels: 1_000_000)))
    }
  }

  @Test("A header that claims too many pixels is refused before anything is allocated")
  func bomb() throws {
    var file = try ImageEncoder(.png).data(try Pictures.flat(1, 1, [0, 0, 0]))
    file.replaceSubrange(16..<24, with: [UInt8].be32(60_000) + [UInt8].be32(60_000))
    let limits = ImageDecoder.Limits(maxPixels: 1_000_000)
    #expect(
      file.failure(with: ImageDecoder(limits: limits))
        == .tooManyPixels(width: 60_000, height: 60_000, limit: 1_000_000))
  }

  @Test("A size of nothing, or larger than the source, is refused")
  func geometry() throws {
    let file = try ImageEncoder(.png).data(try Pictures.gradient(8, 8))
    #expect(throws: ImagingError.self) { _ = try file.decoded(to: .init(width: 9, height: 8)) }
    #expect(throws: ImagingError.self) { _ = try file.decoded(to: .init(width: 0, height: 8)) }
  }

  @Test("Garbage behind and bad EXIF within a JPEG are let pass")
  func forgiving() throws {
    let file = try ImageEncoder(.jpeg).data(try Pictures.gradient(16, 16))
    let wild = (file + [1, 2, 3]).withSegment(1, [UInt8]("Exif\0\0II*\0\u{7F}\u{7F}".utf8))
    #expect(try wild.decoded().bytes == (try file.decoded().bytes))
  }

  @Test("Messages say what to do")
  func messages() {
    #expect(
      ImagingError(.tooManyPixels(width: 9, height: 8, limit: 7)).message
        == "the picture has 9x8 pixels, more than the limit of 7; use a smaller one or raise the limit")
    #expect(
      ImagingError(.truncated, detail: "why").message
        == "the picture is cut short; fetch or copy the file again (why)")
  }

  @Test("Cancelling ends the work", arguments: [ImageFormat.jpeg, .png, .webp])
  func cancelling(format: ImageFormat) throws {
    let raster = try Pictures.gradient(900, 900)
    let small = Raster.Size(width: 300, height: 300)
    let file = try ImageEncoder(format).data(raster)
    #expect(throws: ImagingError(.cancelled)) {
      _ = try file.decoded(to: small, with: ImageDecoder(isCancelled: { true }))
    }
    #expect(throws: ImagingError(.cancelled)) {
      _ = try ImageEncoder(format, isCancelled: { true }).data(raster)
    }
  }
}
