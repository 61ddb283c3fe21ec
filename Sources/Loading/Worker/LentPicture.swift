internal import CReframe
internal import ReframeSDK

/// A picture of the host's, as it is lent to a worker: in the memory where it is if that can be shared, else as a copy.
struct LentPicture {
  private let image: rf_image
  private let block: SharedBlock
  private let offset: Int
  private let stride: Int
  private let rowBytes: Int
  private let isWritable: Bool
  private let isCopy: Bool

  /// Lends it for the lane's call. Throws `unsupported` for a picture whose memory cannot be told.
  init(_ image: UnsafePointer<rf_image>, isWritable: Bool, on lane: WorkerLane) throws(ReframeError) {
    guard image.pointee.size >= UInt32(MemoryLayout<rf_image>.size) else {
      throw ReframeError(.invalidArgument, "a picture of an unknown size")
    }
    self.image = image.pointee
    self.isWritable = isWritable
    guard let pixels = image.pointee.pixels, let rowBytes = Self.rowBytes(image.pointee),
      let given = Int(exactly: image.pointee.stride), given >= rowBytes, given <= 1 << 30
    else { throw ReframeError(.unsupported, "a picture of no known kind") }
    self.rowBytes = rowBytes
    let height = Int(image.pointee.height)
    let length = given * (height - 1) + rowBytes
    if let shared = SharedPixels.shared.block(with: pixels, length, for: lane.memory.worker) {
      (block, stride, isCopy) = (shared, given, false)
      offset = UnsafeRawPointer(pixels) - UnsafeRawPointer(shared.base)
    } else {
      block = try lane.scratch(rowBytes * height)
      (offset, stride, isCopy) = (0, rowBytes, true)
      Self.copy(rows: height, of: rowBytes, from: pixels, given, to: block.base, stride)
    }
  }

  func write(to packet: inout PacketWriter, on lane: WorkerLane) throws(ReframeError) {
    for number in [
      image.width, image.height, image.sample, image.layout, image.alpha, image.color, image.flags,
    ] {
      packet.number(number)
    }
    packet.number(UInt64(stride))
    let length = stride * (Int(image.height) - 1) + rowBytes
    lane.put(block, offset: offset, length: length, isWritable: isWritable, into: &packet)
    packet.number(image.roi_x)
    packet.number(image.roi_y)
    packet.number(image.roi_width)
    packet.number(image.roi_height)
    let profile = UnsafeRawBufferPointer(
      start: image.icc.data, count: image.icc.data == nil ? 0 : Int(clamping: image.icc.length))
    try lane.put(blob: profile, into: &packet)
  }

  /// Brings back what the worker wrote.
  func takeBack() {
    guard isCopy, isWritable, let pixels = image.pixels else { return }
    Self.copy(rows: Int(image.height), of: rowBytes, from: block.base, stride, to: pixels, Int(image.stride))
  }

  /// Bytes of a row without what lies between rows; `nil` for what no revision knows.
  static func rowBytes(_ image: rf_image) -> Int? {
    let sample: [UInt32: Int] = [UInt32(RF_SAMPLE_U8): 1, UInt32(RF_SAMPLE_U16): 2, UInt32(RF_SAMPLE_F32): 4]
    guard let bytes = sample[image.sample], (1...4).contains(image.layout),
      (1...1 << 24).contains(image.width),
      (1...1 << 24).contains(image.height)
    else { return nil }
    return bytes * Int(image.layout) * Int(image.width)
  }

  static func copy(
    rows: Int, of bytes: Int, from source: UnsafeMutableRawPointer, _ sourceStride: Int,
    to target: UnsafeMutableRawPointer, _ targetStride: Int
  ) {
    for row in 0..<rows {
      (target + row * targetStride).copyMemory(from: source + row * sourceStride, byteCount: bytes)
    }
  }
}
