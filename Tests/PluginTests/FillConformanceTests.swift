import CReframe
import Hosting
import Imaging
import ReframeSDK
import Testing

/// What every fill must do, tried through its library.
@Suite("Every fill")
struct FillConformanceTests {
  let host: Host

  init() throws { host = try Engine().host }

  @Test("gives every exposed pixel a value of its own choice and keeps all else", arguments: Engine.fills)
  func fillsExposed(id: String) throws {
    let fill = try host.fill(id)
    for task in FillCase.all {
      let dark = GuardedCanvas(task, garbage: 0)
      let light = GuardedCanvas(task, garbage: 0xFF)
      try dark.fill(with: fill)
      try light.fill(with: fill)
      #expect(dark.keepsSource && light.keepsSource, "\(task)")
      #expect(dark.keepsGuards && light.keepsGuards, "\(task)")
      #expect(dark.bytes == light.bytes, "what was there before shows: \(task)")
    }
  }

  @Test("does the same with the whole source at hand", arguments: Engine.fills, [3, 4])
  func fillsWithSource(id: String, channels: Int) throws {
    let fill = try host.fill(id)
    let source = try Pictures.patterned(9, 4, channels: channels)
    let lent = LentPixels(
      base: source.base, size: PixelSize(width: 9, height: 4), channels: channels, stride: source.stride)
    let before = source.samples()
    for task in FillCase.all {
      let first = GuardedCanvas(task, garbage: 0)
      let second = GuardedCanvas(task, garbage: 0xFF)
      try first.fill(with: fill, source: lent)
      try second.fill(with: fill, source: lent)
      #expect(first.keepsSource && first.keepsGuards, "\(task)")
      #expect(first.bytes == second.bytes, "\(task)")
    }
    #expect(source.samples() == before)
  }

  @Test("paints the same for the same seed", arguments: Engine.fills, [UInt32(0), 7, .max])
  func isDeterministic(id: String, seed: UInt32) throws {
    let task = FillCase(13, 17, left: 5, top: 2, right: 3, bottom: 8)
    let first = GuardedCanvas(task, garbage: 1)
    let second = GuardedCanvas(task, garbage: 2)
    let other = try Engine().host
    try first.fill(with: try host.fill(id), seed: seed)
    // The host lives as long as its plugins are called, as some call others through it.
    try withExtendedLifetime(other) { try second.fill(with: try other.fill(id), seed: seed) }
    #expect(first.bytes == second.bytes)
  }

  @Test("stops when the job is cancelled", arguments: Engine.fills)
  func isCancelled(id: String) throws {
    for task in [FillCase(7, 3, bottom: 1), FillCase(7, 3, right: 1), FillCase(7, 100, left: 2, top: 70)] {
      let run = JobRun(id: "unwanted")
      run.cancel()
      let canvas = GuardedCanvas(task, garbage: 0)
      let error = #expect(throws: ReframeError.self) {
        try canvas.fill(with: try host.fill(id), run: run)
      }
      #expect(error?.kind == .cancelled)
      #expect(canvas.keepsSource && canvas.keepsGuards)
    }
  }

  @Test("refuses a canvas it may not write to", arguments: Engine.fills.filter { $0 != "fixture" })
  func readOnly(id: String) throws {
    let canvas = GuardedCanvas(FillCase(3, 3, right: 2), garbage: 9)
    let before = canvas.bytes
    let error = #expect(throws: ReframeError.self) {
      try canvas.fill(with: try host.fill(id), flags: RF_IMAGE_READ_ONLY)
    }
    #expect(error?.kind == .unsupported)
    #expect(canvas.bytes == before)
  }

  @Test("refuses a source that lies off the canvas", arguments: Engine.fills.filter { $0 != "fixture" })
  func offCanvas(id: String) throws {
    let size = PixelSize(width: 6, height: 6)
    let rects = [(4, 0, 3, 3), (0, 4, 3, 3), (-1, 0, 3, 3), (0, 0, 0, 3), (2, 2, 3, 0), (0, 0, 7, 7)]
    for rect in rects.map({ PixelRect(x: $0.0, y: $0.1, width: $0.2, height: $0.3) }) {
      let canvas = GuardedCanvas(FillCase(canvas: size, placed: rect), garbage: 9)
      let before = canvas.bytes
      let error = #expect(throws: ReframeError.self) { try canvas.fill(with: try host.fill(id)) }
      #expect(error?.kind == .invalidArgument)
      #expect(canvas.bytes == before)
    }
  }

  @Test("is told its seed")
  func seed() throws {
    let canvas = GuardedCanvas(FillCase(2, 2, right: 1), garbage: 0)
    try canvas.fill(with: try host.fill("fixture"), seed: 77)
    #expect(canvas.pixel(2, 0) == [77, 77, 77])
  }
}
