import CReframe
import Testing

@testable import ReframeSDK

@Suite("A fill through its C table")
struct FillExportTests {
  /// Fills `canvas` outside `placed` after `change` has had its way with the task.
  private func fill(
    _ canvas: RawPicture, placed: PixelRect, source: RawPicture? = nil, job: RawJob = RawJob(),
    _ change: (inout rf_fill_task) -> Void = { _ in }
  ) throws -> ReframeError? {
    var result: ReframeError?
    try ExportedPlugin.with(.fill) { (table: rf_fill) in
      withUnsafePointer(to: &canvas.image) { image in
        withUnsafePointer(to: source?.image ?? rf_image()) { whole in
          var task = rf_fill_task()
          task.size = UInt32(MemoryLayout<rf_fill_task>.size)
          task.seed = 0x1_07
          task.image = image
          task.source = source == nil ? nil : whole
          task.placed_x = Int32(placed.x)
          task.placed_y = Int32(placed.y)
          task.placed_width = UInt32(placed.width)
          task.placed_height = UInt32(placed.height)
          change(&task)
          result = failure { error in job.with { table.fill(table.instance, $0, &task, error) } }
        }
      }
    }
    return result
  }

  private func canvas(_ width: Int, _ height: Int, channels: Int = 3, padding: Int = 0) -> RawPicture {
    let picture = RawPicture(width, height, channels: channels, padding: padding)
    picture.image.flags = 0
    return picture
  }

  @Test("Just the exposed area is painted, whatever the stride", arguments: [3, 4], [0, 5])
  func painted(channels: Int, padding: Int) throws {
    let canvas = canvas(9, 6, channels: channels, padding: padding)
    let placed = PixelRect(x: 2, y: 1, width: 5, height: 3)
    let job = RawJob()
    #expect(try fill(canvas, placed: placed, source: RawPicture(5, 3), job: job) == nil)
    for y in 0..<6 {
      for x in 0..<9 {
        let isInside = placed.contains(PixelRect(x: x, y: y, width: 1, height: 1))
        #expect(canvas.pixel(x, y) == Array(repeating: isInside ? 1 : 7, count: channels))
      }
    }
    #expect(canvas.paddingIsUntouched)
    #expect(job.progress.map(\.0) == [0.5])
    #expect(job.progress.map(\.1) == ["filling"])
    #expect(job.log.map(\.0) == [RF_LOG_INFO])
    #expect(job.log.map(\.1) == ["prompt: , source: 5x3"])
  }

  @Test("Prompt and parameters reach the fill; there may be no source")
  func prompt() throws {
    let job = RawJob()
    let placed = PixelRect(x: 0, y: 0, width: 1, height: 1)
    let error = try "a beach".withTextThrowing { text in
      try fill(canvas(2, 2), placed: placed, job: job) { $0.prompt = text }
    }
    #expect(error == nil)
    #expect(job.log.map(\.1) == ["prompt: a beach, source: none"])
  }

  @Test("The subject and the effort reach the fill")
  func subject() throws {
    let job = RawJob()
    let cells: [UInt8] = [0, 9]
    let error = try cells.withUnsafeBufferPointer { values in
      var grid = rf_saliency()
      grid.size = UInt32(MemoryLayout<rf_saliency>.size)
      (grid.columns, grid.rows, grid.values) = (2, 1, values.baseAddress)
      return try withUnsafePointer(to: grid) { grid in
        try fill(canvas(2, 2), placed: PixelRect(x: 0, y: 0, width: 1, height: 1), job: job) {
          $0.subject = grid
          $0.effort = UInt32(RF_EFFORT_QUALITY)
        }
      }
    }
    #expect(error == nil)
    #expect(job.log.map(\.1) == ["prompt: , source: none, subject: 2x1, effort: quality"])
  }

  @Test("A task of revision 1.0 has neither; what lies behind it is not read")
  func firstRevision() throws {
    let job = RawJob()
    let error = try fill(canvas(2, 2), placed: PixelRect(x: 0, y: 0, width: 1, height: 1), job: job) {
      $0.size = UInt32(rf_fill_task.sizeOfFirstRevision)
      $0.subject = UnsafePointer(bitPattern: 16)
      $0.effort = 2
    }
    #expect(error == nil)
    #expect(job.log.map(\.1) == ["prompt: , source: none"])
    #expect(rf_fill_task.sizeOfFirstRevision == 72)
  }

  @Test("A subject grid that contradicts itself is refused")
  func badSubject() throws {
    var grid = rf_saliency()
    grid.size = UInt32(MemoryLayout<rf_saliency>.size)
    (grid.columns, grid.rows) = (1 << 20, 1 << 20)
    let error = try withUnsafePointer(to: grid) { grid in
      try fill(canvas(2, 2), placed: PixelRect(x: 0, y: 0, width: 1, height: 1)) { $0.subject = grid }
    }
    #expect(error == ReframeError(.invalidArgument, "a subject grid that contradicts itself"))
  }

  @Test("A cancelled job, and a host that wants to stop, are heeded")
  func cancelled() throws {
    let stopped = ReframeError(.cancelled, "the job was cancelled")
    let placed = PixelRect(x: 0, y: 0, width: 1, height: 1)
    let job = RawJob()
    job.answer = 1
    #expect(try fill(canvas(2, 2), placed: placed, job: job) == stopped)
    job.answer = 0
    job.cancel()
    #expect(try fill(canvas(2, 2), placed: placed, job: job) == stopped)
    #expect(job.progress.count == 1)
  }

  @Test(
    "A placed source that is empty or off the canvas is refused",
    arguments: [
      PixelRect(x: 0, y: 0, width: 0, height: 2), PixelRect(x: 0, y: 0, width: 2, height: 0),
      PixelRect(x: -1, y: 0, width: 2, height: 2), PixelRect(x: 0, y: -1, width: 2, height: 2),
      PixelRect(x: 1, y: 0, width: 2, height: 2), PixelRect(x: 0, y: 1, width: 2, height: 2),
      PixelRect(x: Int(Int32.max), y: 0, width: Int(UInt32.max), height: 1),
    ])
  func offCanvas(placed: PixelRect) throws {
    #expect(
      try fill(canvas(2, 2), placed: placed)
        == ReframeError(.invalidArgument, "the placed source lies off the canvas"))
  }

  @Test("A read-only canvas is unsupported")
  func readOnly() throws {
    let canvas = canvas(2, 2)
    canvas.image.flags = RF_IMAGE_READ_ONLY
    #expect(
      try fill(canvas, placed: PixelRect(x: 0, y: 0, width: 1, height: 1))
        == ReframeError(.unsupported, "a read-only canvas cannot be filled"))
  }

  @Test("A task that is too short or has no canvas is refused unread")
  func short() throws {
    let unknown = ReframeError(.invalidArgument, "a fill task without a canvas, or of an unknown size")
    let placed = PixelRect(x: 0, y: 0, width: 1, height: 1)
    #expect(
      try fill(canvas(2, 2), placed: placed) {
        $0.size = 8
        $0.image = UnsafePointer(bitPattern: 16)
      } == unknown)
    #expect(try fill(canvas(2, 2), placed: placed) { $0.image = nil } == unknown)
    try ExportedPlugin.with(.fill) { (table: rf_fill) in
      #expect(failure { error in RawJob().with { table.fill(table.instance, $0, nil, error) } } == unknown)
    }
  }

  @Test("A canvas or source of another layout, and bad parameters, are refused")
  func layouts() throws {
    let placed = PixelRect(x: 0, y: 0, width: 1, height: 1)
    let gray = canvas(2, 2)
    gray.image.layout = UInt32(RF_GRAY)
    #expect(try fill(gray, placed: placed)?.kind == .unsupported)
    let deep = RawPicture(2, 2)
    deep.image.sample = UInt32(RF_SAMPLE_U16)
    #expect(try fill(canvas(2, 2), placed: placed, source: deep)?.kind == .unsupported)
    let narrow = canvas(2, 2)
    narrow.image.stride = 5
    #expect(
      try fill(narrow, placed: placed)
        == ReframeError(.invalidArgument, "a stride of 5 bytes for rows of 6"))
    let error = try "[]".withTextThrowing { text in
      try fill(canvas(2, 2), placed: placed) { $0.parameters = text }
    }
    #expect(error == ReframeError(.invalidArgument, "parameters: expected an object"))
  }
}
