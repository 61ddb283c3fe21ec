private import CSeamKernels
internal import Imaging

/// What the seam search knows of a picture: brightness, weight and origin of every pixel, in rows from which seams
/// are taken. Takes 6 bytes a pixel.
final class SeamField: @unchecked Sendable {
  /// Columns that are left.
  var width: Int
  let height: Int
  /// Elements from one row to the next, in every plane.
  let stride: Int
  private let brightness: Block<UInt8>
  private let costs: Block<UInt8>
  private let sources: Block<UInt32>

  /// The weight of a pixel that no seam may pass unless there is no other way.
  static let barred = UInt8(RF_SEAM_BARRED)
  /// The weight of a pixel that seams should pass.
  static let wanted = UInt8(RF_SEAM_WANTED)
  /// The least weight of any other. Weights are even, but for pixels on a straight line.
  static let plain: UInt8 = 2
  /// The greatest weight of a pixel that is not barred and on no line.
  static let heaviest: UInt8 = 252
  /// Room before the first column, and at least as much behind the last.
  static let margin = Int(RF_SEAM_BLOCK)

  /// A field whose planes are not set yet.
  init(width: Int, height: Int) throws(ImagingError) {
    self.width = width
    self.height = height
    stride = (width + 3 * Self.margin) / Self.margin * Self.margin
    brightness = try Block(stride * height + Self.margin)
    costs = try Block(stride * height + Self.margin)
    sources = try Block(stride * height + Self.margin)
  }

  /// Brightness of a row's pixels; columns -1 and `width` repeat their neighbours.
  func luma(_ row: Int) -> UnsafeMutablePointer<UInt8> { brightness.base + row * stride + Self.margin }

  /// What a seam pays for a row's pixels beside their energy, in levels of brightness. What lies behind the row is
  /// barred.
  func weights(_ row: Int) -> UnsafeMutablePointer<UInt8> { costs.base + row * stride + Self.margin }

  /// The pixels of the picture that a row's pixels are, counted row by row.
  func origins(_ row: Int) -> UnsafeMutablePointer<UInt32> { sources.base + row * stride + Self.margin }

  /// Sets what lies beyond both ends of a row that has `width` columns.
  func seal(_ row: Int, width: Int) {
    let luma = luma(row)
    luma[-1] = luma[0]
    luma[width] = luma[width - 1]
    (weights(row) + width).update(repeating: Self.barred, count: Self.margin)
  }

  /// The field with rows and columns exchanged. Throws `outOfMemory` and `cancelled`.
  func transposed(_ stop: StopSign) throws(ImagingError) -> SeamField {
    let result = try SeamField(width: height, height: width)
    try stop.walk(0..<result.height) { (band) throws(ImagingError) in
      // In tiles, whose rows stay in the nearest cache.
      let side = 32
      for top in Swift.stride(from: band.lowerBound, to: band.upperBound, by: side) {
        for left in Swift.stride(from: 0, to: result.width, by: side) {
          for row in top..<min(top + side, band.upperBound) {
            let (luma, weights, origins) = (result.luma(row), result.weights(row), result.origins(row))
            for column in left..<min(left + side, result.width) {
              luma[column] = self.luma(column)[row]
              weights[column] = self.weights(column)[row]
              origins[column] = self.origins(column)[row]
            }
          }
        }
        for row in top..<min(top + side, band.upperBound) { result.seal(row, width: result.width) }
      }
    }
    return result
  }
}
