import Hosting
import Imaging
import ReframeSDK
import Testing

@Suite("The fill blur")
struct BlurFillTests {
  let host: Host

  init() throws { host = try Engine().host }

  private func mean(_ canvas: GuardedCanvas, _ rect: PixelRect) -> [Double] {
    (0..<canvas.task.channels).map { channel in
      let values = (rect.y..<rect.maxY).flatMap { y in
        (rect.x..<rect.maxX).map { Double(canvas.pixel($0, y)[channel]) }
      }
      return values.reduce(0, +) / Double(values.count)
    }
  }

  /// Fills with the whole source at hand.
  private func fill(_ canvas: GuardedCanvas, source: Raster? = nil) throws {
    let lent = source.map {
      LentPixels(
        base: $0.base, size: PixelSize(width: $0.width, height: $0.height), channels: $0.channels,
        stride: $0.stride)
    }
    try canvas.fill(with: try host.fill("blur"), source: lent)
    withExtendedLifetime(source) {}
  }

  @Test("has nearly the source's mean colour", arguments: [true, false])
  func meanColor(hasSource: Bool) throws {
    let task = FillCase(40, 40, left: 20, right: 20)
    let canvas = GuardedCanvas(task, garbage: 0)
    try fill(canvas, source: hasSource ? try Pictures.patterned(40, 40) : nil)
    let wanted = mean(canvas, task.placed)
    for side in [PixelRect(x: 0, y: 0, width: 20, height: 40), PixelRect(x: 60, y: 0, width: 20, height: 40)]
    {
      for (value, expected) in zip(mean(canvas, side), wanted) { #expect(abs(value - expected) < 20) }
    }
  }

  @Test("is smooth: neighbours hardly differ, although the source's do", arguments: [3, 4])
  func smooth(channels: Int) throws {
    let task = FillCase(40, 40, top: 30, bottom: 30, channels: channels)
    let canvas = GuardedCanvas(task, garbage: 0)
    try fill(canvas)
    for y in 0..<29 {
      for x in 0..<39 {
        for channel in 0..<3 {
          let here = Int(canvas.pixel(x, y)[channel])
          #expect(abs(here - Int(canvas.pixel(x + 1, y)[channel])) <= 16)
          #expect(abs(here - Int(canvas.pixel(x, y + 1)[channel])) <= 16)
        }
      }
    }
  }

  @Test("of one colour is that colour", arguments: [[200, 10, 77], [200, 10, 77, 255], [9, 99, 199, 128]])
  func flat(color: [UInt8]) throws {
    let channels = color.count
    let task = FillCase(8, 8, left: 9, bottom: 5, channels: channels)
    let canvas = GuardedCanvas(task, garbage: 0)
    try fill(canvas, source: try Pictures.flat(5, 3, color))
    for (x, y) in [(0, 0), (8, 7), (16, 12), (3, 12)] {
      for (value, expected) in zip(canvas.pixel(x, y), color) {
        #expect(abs(Int(value) - Int(expected)) <= 1)
      }
    }
  }

  @Test("of something invisible is invisible, its colour of no account")
  func transparent() throws {
    let canvas = GuardedCanvas(FillCase(8, 8, right: 4, channels: 4), garbage: 0xFF)
    try fill(canvas, source: try Pictures.flat(8, 8, [250, 0, 0, 0]))
    #expect(canvas.pixel(10, 3)[3] == 0)
  }

  @Test("lays the source behind, so that left and right keep their sides")
  func sides() throws {
    let source = try Pictures.flat(40, 20, [255, 0, 0])
    for y in 0..<20 {
      for x in 20..<40 { for channel in 0..<3 { source.row(y)[x * 3 + channel] = channel == 2 ? 255 : 0 } }
    }
    let canvas = GuardedCanvas(FillCase(40, 20, top: 10, bottom: 10), garbage: 0)
    try fill(canvas, source: source)
    #expect(canvas.pixel(2, 2)[0] > 200 && canvas.pixel(2, 2)[2] < 50)
    #expect(canvas.pixel(37, 37)[2] > 200 && canvas.pixel(37, 37)[0] < 50)
  }
}
