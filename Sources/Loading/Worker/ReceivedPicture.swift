internal import CReframe
internal import ReframeSDK

/// Pictures and tasks that a worker describes; every place is checked against the memory that it shares.
enum ReceivedPicture {
  static func image(_ reader: inout PacketReader, _ lane: WorkerLane) throws(ReframeError) -> rf_image {
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
    let pixels = try lane.memory.reference(&reader)
    image.pixels = pixels.baseAddress
    image.roi_x = try reader.number(Int32.self)
    image.roi_y = try reader.number(Int32.self)
    image.roi_width = try reader.number(UInt32.self)
    image.roi_height = try reader.number(UInt32.self)
    let profile = try lane.blob(&reader)
    image.icc = rf_bytes(data: profile.baseAddress, length: UInt64(profile.count))
    guard let row = LentPicture.rowBytes(image), let stride = Int(exactly: image.stride), stride >= row,
      stride <= 1 << 30, stride * (Int(image.height) - 1) + row <= pixels.count
    else { throw PacketReader.broken }
    return image
  }

  static func text(_ bytes: UnsafeRawBufferPointer) -> rf_text {
    rf_text(data: bytes.baseAddress?.assumingMemoryBound(to: CChar.self), length: UInt64(bytes.count))
  }
}

/// A fill that a worker asks for.
struct ReceivedTask {
  private var task = rf_fill_task()
  private let image: rf_image
  private var source: rf_image?
  private var subject: rf_saliency?

  init(_ reader: inout PacketReader, _ lane: WorkerLane) throws(ReframeError) {
    image = try ReceivedPicture.image(&reader, lane)
    if try reader.number(UInt32.self) != 0 { source = try ReceivedPicture.image(&reader, lane) }
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
      let values = try lane.blob(&reader)
      guard UInt64(values.count) == UInt64(grid.columns) * UInt64(grid.rows) else {
        throw PacketReader.broken
      }
      grid.values = values.baseAddress?.assumingMemoryBound(to: UInt8.self)
      subject = grid
    }
    task.prompt = ReceivedPicture.text(try lane.blob(&reader))
    task.parameters = ReceivedPicture.text(try lane.blob(&reader))
  }

  /// Lends it as the contract describes it.
  func withTask(_ body: (UnsafePointer<rf_fill_task>) -> Int32) -> Int32 {
    withUnsafePointer(to: image) { image in
      withUnsafePointer(to: source ?? rf_image()) { source in
        withUnsafePointer(to: subject ?? rf_saliency()) { subject in
          var task = task
          task.image = image
          task.source = self.source == nil ? nil : source
          task.subject = self.subject == nil ? nil : subject
          return body(&task)
        }
      }
    }
  }
}
