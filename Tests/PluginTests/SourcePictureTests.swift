import Foundation
import Hosting
import Imaging
import ReframeSDK
import Synchronization
import Testing

@Suite("The source of a job")
struct SourcePictureTests {
  private func jpeg(_ width: Int, _ height: Int) throws -> [UInt8] {
    try ImageEncoder(.jpeg, quality: 95).data(try Pictures.flat(width, height, [40, 120, 200]))
  }

  private func failure(_ file: [UInt8], _ job: ReframeJob) throws -> ReframeError? {
    #expect(throws: ReframeError.self) { _ = try Engine().reframe(file, job) }
  }

  @Test("has the format that its result has if nobody names one", arguments: [ImageFormat.jpeg, .png, .webp])
  func format(format: ImageFormat) throws {
    let file = try ImageEncoder(format).data(try Pictures.flat(8, 6, [1, 2, 3]))
    let job = try ReframeJob.png("1:1") { $0.outputs[0].format = nil }
    #expect(try #require(try Engine().reframe(file, job).first).bytes.probed().format == format)
  }

  @Test("is turned upright first", arguments: 1...8)
  func orientation(value: Int) throws {
    let job = try ReframeJob.png("2:1") {
      $0.mode = .expand
      $0.fill = "solid"
    }
    let result = try #require(try Engine().reframe(try jpeg(24, 16).withOrientation(value), job).first)
    let upright = value < 5 ? PixelSize(width: 24, height: 16) : PixelSize(width: 16, height: 24)
    #expect(result.rendition.source == upright)
    #expect(result.plan?.crop == PixelRect(upright))
    #expect(try result.bytes.probed().orientation == .upright)
  }

  @Test("keeps its alpha in a PNG and loses it on white in a JPEG")
  func alpha() throws {
    let file = try ImageEncoder(.png).data(try Pictures.flat(12, 8, [200, 0, 0, 0]))
    let job = try ReframeJob.png("1:1") { $0.mode = .crop }
    let kept = try #require(try Engine().reframe(file, job).first).bytes.decoded()
    #expect(kept.pixel(3, 3) == [200, 0, 0, 0])
    var flat = job
    flat.outputs[0].format = .jpeg
    let lost = try #require(try Engine().reframe(file, flat).first).bytes.decoded()
    #expect(lost.pixel(3, 3).allSatisfy { $0 > 250 })
  }

  @Test("tells nothing about itself unless asked", arguments: OutputFormat.stills)
  func metadata(format: OutputFormat) throws {
    let file = try jpeg(24, 16).withOrientation(6)
    #expect(try !file.metadata().isEmpty)
    for keeps in [false, true] {
      let job = try ReframeJob.png("1:1") {
        $0.outputs[0].format = format
        $0.keepsMetadata = keeps
      }
      let result = try #require(try Engine().reframe(file, job).first)
      #expect(try result.bytes.metadata().isEmpty == !keeps)
      #expect(try result.bytes.probed().orientation == .upright)
    }
  }

  @Test("warns, once for a format, of metadata that this cannot hold", arguments: [OutputFormat.jpeg, .png])
  func lost(format: OutputFormat) throws {
    let file = try jpeg(24, 16).withSegment(13, [UInt8]("Photoshop 3.0\08BIM".utf8))
    let job = try ReframeJob.png("1:1") {
      $0.outputs.append($0.outputs[0])
      for index in $0.outputs.indices { $0.outputs[index].format = format }
      $0.keepsMetadata = true
    }
    let messages = Mutex<[String]>([])
    let run = JobRun(id: "test", onLog: { _, message in messages.withLock { $0.append(message) } })
    #expect(try Engine().reframe(file, job, run: run).count == 2)
    let expected = format == .jpeg ? [] : ["IPTC left out: png files have no room for it"]
    #expect(messages.withLock { $0 } == expected)
  }

  @Test("of the ratio already is only scaled, and says so")
  func matching() throws {
    let result = try #require(try Engine().reframe(try Pictures.png(32, 18), try .png("16:9")).first)
    #expect(result.plan?.operation == .resize)
    #expect(result.plan?.notes == ["already 16:9, only scaled"])
    #expect(try result.bytes.decoded().samples() == Pictures.patterned(32, 18).samples())
  }

  @Test(
    "of the ratio to within 2 % is an error to the strict", arguments: [(100, 100), (102, 100), (98, 100)])
  func strict(width: Int, height: Int) throws {
    let error = try failure(try Pictures.png(width, height), try .png("1:1") { $0.isStrict = true })
    #expect(error?.code == "InputValidationError")
    #expect(
      error?.message
        == "Image already matches target aspect ratio (\(width)x\(height) is 1:1 to within 2 %)")
  }

  @Test("of another ratio is none to the strict")
  func strictPasses() throws {
    let job = try ReframeJob.png("1:1") { $0.isStrict = true }
    #expect(try Engine().reframe(try Pictures.png(103, 100), job).count == 1)
  }

  @Test("that is too large is not read")
  func limit() throws {
    let error = try failure(try Pictures.png(20, 20), try .png("2:1") { $0.pixelLimit = 399 })
    #expect(error?.kind == .invalidArgument)
    #expect(
      error?.message.hasPrefix("the picture has 20x20 pixels, more than the limit of 399; ") == true)
  }

  @Test("that needs too large a canvas is not expanded")
  func canvasLimit() throws {
    let job = try ReframeJob.png("100:1") {
      $0.mode = .expand
      $0.pixelLimit = 39_999
    }
    let error = try failure(try Pictures.png(20, 20), job)
    #expect(error?.kind == .invalidArgument)
    #expect(
      error?.message == "100:1 makes a canvas of 2000x20, which is more than 39999 pixels; "
        + "give a size or a resolution, or raise max-pixels")
  }

  @Test("has its subject inside", arguments: [UnitRect(x: 21, y: 3, width: 0, height: 0)])
  func subjectOff(subject: UnitRect) throws {
    let error = try failure(try Pictures.png(20, 20), try .png("2:1") { $0.subject = subject })
    #expect(error?.message == "the subject lies off the picture, which is 20x20")
  }

  @Test("shows the subject that is given in pixels or in fractions")
  func subject() throws {
    let boxes = [
      UnitRect(x: 30, y: 0, width: 10, height: 10), UnitRect(x: 0.75, y: 0, width: 0.25, height: 1),
      UnitRect(x: 35, y: 5, width: 0, height: 0), UnitRect(x: 0.875, y: 0.5, width: 0, height: 0),
    ]
    for box in boxes {
      let job = try ReframeJob.png("1:1") {
        $0.mode = .crop
        $0.subject = box
      }
      let plan = try Engine().plan(try Pictures.png(40, 10), job)
      #expect(plan.outputs.first?.crop == PixelRect(x: 30, y: 0, width: 10, height: 10), "\(box)")
      #expect(plan.subjects?.regions.map(\.label) == ["given"])
    }
  }

  @Test("that is no picture is refused", arguments: ["", "hello", "GIF89a", "%PDF-1.7"])
  func noPicture(text: String) throws {
    guard !text.isEmpty else { return }
    let error = try failure([UInt8](text.utf8), try .png("1:1"))
    #expect(error?.kind == .invalidArgument || error?.kind == .unsupported)
  }

  @Test("cut short anywhere is an error", arguments: [ImageFormat.jpeg, .png, .webp])
  func truncated(format: ImageFormat) throws {
    let file = try ImageEncoder(format).data(try Pictures.patterned(30, 30))
    for share in [0.1, 0.5, 0.8] {
      let part = [UInt8](file.prefix(Int(Double(file.count) * share)))
      let error = try failure(part, try .png("2:1"))
      #expect(error?.kind == .invalidArgument)
    }
  }
}
