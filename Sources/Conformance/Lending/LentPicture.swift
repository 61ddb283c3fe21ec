internal import CReframe
internal import ReframeSDK

/// Pixels of a pattern in lent memory.
final class LentPicture {
  /// What a picture is like.
  struct Form {
    var size = PixelSize(width: 24, height: 16)
    /// Samples of a pixel.
    var channels = 3
    /// Bytes between the end of a row and the next.
    var padding = 0
    /// `RF_SAMPLE_…`.
    var sample = UInt32(RF_SAMPLE_U8)
    /// What `layout` says; that of the channels if it is `nil`.
    var layout: UInt32?
    /// Where the pixels lie in their memory.
    var edge = LentMemory.Edge.roomy

    /// Bytes of a row without those behind it.
    var rowLength: Int { size.width * channels * (sample == RF_SAMPLE_U16 ? 2 : 1) }
    var stride: Int { rowLength + padding }
    var byteCount: Int { (size.height - 1) * stride + rowLength }
  }

  /// What lies between the rows.
  static let paddingByte: UInt8 = 0x5C
  private static let paintedRows = 128

  let form: Form
  let memory: LentMemory

  /// Paints a pattern that has edges, a bright disc, and every byte value.
  init(_ form: Form) {
    self.form = form
    memory = LentMemory(count: form.byteCount, edge: form.edge, isProtected: true)
    memory.bytes.initializeMemory(as: UInt8.self, repeating: Self.paddingByte)
    for y in 0..<form.size.height {
      let row = memory.start + y * form.stride
      // Large pictures repeat themselves, as to paint them takes long.
      if y >= Self.paintedRows {
        row.copyMemory(from: memory.start + y % Self.paintedRows * form.stride, byteCount: form.rowLength)
        continue
      }
      for index in 0..<form.rowLength {
        // Both bytes of a sample of 16 bits are that of 8 bits.
        let sample = form.sample == RF_SAMPLE_U16 ? index / 2 : index
        let value = Self.sample(sample / form.channels, y, sample % form.channels, form)
        row.storeBytes(of: value, toByteOffset: index, as: UInt8.self)
      }
    }
  }

  private static func sample(_ x: Int, _ y: Int, _ channel: Int, _ form: Form) -> UInt8 {
    if channel == 3 { return 255 }
    let (dx, dy) = (3 * x - 2 * form.size.width, 2 * y - form.size.height)
    let side = min(form.size.width, form.size.height)
    if dx * dx + dy * dy < side * side / 2 { return [240, 200, 60][channel % 3] }
    return UInt8(truncatingIfNeeded: x * 7 + y * 5 + channel * 40)
  }

  /// The picture as the contract describes it.
  func image(isReadOnly: Bool) -> rf_image {
    var image = rf_image()
    image.size = UInt32(MemoryLayout<rf_image>.size)
    image.width = UInt32(form.size.width)
    image.height = UInt32(form.size.height)
    image.sample = form.sample
    image.layout = form.layout ?? UInt32(form.channels)
    image.alpha = UInt32(form.channels == 4 ? RF_ALPHA_STRAIGHT : RF_ALPHA_NONE)
    image.flags = isReadOnly ? UInt32(RF_IMAGE_READ_ONLY) : 0
    image.stride = UInt64(form.stride)
    image.pixels = memory.start
    return image
  }

  /// Gives every byte of the rows outside `rect` a value.
  func paint(outside rect: PixelRect, _ value: UInt8) {
    let pixel = form.rowLength / form.size.width
    for y in 0..<form.size.height {
      for x in 0..<form.size.width where !rect.contains(PixelRect(x: x, y: y, width: 1, height: 1)) {
        for byte in 0..<pixel { memory.bytes[y * form.stride + x * pixel + byte] = value }
      }
    }
  }

  /// The bytes of the pixels inside or outside `rect`, row by row.
  func pixels(inside: Bool, _ rect: PixelRect) -> [UInt8] {
    let pixel = form.rowLength / form.size.width
    var bytes: [UInt8] = []
    for y in 0..<form.size.height {
      for x in 0..<form.size.width
      where rect.contains(PixelRect(x: x, y: y, width: 1, height: 1)) == inside {
        bytes += memory.bytes[(y * form.stride + x * pixel)..<(y * form.stride + (x + 1) * pixel)]
      }
    }
    return bytes
  }

  /// Whether all between the rows is as it was.
  var keepsPadding: Bool {
    (0..<max(0, form.size.height - 1)).allSatisfy { y in
      (form.rowLength..<form.stride).allSatisfy { memory.bytes[y * form.stride + $0] == Self.paddingByte }
    }
  }
}
