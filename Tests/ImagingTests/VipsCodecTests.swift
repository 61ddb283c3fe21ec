import Imaging
import Testing

/// A GIF of one red pixel.
private let redPixel: [UInt8] =
  [UInt8]("GIF89a".utf8) + [
    1, 0, 1, 0, 0x80, 0, 0, 255, 0, 0, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B,
  ]

@Suite("Formats read through libVipsCodec")
struct VipsCodecTests {
  private static var isInstalled: Bool {
    if case .missingCodec = redPixel.failure() { return false }
    return true
  }

  @Test("A GIF is read", .enabled(if: isInstalled))
  func gif() throws {
    let info = try redPixel.probed()
    #expect(info.format == .gif)
    #expect(info.size == .init(width: 1, height: 1))
    #expect(info.frames == 1)
    #expect(try redPixel.decoded().pixel(0, 0).prefix(3) == [255, 0, 0])
  }

  @Test("A cut GIF is an error", .enabled(if: isInstalled))
  func cut() {
    for length in 7..<20 { #expect([UInt8](redPixel.prefix(length)).failure() != nil) }
  }

  @Test("Cancelling ends the work", .enabled(if: isInstalled))
  func cancelling() {
    #expect(redPixel.failure(with: ImageDecoder(isCancelled: { true })) == .cancelled)
  }
}
