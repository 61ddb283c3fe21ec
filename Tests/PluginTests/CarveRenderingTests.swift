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
}
