import Dispatch
import Hosting
import Imaging
import ReframeSDK
import Synchronization
import Testing

@Suite("The fill patch")
struct PatchFillTests {
  let host: Host

  init() throws { host = try Engine().host }

  private static let framed = FillCase(30, 27, left: 8, top: 6, right: 7, bottom: 8)

  /// Stripes with a grain of their own.
  private static func striped(_ x: Int, _ y: Int, _ channel: Int) -> UInt8 {
    let grain = (x &* 7919 ^ y &* 104_729 ^ channel &* 31) & 15
    return channel == 3 ? 255 : UInt8(60 + 80 * (y / 6 % 2) + 20 * channel + grain)
  }

  /// The colours of all exposed pixels.
  private static func exposed(_ canvas: GuardedCanvas) -> [[UInt8]] {
    let task = canvas.task
    return (0..<task.canvas.height).flatMap { y in
      (0..<task.canvas.width).compactMap { x in
        task.placed.contains(PixelRect(x: x, y: y, width: 1, height: 1)) ? nil : canvas.pixel(x, y)
      }
    }
  }

  private func filled(
    _ task: FillCase, seed: UInt32 = 42, garbage: UInt8 = 0, subject: SaliencyGrid? = nil,
    effort: FillEffort = .balanced, _ source: @escaping (Int, Int, Int) -> UInt8
  ) throws -> GuardedCanvas {
    let canvas = GuardedCanvas(task, garbage: garbage, source: source)
    try canvas.fill(with: try host.fill("patch"), seed: seed, subject: subject, effort: effort)
    #expect(canvas.keepsSource && canvas.keepsGuards, "\(task)")
    return canvas
  }

  @Test("keeps the source, and what was there before does not show", arguments: [3, 4], FillEffort.allCases)
  func keepsSource(channels: Int, effort: FillEffort) throws {
    let task = FillCase(canvas: Self.framed.canvas, placed: Self.framed.placed, channels: channels)
    let dark = try filled(task, garbage: 0, effort: effort, task.sample)
    let light = try filled(task, garbage: 0xFF, effort: effort, task.sample)
    #expect(dark.bytes == light.bytes)
  }

  @Test("paints the same however many threads there are")
  func threads() throws {
    let alone = try filled(Self.framed, Self.striped)
    let results = Mutex<[[UInt8]]>([])
    let host = host
    DispatchQueue.concurrentPerform(iterations: 3) { _ in
      let canvas = GuardedCanvas(Self.framed, garbage: 1, source: Self.striped)
      try? canvas.fill(with: host.fill("patch"))
      results.withLock { $0.append(canvas.bytes) }
    }
    let together = results.withLock { $0 }
    #expect(together.count == 3 && together.allSatisfy { $0 == alone.bytes })
  }

  @Test("varies with the seed")
  func seeds() throws {
    let pictures = try (1...3).map { try filled(Self.framed, seed: $0, Self.striped).bytes }
    #expect(Set(pictures).count == 3)
  }

  @Test("goes on with what lies beside the border")
  func continues() throws {
    let canvas = try filled(FillCase(36, 36, left: 10, right: 10), Self.striped)
    var wrong = 0
    for y in 0..<36 {
      for x in Array(0..<10) + Array(46..<56) {
        let isBright = canvas.pixel(x, y)[0] > 107
        if isBright != (y / 6 % 2 == 1) { wrong += 1 }
      }
    }
    #expect(wrong < 36 * 20 / 10, "\(wrong) pixels are in the wrong stripe")
  }

  @Test("never copies the subject", arguments: [UInt32(1), 2, 3])
  func subject(seed: UInt32) throws {
    // A red square on grey grain; nothing else is red.
    let task = FillCase(40, 36, left: 8, top: 6, right: 7, bottom: 8)
    let blob = PixelRect(x: 20, y: 16, width: 10, height: 9)
    func picture(_ x: Int, _ y: Int, _ channel: Int) -> UInt8 {
      if blob.contains(PixelRect(x: x, y: y, width: 1, height: 1)) { return channel == 0 ? 250 : 10 }
      return UInt8(110 + (x &* 7919 ^ y &* 104_729) & 31)
    }
    let cells = (0..<9).flatMap { row in
      (0..<10).map { column in
        let cell = PixelRect(
          x: task.placed.x + 4 * column, y: task.placed.y + 4 * row, width: 4, height: 4)
        return UInt8(
          cell.x < blob.maxX && cell.maxX > blob.x && cell.y < blob.maxY && cell.maxY > blob.y ? 255 : 0)
      }
    }
    let grid = try #require(SaliencyGrid(columns: 10, rows: 9, values: cells))
    let canvas = try filled(task, seed: seed, subject: grid, picture)
    #expect(Self.exposed(canvas).allSatisfy { abs(Int($0[0]) - Int($0[1])) < 40 })
  }

  @Test("fills though all of the picture is subject")
  func allSubject() throws {
    let grid = try #require(
      SaliencyGrid(columns: 5, rows: 3, values: [UInt8](repeating: 255, count: 15)))
    let dark = try filled(Self.framed, garbage: 0, subject: grid, Self.striped)
    let light = try filled(Self.framed, garbage: 255, subject: grid, Self.striped)
    #expect(dark.bytes == light.bytes)
  }

  @Test("keeps one colour, and full transparency", arguments: [0, 255])
  func flat(alpha: UInt8) throws {
    let task = FillCase(20, 16, left: 6, top: 5, right: 4, bottom: 12, channels: 4)
    let canvas = try filled(task) { _, _, channel in channel == 3 ? alpha : [200, 30, 90][channel] }
    let colour: [UInt8] = alpha == 0 ? [0, 0, 0, 0] : [200, 30, 90, 255]
    #expect(Self.exposed(canvas).allSatisfy { $0 == colour })
  }

  @Test("fills what is far larger than the source, and what is hardly there")
  func extremes() throws {
    for task in [
      FillCase(8, 8, left: 40, top: 1, right: 20, bottom: 30), FillCase(9, 70, right: 20),
      FillCase(70, 9, top: 12), FillCase(33, 17, left: 1), FillCase(17, 8, bottom: 1, channels: 4),
      FillCase(1, 1, left: 60, top: 40, right: 60, bottom: 40), FillCase(3, 90, left: 20, right: 9),
    ] {
      let dark = GuardedCanvas(task, garbage: 0)
      let light = GuardedCanvas(task, garbage: 0xFF)
      try dark.fill(with: try host.fill("patch"))
      try light.fill(with: try host.fill("patch"))
      #expect(dark.keepsSource && dark.keepsGuards && dark.bytes == light.bytes, "\(task)")
    }
  }

  @Test("fills a canvas thousands of times the source, and never shows the subject again")
  func farAway() throws {
    // A red square on grey grain.
    let source = try Pictures.flat(32, 30, [110, 110, 110])
    for y in 0..<30 {
      for index in 0..<32 * 3 { source.row(y)[index] += UInt8((index / 3 &* 7919 ^ y &* 104_729) & 15) }
    }
    for y in 2..<8 {
      for x in 3..<9 {
        (source.row(y)[x * 3], source.row(y)[x * 3 + 1], source.row(y)[x * 3 + 2]) = (255, 0, 0)
      }
    }
    let size = PixelSize(width: 1200, height: 1100)
    var output = try #require(
      AspectRatio(width: 12, height: 11).map { OutputRequest(aspect: $0, size: size) })
    output.placement = UnitRect(x: 0.75, y: 0.1, width: 32.0 / 1200, height: 30.0 / 1100)
    let job = ReframeJob.png([output]) {
      $0.fill = "patch"
      $0.subject = UnitRect(x: 3.0 / 32, y: 2.0 / 30, width: 6.0 / 32, height: 6.0 / 30)
    }
    let result = try Engine().reframe(try ImageEncoder(.png).data(source), job).first
    let picture = try #require(try result?.bytes.decoded())
    #expect(picture.size == .init(width: 1200, height: 1100))
    #expect(picture.samples(.init(x: 900, y: 110, width: 32, height: 30)) == source.samples())
    // Every other pixel of the canvas is enough to meet one of each copy.
    for y in stride(from: 0, to: 1100, by: 2) where !(110..<140).contains(y) {
      let row = picture.row(y)
      let isGrey = stride(from: 0, to: 1200 * 3, by: 6).allSatisfy { row[$0] < 200 && row[$0 + 1] > 60 }
      #expect(isGrey, "row \(y)")
    }
  }

  @Test("stops midway when the job is cancelled")
  func cancelled() throws {
    let run = JobRun(id: "unwanted")
    let canvas = GuardedCanvas(FillCase(40, 40, left: 30, right: 30), garbage: 0)
    let fill = try host.fill("patch")
    DispatchQueue.global().async { run.cancel() }
    let error = #expect(throws: ReframeError.self) {
      while true { try canvas.fill(with: fill, run: run) }
    }
    #expect(error?.kind == .cancelled)
    #expect(canvas.keepsSource && canvas.keepsGuards)
  }

  @Test("refuses parameters, as it has none")
  func parameters() throws {
    let canvas = GuardedCanvas(FillCase(8, 8, left: 2), garbage: 0)
    let error = #expect(throws: ReframeError.self) {
      try canvas.fill(with: try host.fill("patch"), parameters: #"{"size": 3}"#)
    }
    #expect(error?.kind == .invalidArgument)
    #expect(error?.message.contains("'size'") == true)
  }
}
