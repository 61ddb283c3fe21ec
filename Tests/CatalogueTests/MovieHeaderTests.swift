import Hosting
import Testing

@testable import Catalogue

@Suite("The header of a video")
struct MovieHeaderTests {
  private func box(_ name: String, _ body: [UInt8]) -> [UInt8] {
    big(UInt64(body.count + 8), 4) + name.utf8 + body
  }

  private func big(_ value: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * (count - 1 - $0))) }
  }

  private func movie(version: UInt8 = 0, scale: UInt64, duration: UInt64) -> [UInt8] {
    let width = version == 1 ? 8 : 4
    let header = [version, 0, 0, 0] + big(0, width) + big(0, width) + big(scale, 4) + big(duration, width)
    return box("ftyp", Array("isom".utf8)) + box("free", [1, 2, 3])
      + box("moov", box("trak", []) + box("mvhd", header))
  }

  private func milliseconds(_ bytes: [UInt8]) -> Int64? {
    bytes.withUnsafeBytes { MovieHeader.milliseconds($0) }
  }

  @Test("says the length, rounded up to a millisecond")
  func length() {
    #expect(milliseconds(movie(scale: 1000, duration: 5000)) == 5000)
    #expect(milliseconds(movie(scale: 90_000, duration: 90_001)) == 1001)
    #expect(milliseconds(movie(version: 1, scale: 600, duration: 6_000_000_000)) == 10_000_000_000)
  }

  @Test("that does not say it, or lies, is not believed")
  func nonsense() {
    #expect(milliseconds([]) == nil)
    #expect(milliseconds(movie(scale: 0, duration: 5)) == nil)
    #expect(milliseconds(movie(scale: 1000, duration: 0)) == nil)
    #expect(milliseconds(movie(scale: 1000, duration: UInt64(UInt32.max))) == nil)
    #expect(milliseconds(movie(version: 1, scale: 1, duration: .max - 1)) == nil)
    #expect(milliseconds(big(4, 4) + Array("moov".utf8)) == nil)
    #expect(milliseconds(big(1, 4) + Array("moov".utf8) + big(.max, 8)) == nil)
  }

  @Test("cut or spoiled anywhere never goes astray")
  func cut() {
    let whole = movie(version: 1, scale: 600, duration: 600)
    for length in whole.indices { _ = milliseconds(Array(whole.prefix(length))) }
    for index in whole.indices {
      for value in [0, 1, 0x7f, 0xff] as [UInt8] {
        var bytes = whole
        bytes[index] = value
        _ = milliseconds(bytes)
      }
    }
    #expect(milliseconds(whole) == 1000)
  }

  @Test(
    "Types by the first bytes",
    arguments: [
      ("\u{0}\u{0}\u{0}\u{14}ftypisom", "video/mp4"), ("\u{0}\u{0}\u{0}\u{14}ftypqt  ", "video/quicktime"),
      ("\u{0}\u{0}\u{0}\u{14}ftypavif", "image/avif"), ("\u{0}\u{0}\u{0}\u{14}ftypheic", "image/heic"),
      ("GIF89a", "image/gif"), ("RIFF1234WEBPVP8 ", "image/webp"), ("II*\u{0}", "image/tiff"), ("text", nil),
      ("", nil),
    ] as [(String, String?)])
  func types(text: String, type: String?) {
    #expect(Array(text.utf8).withUnsafeBytes { MediaType.sniff($0) } == type)
  }
}
