import ReframeSDK
import Testing

@testable import Hosting

@Suite("What a file is, by its first bytes")
struct MediaTypeTests {
  private func sniff(_ bytes: [UInt8]) -> String? { bytes.withUnsafeBytes { MediaType.sniff($0) } }

  @Test(
    "is known of pictures and videos",
    arguments: [
      (PictureBytes.png(1, 1), "image/png"), (PictureBytes.jpeg(1, 1), "image/jpeg"),
      (PictureBytes.webpLossy(1, 1), "image/webp"), (Array("GIF89a".utf8), "image/gif"),
      ([0x49, 0x49, 0x2a, 0, 8], "image/tiff"), ([0x4d, 0x4d, 0, 0x2a, 8], "image/tiff"),
      (PictureBytes.box("avif"), "image/avif"), (PictureBytes.box("avis"), "image/avif"),
      (PictureBytes.box("heic"), "image/heic"), (PictureBytes.box("mif1"), "image/heic"),
      (PictureBytes.box("qt  "), "video/quicktime"), (PictureBytes.box("isom"), "video/mp4"),
      (PictureBytes.box("mp42"), "video/mp4"), ([0x1a, 0x45, 0xdf, 0xa3], "video/webm"),
    ] as [([UInt8], String)])
  func known(bytes: [UInt8], type: String) { #expect(sniff(bytes) == type) }

  @Test(
    "and not guessed of anything else",
    arguments: [
      "", "<html>", "<svg xmlns", "{\"error\"}", "RIFF....WAVE", "%PDF-1.7", "#EXTM3U", "PK\u{3}\u{4}", "GIF",
      "ftypavif",
    ])
  func unknown(text: String) { #expect(sniff(Array(text.utf8)) == nil) }
}

@Suite("The size of a picture, by its first bytes")
struct PictureSizeTests {
  private func size(_ bytes: [UInt8], _ type: String) -> PixelSize? {
    bytes.withUnsafeBytes { PictureSize.read($0, type) }
  }

  private static let files: [([UInt8], String)] = [
    (PictureBytes.png(1080, 1920), "image/png"), (PictureBytes.jpeg(1080, 1920), "image/jpeg"),
    (PictureBytes.jpeg(1080, 1920, padding: 60_000), "image/jpeg"),
    (PictureBytes.jpeg(1080, 1920, frame: 0xc2), "image/jpeg"),
    (PictureBytes.jpeg(1080, 1920, frame: 0xcf), "image/jpeg"),
    (PictureBytes.webpExtended(1080, 1920), "image/webp"),
    (PictureBytes.webpLossless(1080, 1920), "image/webp"),
    (PictureBytes.webpLossy(1080, 1920), "image/webp"),
  ]

  @Test("is read of PNG, JPEG and WebP", arguments: files)
  func known(bytes: [UInt8], type: String) {
    #expect(size(bytes, type) == PixelSize(width: 1080, height: 1920))
  }

  @Test(
    "is not known of a file that ends before it, and reading goes no further than its end", arguments: files)
  func cut(bytes: [UInt8], type: String) {
    for length in 0..<bytes.count where size(Array(bytes[..<length]), type) != nil {
      // What follows the size belongs to the picture, and not to what has to be there.
      #expect(bytes.count - length <= 5, "read from \(length) of \(bytes.count) bytes")
    }
  }

  @Test("may be as large as its field, and is not nothing")
  func edges() {
    #expect(
      size(PictureBytes.webpLossless(16384, 16384), "image/webp") == PixelSize(width: 16384, height: 16384))
    #expect(size(PictureBytes.webpExtended(1 << 24, 1), "image/webp") == PixelSize(width: 1 << 24, height: 1))
    #expect(size(PictureBytes.jpeg(65535, 1), "image/jpeg") == PixelSize(width: 65535, height: 1))
    #expect(size(PictureBytes.png(0, 5), "image/png") == nil)
    #expect(size(PictureBytes.jpeg(5, 0), "image/jpeg") == nil)
    #expect(size(PictureBytes.png(5, 5), "image/gif") == nil)
  }

  @Test(
    "A table's marker is no frame, and a length that cannot be ends the search",
    arguments: [0xc4, 0xc8, 0xcc])
  func frames(marker: Int) {
    #expect(size(PictureBytes.jpeg(5, 5, frame: UInt8(marker)), "image/jpeg") == nil)
    #expect(size([0xff, 0xd8, 0xff, 0xe0, 0, 1, 0xff, 0xc0, 0, 11, 8, 0, 5, 0, 5], "image/jpeg") == nil)
    #expect(size([0xff, 0xd8] + [UInt8](repeating: 0xff, count: 1000), "image/jpeg") == nil)
  }
}
