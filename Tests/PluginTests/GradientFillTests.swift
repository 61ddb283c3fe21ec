import Hosting
import ReframeSDK
import TestSupport
import Testing

@Suite("The fill gradient")
struct GradientFillTests {
  let host: Host

  init() throws { host = try Engine().host }

  private func filled(
    _ task: FillCase, seed: UInt32 = 42, _ source: @escaping (_ x: Int, _ y: Int, _ channel: Int) -> UInt8
  ) throws -> GuardedCanvas {
    let canvas = GuardedCanvas(task, garbage: 77, source: source)
    try canvas.fill(with: try host.fill("gradient"), seed: seed)
    #expect(canvas.keepsSource && canvas.keepsGuards, "\(task)")
    return canvas
  }

  /// Mean and standard deviation of a channel over a rectangle.
  private func statistics(_ canvas: GuardedCanvas, _ rect: PixelRect, channel: Int = 0) -> (
    mean: Double, deviation: Double
  ) {
    let values = (rect.y..<rect.maxY).flatMap { y in
      (rect.x..<rect.maxX).map { Double(canvas.pixel($0, y)[channel]) }
    }
    let mean = values.reduce(0, +) / Double(values.count)
    return (mean, (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot())
  }

  /// Noise of a standard deviation of `strength`, the same at every call.
  private static func noise(_ x: Int, _ y: Int, _ channel: Int, strength: Double) -> Double {
    var random = SplitMix64(seed: UInt64(x &* 7919 &+ y &* 104_729 &+ channel))
    let sum = (0..<12).reduce(0.0) { total, _ in total + Double.random(in: 0..<1, using: &random) }
    return (sum - 6) * strength
  }

  @Test(
    "of one colour is that colour",
    arguments: [[200, 10, 77], [0, 0, 0], [255, 255, 255], [9, 99, 199, 128]])
  func flat(color: [UInt8]) throws {
    let task = FillCase(40, 30, left: 30, top: 9, right: 5, bottom: 40, channels: color.count)
    let canvas = try filled(task) { _, _, channel in color[channel] }
    for y in 0..<task.canvas.height {
      for x in 0..<task.canvas.width {
        // What is half transparent is computed with its alpha multiplied in, which costs a level.
        let isClose = zip(canvas.pixel(x, y), color).allSatisfy { abs(Int($0) - Int($1)) <= color.count - 3 }
        #expect(isClose, "\(x),\(y): \(canvas.pixel(x, y))")
      }
    }
  }

  @Test("lets what changes along the border go on, row by row")
  func along() throws {
    let task = FillCase(96, 128, left: 64, right: 64)
    let canvas = try filled(task) { _, y, _ in UInt8(60 + y) }
    for y in stride(from: 8, to: 120, by: 8) {
      for x in [0, 40, 200] {
        let mean = statistics(canvas, PixelRect(x: x, y: y, width: 16, height: 2)).mean
        #expect(abs(mean - Double(60 + y) - 0.5) < 4, "\(x),\(y): \(mean)")
      }
    }
  }

  @Test("goes on with the slope that leads to the border, and levels out")
  func across() throws {
    let task = FillCase(128, 64, right: 300)
    let canvas = try filled(task) { x, _, _ in UInt8(40 + x / 2) }
    let means = stride(from: 124, to: 428, by: 16).map { x in
      statistics(canvas, PixelRect(x: x, y: 0, width: 4, height: 64)).mean
    }
    #expect(means[1] > means[0] + 4)
    for (before, after) in zip(means, means.dropFirst()) { #expect(after >= before - 0.5) }
    #expect(means[18] < 180, "\(means)")
  }

  @Test("never leaves the border's colours far behind, on a canvas of a hundred times the source")
  func farAway() throws {
    let task = FillCase(40, 30, left: 600, top: 200, right: 200, bottom: 700)
    let canvas = try filled(task) { x, y, channel in UInt8(100 + (x - 600) * (channel + 1) / 2 + (y - 200)) }
    for y in stride(from: 0, to: task.canvas.height, by: 7) {
      for x in stride(from: 0, to: task.canvas.width, by: 7) {
        let pixel = canvas.pixel(x, y)
        #expect(pixel.allSatisfy { $0 > 50 }, "\(x),\(y): \(pixel)")
      }
    }
  }

  @Test("has the grain of the neighbourhood, and no seam to it", arguments: [1.0, 4, 12])
  func grain(strength: Double) throws {
    let task = FillCase(128, 96, left: 80, top: 48)
    let canvas = try filled(task) { x, y, channel in
      UInt8(min(255, max(0, 120 + Self.noise(x, y, channel, strength: strength))))
    }
    let inside = statistics(canvas, PixelRect(x: 100, y: 60, width: 80, height: 60))
    for rect in [(4, 60, 60, 60), (100, 2, 80, 40), (4, 2, 60, 40), (60, 60, 20, 60)] {
      let fill = statistics(canvas, PixelRect(x: rect.0, y: rect.1, width: rect.2, height: rect.3))
      #expect(abs(fill.mean - inside.mean) < 0.5 + strength / 6)
      #expect(fill.deviation / inside.deviation > 0.75 && fill.deviation / inside.deviation < 1.3, "\(rect)")
    }
    let step = { (x: Int) in
      (48..<144).reduce(0) { $0 + abs(Int(canvas.pixel(x, $1)[0]) - Int(canvas.pixel(x - 1, $1)[0])) }
    }
    #expect(Double(step(80)) < 1.4 * Double(step(90)) + 20)
  }

  @Test("differs in grain from seed to seed")
  func seeds() throws {
    let task = FillCase(96, 64, left: 64)
    let source = { (x: Int, y: Int, channel: Int) in UInt8(100 + Self.noise(x, y, channel, strength: 5)) }
    let one = try filled(task, seed: 1, source)
    #expect(try filled(task, seed: 1, source).bytes == one.bytes)
    #expect(try filled(task, seed: 2, source).bytes != one.bytes)
  }

  @Test("has no bands: a slow slope is rendered by more than one level everywhere")
  func bands() throws {
    let task = FillCase(256, 64, right: 128)
    // One level in 64 pixels, as a camera's noise would render it.
    let canvas = try filled(task) { x, y, channel in
      UInt8(100 + Double(x) / 64 + 0.5 + Self.noise(x, y, channel, strength: 0.5))
    }
    for x in stride(from: 260, to: 380, by: 8) {
      let fill = statistics(canvas, PixelRect(x: x, y: 0, width: 8, height: 64))
      #expect(fill.deviation > 0.3, "flat at \(x)")
    }
  }

  @Test("of something invisible is invisible")
  func transparent() throws {
    let task = FillCase(32, 32, left: 20, bottom: 20, channels: 4)
    let canvas = try filled(task) { x, y, channel in channel == 3 ? 0 : UInt8(truncatingIfNeeded: x * y) }
    for (x, y) in [(0, 0), (19, 31), (40, 51), (3, 50)] { #expect(canvas.pixel(x, y)[3] == 0) }
  }

  @Test("bears noise, lines and points", arguments: [3, 4])
  func degenerate(channels: Int) throws {
    for (width, height) in [(1, 1), (1, 200), (200, 1), (2, 3), (33, 33)] {
      let task = FillCase(width, height, left: 17, top: 40, right: 3, bottom: 1, channels: channels)
      var random = SplitMix64(seed: 9)
      let noise = (0..<(width + 20) * (height + 41) * channels).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      _ = try filled(task) { x, y, channel in noise[(y * (width + 20) + x) * channels + channel] }
    }
  }
}
