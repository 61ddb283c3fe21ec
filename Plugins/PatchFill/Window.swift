/// The square windows of pixels that are matched, copied and blended.
enum Window {
  /// Pixels along a side. A row of eight pixels of four bytes fills two vector registers.
  static let side = 8
  /// Pixels from one target window to the next, along both axes.
  static let step = 2

  /// The sum of absolute differences of two windows in a picture whose rows are `stride` bytes apart.
  @inline(__always) static func difference(
    _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, stride: Int
  ) -> UInt32 {
    var sum: UInt32 = 0
    for y in 0..<side {
      let p = a + y * stride
      let q = b + y * stride
      var row: UInt32 = 0
      for i in 0..<side * 4 {
        let difference = Int32(p[i]) &- Int32(q[i])
        row = row &+ UInt32(bitPattern: difference < 0 ? 0 &- difference : difference)
      }
      sum = sum &+ row
    }
    return sum
  }

  /// The same over the columns and rows of `part` alone, which is given from the window's corner.
  static func difference(
    _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, stride: Int, part: Box
  ) -> UInt32 {
    var sum: UInt32 = 0
    for y in part.y0..<part.y1 {
      let p = a + y * stride
      let q = b + y * stride
      for i in part.x0 * 4..<part.x1 * 4 {
        let difference = Int32(p[i]) &- Int32(q[i])
        sum = sum &+ UInt32(bitPattern: difference < 0 ? 0 &- difference : difference)
      }
    }
    return sum
  }
}
