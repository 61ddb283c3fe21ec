import Hosting
import Imaging
import ReframeSDK
import Testing

@Suite("Rendering what is carved")
struct CarveRenderingTests {
  @Test("Every size becomes every ratio, covered to the edges", arguments: [3, 4], GenerationMode.allCases)
  func covers(channels: Int, effort: GenerationMode) throws {
    let engine = try Engine()
    for (width, height) in [(1, 1), (1, 13), (17, 1), (31, 29), (53, 20)] {
      let source = try Pictures.patterned(width, height, channels: channels)
      let file = try ImageEncoder(.png).data(source)
      for ratio in ["1:1", "9:16", "21:9"] {
        let job = try ReframeJob.png(ratio) {
          ($0.mode, $0.generationMode) = (.carve, effort)
        }
        let result = try #require(try engine.reframe(file, job).first)
        let plan = try #require(result.plan)
        let picture = try result.bytes.decoded()
        #expect(PixelSize(width: picture.width, height: picture.height) == plan.framing.canvas)
        #expect(!plan.framing.isExposed && plan.operation == .carve || plan.operation == .resize)
      }
    }
  }

  @Test("What the user names is not narrowed while there is other ground")
  func subject() throws {
    let source = try Raster(size: .init(width: 120, height: 60), channels: 3)
    for y in 0..<60 {
      for x in 0..<120 {
        for channel in 0..<3 {
          source.row(y)[x * 3 + channel] =
            (80..<110).contains(x) ? UInt8(x) : UInt8(200 + (x * 7 + y * 3) % 9)
        }
      }
    }
    let job = try ReframeJob.png("1:1") {
      $0.mode = .carve
      $0.subject = UnitRect(x: 80.0 / 120, y: 0, width: 30.0 / 120, height: 1)
    }
    let result = try #require(try Engine().reframe(try ImageEncoder(.png).data(source), job).first)
    let picture = try result.bytes.decoded()
    for y in 0..<picture.height {
      let row = (0..<picture.width).map { picture.row(y)[$0 * 3] }.filter { $0 < 120 }
      #expect(row == (80..<110).map { UInt8($0) }, "row \(y)")
    }
  }

  @Test("What is enlarged is carved as it stands, then scaled")
  func enlarged() throws {
    let source = try Raster(size: .init(width: 60, height: 40), channels: 3)
    for y in 0..<40 {
      for x in 0..<60 {
        for channel in 0..<3 { source.row(y)[x * 3 + channel] = UInt8(x * 4) }
      }
    }
    let file = try ImageEncoder(.png).data(source)
    let engine = try Engine()
    // As wide as a thousand times its height: the whole carved picture would have 20,000 rows and more.
    for size in [PixelSize(width: 160, height: 160), PixelSize(width: 30_000, height: 30)] {
      let job = try ReframeJob.png("\(size.width):\(size.height)", size: size) { $0.mode = .carve }
      let result = try #require(try engine.reframe(file, job).first)
      let picture = try result.bytes.decoded()
      #expect(PixelSize(width: picture.width, height: picture.height) == size)
      #expect(result.plan?.operation == .carve)
      // No seam tears what was smooth.
      let row = (0..<size.width).map { Int(picture.row(size.height / 2)[$0 * 3]) }
      #expect(zip(row, row.dropFirst()).allSatisfy { $0 <= $1 + 1 })
    }
  }

  @Test("Variations differ, and are carves all")
  func variations() throws {
    let file = try Pictures.png(66, 44)
    let job = try ReframeJob.png("1:1") { ($0.mode, $0.imageCount) = (.carve, 3) }
    let results = try Engine().reframe(file, job)
    #expect(results.count == 3 && Set(results.map(\.bytes)).count == 3)
    #expect(results.allSatisfy { $0.plan?.operation == .carve })
  }

  @Test("The progress of a carve is the job's")
  func progress() throws {
    let stages = Stages()
    let run = JobRun(id: "test", onProgress: { fraction, _ in stages.add(fraction) })
    let job = try ReframeJob.png("1:2") { $0.mode = .carve }
    _ = try Engine().reframe(try Pictures.png(120, 60), job, run: run)
    let between = stages.all.filter { $0 > 0.6 && $0 < 1 }
    #expect(between.count > 5 && stages.all == stages.all.sorted() && stages.all.last == 1)
  }
}
