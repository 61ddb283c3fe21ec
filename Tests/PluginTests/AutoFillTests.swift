import CReframe
import Hosting
import Loading
import Planning
import ReframeSDK
import Synchronization
import TestSupport
import Testing

@Suite("The fill auto")
struct AutoFillTests {
  /// Fills through a host with the plugins in `bundles`; what was logged.
  private func fill(_ canvas: GuardedCanvas, with id: String = "auto", bundles: TestBundles) throws
    -> [String]
  {
    let log = Mutex<[String]>([])
    let run = JobRun(id: "test", onLog: { level, text in log.withLock { $0.append("\(level): \(text)") } })
    let host = try Engine(folder: bundles.path).host
    try withExtendedLifetime(host) { try canvas.fill(with: try host.fill(id), run: run) }
    #expect(canvas.keepsSource && canvas.keepsGuards)
    return log.withLock { $0 }
  }

  /// A sky above stones.
  private static func landscape(_ x: Int, _ y: Int, _ channel: Int) -> UInt8 {
    y < 150
      ? UInt8(100 + y / 2 + 10 * channel)
      : UInt8(truncatingIfNeeded: (x / 3) * 37 + (y / 3) * 101 + x / 3 * (y / 3))
  }

  private let landscape = FillCase(120, 190, left: 30, top: 30, right: 20)

  @Test("gives smooth sides to gradient alone")
  func smooth() throws {
    let task = FillCase(90, 60, left: 20, top: 10, right: 20)
    let sky = { (x: Int, y: Int, channel: Int) in UInt8(100 + y / 2 + 10 * channel) }
    let (auto, gradient) = (
      GuardedCanvas(task, garbage: 0, source: sky), GuardedCanvas(task, garbage: 0, source: sky)
    )
    #expect(
      try fill(auto, bundles: .shared()) == [
        "debug: fill auto: left by trend, smooth (100 % smooth, longest rough run 0 %, 0 % touched by a subject)",
        "debug: fill auto: right by trend, smooth (100 % smooth, longest rough run 0 %, 0 % touched by a subject)",
        "debug: fill auto: top by trend, smooth (100 % smooth, longest rough run 0 %, 0 % touched by a subject)",
        "debug: fill auto: 'gradient' filled 130x70 around 90x60",
      ])
    _ = try fill(gradient, with: "gradient", bundles: .shared())
    #expect(auto.bytes == gradient.bytes)
  }

  @Test("gives textured sides to the first fill by example that there is")
  func textured() throws {
    let bundles = try TestBundles(own: ["AutoFill", "GradientFill", "MirrorFill"])
    let task = FillCase(120, 90, left: 30, right: 30)
    let (auto, mirror) = (GuardedCanvas(task, garbage: 0), GuardedCanvas(task, garbage: 0))
    let log = try fill(auto, bundles: bundles)
    #expect(log.last == "debug: fill auto: 'mirror' filled 180x90 around 120x90")
    #expect(log.contains { $0.hasPrefix("debug: fill auto: goes on without 'patch': ") })
    _ = try fill(mirror, with: "mirror", bundles: bundles)
    #expect(auto.bytes == mirror.bytes)
  }

  @Test("mixes both: first the sky, then the rest, which it is there for")
  func mixed() throws {
    let canvas = GuardedCanvas(landscape, garbage: 0) { Self.landscape($0, $1, $2) }
    let bundles = try TestBundles(own: ["AutoFill", "GradientFill", "MirrorFill"])
    let log = try fill(canvas, bundles: bundles)
    #expect(log.contains { $0.hasPrefix("debug: fill auto: top by trend, smooth") })
    #expect(log.contains { $0.hasPrefix("debug: fill auto: left by example, textured") })
    #expect(
      log.filter { $0.contains("filled") } == [
        "debug: fill auto: 'gradient' filled 120x220 around 120x190",
        "debug: fill auto: 'mirror' filled 170x220 around 120x220",
      ])
  }

  @Test("decides the mirror image for the mirrored picture")
  func mirrored() throws {
    let canvas = GuardedCanvas(landscape, garbage: 0) { Self.landscape($0, $1, $2) }
    let width = landscape.canvas.width
    let flipped = FillCase(120, 190, left: 20, top: 30, right: 30)
    let mirror = GuardedCanvas(flipped, garbage: 0) { Self.landscape(width - 1 - $0, $1, $2) }
    let swapped = try fill(mirror, bundles: .shared()).map { line in
      line.replacing("left", with: "LEFT").replacing("right", with: "left").replacing("LEFT", with: "right")
    }
    #expect(try Set(fill(canvas, bundles: .shared())) == Set(swapped))
  }

  @Test("goes on with the next fill if one cannot be used, and says so")
  func failing() throws {
    let bundles = try TestBundles(own: ["AutoFill", "BlurFill"])
    try bundles.addFixture(id: "gradient", library: "libFixture.so")
    let task = FillCase(30, 20, left: 5)
    let (auto, blur) = (
      GuardedCanvas(task, garbage: 0) { _, _, _ in 90 }, GuardedCanvas(task, garbage: 0) { _, _, _ in 90 }
    )
    let log = try fill(auto, bundles: bundles)
    // The library does not bear the name that its manifest gives it.
    #expect(
      log.contains {
        $0.hasPrefix("warning: fill auto: goes on without 'gradient': the plugin 'gradient' at ")
      })
    #expect(log.last == "debug: fill auto: 'blur' filled 35x20 around 30x20")
    _ = try fill(blur, with: "blur", bundles: bundles)
    #expect(auto.bytes == blur.bytes)
  }

  @Test("says that there is no other fill, if there is none")
  func alone() throws {
    let bundles = try TestBundles(own: ["AutoFill"])
    let canvas = GuardedCanvas(FillCase(30, 20, left: 5), garbage: 0)
    let error = #expect(throws: ReframeError.self) { _ = try fill(canvas, bundles: bundles) }
    #expect(error?.kind == .notFound)
  }

  @Test("stops when another fill is stopped, and asks no other")
  func cancelled() throws {
    let bundles = try TestBundles(own: ["AutoFill", "MirrorFill"])
    let log = Mutex<[String]>([])
    let run = JobRun(id: "test", onLog: { _, text in log.withLock { $0.append(text) } })
    run.cancel()
    let host = try Engine(folder: bundles.path).host
    let canvas = GuardedCanvas(FillCase(30, 20, left: 5), garbage: 0)
    let error = #expect(throws: ReframeError.self) { try canvas.fill(with: try host.fill("auto"), run: run) }
    #expect(error?.kind == .cancelled)
    #expect(log.withLock { $0 } == [])
  }

  @Test("bears lines and points on huge canvases, noise and the invisible", arguments: [3, 4])
  func degenerate(channels: Int) throws {
    for (width, height) in [(1, 1), (1, 60), (60, 1), (2, 3)] {
      let task = FillCase(width, height, left: 50, top: 40, right: 60, bottom: 70, channels: channels)
      _ = try fill(GuardedCanvas(task, garbage: 3), bundles: .shared())
      _ = try fill(GuardedCanvas(task, garbage: 3) { _, _, _ in 0 }, bundles: .shared())
    }
  }
}
