internal import CReframe
internal import ReframeSDK

/// A picture that a worker describes, copied to where the worker does not see it: whoever looks at it may rely on that it
/// stays as it is.
final class ReceivedPicture {
  /// The picture as it is lent on, while this object lives.
  private(set) var image = rf_image()
  private let shared: UnsafeMutableRawPointer
  private let sharedStride: Int
  private let rowBytes: Int

  /// Reads it and checks every place against the memory that is shared; one that `isWritable` is a canvas.
  init(_ reader: inout PacketReader, _ lane: WorkerLane, isWritable: Bool = false) throws(ReframeError) {
    var image = rf_image()
    image.size = UInt32(MemoryLayout<rf_image>.size)
    image.width = try reader.number(UInt32.self)
    image.height = try reader.number(UInt32.self)
    image.sample = try reader.number(UInt32.self)
    image.layout = try reader.number(UInt32.self)
    image.alpha = try reader.number(UInt32.self)
    image.color = try reader.number(UInt32.self)
    image.flags = try reader.number(UInt32.self)
    image.stride = try reader.number(UInt64.self)
    let isCanvas = isWritable && image.flags & UInt32(RF_IMAGE_READ_ONLY) == 0
    let pixels = try lane.reference(&reader, isWritable: isCanvas)
    image.roi_x = try reader.number(Int32.self)
    image.roi_y = try reader.number(Int32.self)
    image.roi_width = try reader.number(UInt32.self)
    image.roi_height = try reader.number(UInt32.self)
    let profile = try lane.blob(&reader, limit: Self.profileLimit)
    image.icc = rf_bytes(data: profile.baseAddress, length: UInt64(profile.count))
    guard let row = LentPicture.rowBytes(image), let stride = Int(exactly: image.stride), stride >= row,
      stride <= 1 << 30, stride * (Int(image.height) - 1) + row <= pixels.count,
      let start = pixels.baseAddress
    else { throw PacketReader.broken }
    guard let copy = SharedPixels.shared.allocate(row * Int(image.height)) else {
      throw ReframeError(.resourceExhausted, "asks for a picture that there is no memory for")
    }
    image.pixels = copy
    image.stride = UInt64(row)
    (self.image, shared, sharedStride, rowBytes) = (image, start, stride, row)
    LentPicture.copy(
      rows: Int(image.height), of: row, from: start, stride, to: copy, row)
  }

  private static let profileLimit = 16 << 20

  /// Brings back to the worker what was painted.
  func giveBack() {
    guard image.flags & UInt32(RF_IMAGE_READ_ONLY) == 0, let pixels = image.pixels else { return }
    LentPicture.copy(
      rows: Int(image.height), of: rowBytes, from: pixels, rowBytes, to: shared, sharedStride)
  }

  static func text(_ bytes: UnsafeRawBufferPointer) -> rf_text {
    rf_text(data: bytes.baseAddress?.assumingMemoryBound(to: CChar.self), length: UInt64(bytes.count))
  }

  deinit { if let pixels = image.pixels { SharedPixels.shared.release(pixels) } }
}

/// A fill that a worker asks for.
struct ReceivedTask {
  private var task = rf_fill_task()
  private let canvas: ReceivedPicture
  private var source: ReceivedPicture?
  private var subject: rf_saliency?

  init(_ reader: inout PacketReader, _ lane: WorkerLane) throws(ReframeError) {
    canvas = try ReceivedPicture(&reader, lane, isWritable: true)
    if try reader.number(UInt32.self) != 0 { source = try ReceivedPicture(&reader, lane) }
    task.placed_x = try reader.number(Int32.self)
    task.placed_y = try reader.number(Int32.self)
    task.placed_width = try reader.number(UInt32.self)
    task.placed_height = try reader.number(UInt32.self)
    task.seed = try reader.number(UInt32.self)
    task.size = min(try reader.number(UInt32.self), UInt32(MemoryLayout<rf_fill_task>.size))
    task.effort = try reader.number(UInt32.self)
    if try reader.number(UInt32.self) != 0 {
      var grid = rf_saliency()
      grid.size = UInt32(MemoryLayout<rf_saliency>.size)
      grid.columns = try reader.number(UInt32.self)
      grid.rows = try reader.number(UInt32.self)
      let values = try lane.blob(&reader, limit: 65536)
      guard UInt64(values.count) == UInt64(grid.columns) * UInt64(grid.rows) else {
        throw PacketReader.broken
      }
      grid.values = values.baseAddress?.assumingMemoryBound(to: UInt8.self)
      subject = grid
    }
    task.prompt = ReceivedPicture.text(try lane.blob(&reader))
    task.parameters = ReceivedPicture.text(try lane.blob(&reader))
  }

  /// Lends it as the contract describes it, and gives the canvas back if that was a success.
  func withTask(_ body: (UnsafePointer<rf_fill_task>) -> Int32) -> Int32 {
    let status = withUnsafePointer(to: canvas.image) { image in
      withUnsafePointer(to: source?.image ?? rf_image()) { source in
        withUnsafePointer(to: subject ?? rf_saliency()) { subject in
          var task = task
          task.image = image
          task.source = self.source == nil ? nil : source
          task.subject = self.subject == nil ? nil : subject
          return body(&task)
        }
      }
    }
    if status == RF_OK { canvas.giveBack() }
    return withExtendedLifetime((canvas, source)) { status }
  }
}
