import Foundation
import Imaging

/// Checks that a picture is a crop of a photo, by looking for the place where it fits.
struct CropCheck {
  private let size: Raster.Size
  /// The photo scaled to cover the size at an eighth, where a shift of one pixel of the grid still shows.
  private let whole: Raster

  /// Mean difference of a sample, 0 to 255, that compression and resampling may make.
  private static let tolerance = 6.0
  private static let reduction = 8
  /// How many times larger the photo may be shown than the largest crop shows it.
  private static let zooms = stride(from: 1, through: 1.3, by: 0.02)

  init(photo: URL, width: Int, height: Int) throws {
    size = Raster.Size(width: width, height: height)
    let photo = try BenchmarkPhoto.read(photo)
    let scale =
      max(Double(width) / Double(photo.width), Double(height) / Double(photo.height))
      / Double(Self.reduction)
    whole = try photo.resized(to: Self.scaled(photo.size, by: scale))
  }

  func check(_ url: URL) throws {
    let picture = try BenchmarkPhoto.read(url)
    try picture.check(size)
    let part = try picture.resized(to: Self.scaled(size, by: 1 / Double(Self.reduction)))
    var best = Double.infinity
    for zoom in Self.zooms where best > Self.tolerance {
      best = min(best, try difference(whole.resized(to: Self.scaled(whole.size, by: zoom)), part))
    }
    guard best <= Self.tolerance else {
      throw BenchmarkError("no crop of the photo: it differs by \(decimal(best, 1))")
    }
  }

  private static func scaled(_ size: Raster.Size, by scale: Double) -> Raster.Size {
    Raster.Size(width: Int(Double(size.width) * scale), height: Int(Double(size.height) * scale))
  }

  private func difference(_ whole: Raster, _ part: Raster) -> Double {
    var best = Double.infinity
    for y in 0...max(0, whole.height - part.height) {
      for x in 0...max(0, whole.width - part.width) { best = min(best, difference(whole, part, x, y)) }
    }
    return best
  }

  private func difference(_ whole: Raster, _ part: Raster, _ x: Int, _ y: Int) -> Double {
    let (width, height) = (min(part.width, whole.width), min(part.height, whole.height))
    var sum = 0
    for row in stride(from: 0, to: height, by: 2) {
      let (first, second) = (whole.row(y + row), part.row(row))
      for index in stride(from: 0, to: width * 3, by: 2) {
        sum += abs(Int(first[x * 3 + index]) - Int(second[index]))
      }
    }
    return Double(sum) / Double((height + 1) / 2 * ((width * 3 + 1) / 2))
  }
}
