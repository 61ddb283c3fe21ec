import Imaging
import ReframeSDK
import Testing

@Suite("The picture of a decision")
struct ExplanationDrawingTests {
  private static let green: [UInt8] = [60, 220, 90]
  private static let yellow: [UInt8] = [255, 225, 40]
  private static let orange: [UInt8] = [255, 140, 30]

  private func explained(_ width: Int, _ height: Int, _ job: ReframeJob) throws -> (OutputPlan, Raster) {
    var job = job
    job.explains = true
    let file = try ImageEncoder(.png).data(try Pictures.flat(width, height, [90, 90, 90]))
    let results = try Engine().reframe(file, job)
    #expect(results.map(\.rendition.role) == [.result, .explanation])
    let drawing = try #require(results.last)
    #expect(drawing.rendition.mediaType == "image/png")
    let picture = try drawing.bytes.decoded()
    #expect(drawing.rendition.size == PixelSize(width: picture.width, height: picture.height))
    return (try #require(results.first?.plan), picture)
  }

  /// The box around all pixels of a colour in the first rows, where the panels are; the legend lies below.
  private func box(_ color: [UInt8], in picture: Raster, rows: Int) -> PixelRect? {
    var (left, top, right, bottom) = (Int.max, Int.max, -1, -1)
    for y in 0..<rows {
      for x in 0..<picture.width where picture.pixel(x, y) == color {
        (left, top) = (min(left, x), min(top, y))
        (right, bottom) = (max(right, x), max(bottom, y))
      }
    }
    return right < 0 ? nil : PixelRect(x: left, y: top, width: right - left + 1, height: bottom - top + 1)
  }

  @Test("has the chosen frame in green, below and to scale", arguments: [0.0, 0.5, 1.0])
  func cropped(focus: Double) throws {
    let job = try ReframeJob.png("1:1") {
      $0.mode = .crop
      $0.subject = UnitRect(x: focus, y: 0.5, width: 0, height: 0)
    }
    let (plan, picture) = try explained(120, 40, job)
    // Two panels, one above the other, each with a margin around the source.
    #expect(picture.width == 120 + 16 && picture.height > 2 * (40 + 16))
    let frame = try #require(box(Self.green, in: picture, rows: 112))
    #expect(frame == PixelRect(x: 8 + plan.crop.x, y: 56 + 8, width: 40, height: 40))
  }

  @Test("stands side by side for tall pictures")
  func tall() throws {
    let (plan, picture) = try explained(40, 120, try .png("1:1") { $0.mode = .crop })
    #expect(picture.width == 2 * (40 + 16) && picture.height > 120 + 16)
    let frame = try #require(box(Self.green, in: picture, rows: 136))
    #expect(frame == PixelRect(x: 56 + 8, y: 8 + plan.crop.y, width: 40, height: 40))
  }

  @Test("has the frame of a carved picture on the source, as if that had been scaled")
  func carved() throws {
    let (plan, picture) = try explained(120, 40, try .png("1:1") { $0.mode = .carve })
    let frame = try #require(box(Self.green, in: picture, rows: 112))
    #expect(plan.framing.carve != nil && PixelRect(x: 0, y: 0, width: 120, height: 40).contains(plan.crop))
    #expect(frame.width == plan.crop.width && frame.height == plan.crop.height)
  }

  @Test("shows a frame that reaches beyond the source in the margin")
  func expanded() throws {
    let (_, picture) = try explained(60, 40, try .png("1:1") { $0.mode = .expand })
    let margin = 10 + 8
    #expect(picture.width == 60 + 2 * margin && picture.height > 2 * (40 + 2 * margin))
    let frame = try #require(box(Self.green, in: picture, rows: 2 * (40 + 2 * margin)))
    #expect(frame == PixelRect(x: margin, y: 40 + 2 * margin + margin - 10, width: 60, height: 60))
  }

  @Test("has the subject in yellow, above")
  func subject() throws {
    let job = try ReframeJob.png("1:1") {
      $0.mode = .crop
      $0.subject = UnitRect(x: 30, y: 10, width: 20, height: 20)
    }
    let (_, picture) = try explained(120, 40, job)
    #expect(
      box(Self.yellow, in: picture, rows: 112) == PixelRect(x: 8 + 30, y: 8 + 10, width: 20, height: 20))
  }

  @Test("has the crop that lost in another colour")
  func rival() throws {
    let job = try ReframeJob.png("1:1") { $0.subject = UnitRect(x: 0.05, y: 0.1, width: 0.9, height: 0.8) }
    let (plan, picture) = try explained(120, 40, job)
    #expect(plan.operation == .cropAndExpand || plan.operation == .expand)
    #expect(plan.rivals.first?.name == "crop")
    #expect(box(Self.orange, in: picture, rows: 248) != nil)
    #expect(box(Self.green, in: picture, rows: 248) != nil)
  }

  @Test("has a legend that fits, however narrow the picture", arguments: [60, 120, 640])
  func legend(width: Int) throws {
    let job = try ReframeJob.png("9:16") { $0.subject = UnitRect(x: 0, y: 0, width: 0.6, height: 1) }
    let (plan, picture) = try explained(width, width, job)
    #expect(!plan.rivals.isEmpty)
    let background = picture.pixel(0, picture.height - 1)
    let isLegend = (0..<picture.height).reversed().prefix { picture.pixel(0, $0) == background }.count
    #expect(isLegend > 24 * 3)
    for y in (picture.height - isLegend)..<picture.height where picture.pixel(0, y) == background {
      for x in max(0, picture.width - 8)..<picture.width { #expect(picture.pixel(x, y) == background) }
    }
  }

  @Test("is no larger than people look at")
  func large() throws {
    let (_, picture) = try explained(1300, 20, try .png("1:1") { $0.mode = .crop })
    #expect(picture.width == 640 + 16)
  }

  @Test("of a single pixel is possible")
  func tiny() throws {
    let (_, picture) = try explained(1, 1, try .png("2:1") { $0.mode = .expand })
    #expect(picture.width > 1)
  }
}
