import Foundation
import Imaging

/// A photo of a megapixel and what is left of it without an eighth of its width at either side.
struct HiddenSides {
  let folder: URL
  let size: Raster.Size

  var truth: URL { folder.appending(path: "truth.png") }
  /// The part between the sides.
  var known: URL { folder.appending(path: "known.png") }
  /// The whole with black sides.
  var canvas: URL { folder.appending(path: "canvas.png") }
  /// White where the canvas hides something.
  var mask: URL { folder.appending(path: "mask.png") }

  /// The columns that are known.
  var columns: Range<Int> { Self.columns(size) }

  private static func columns(_ size: Raster.Size) -> Range<Int> {
    let hidden = (size.width + 4) / 8
    return hidden..<size.width - hidden
  }

  /// Reads what `write` wrote.
  init(_ folder: URL) throws {
    self.folder = folder
    let file = try Data(contentsOf: folder.appending(path: "truth.png"))
    size = try file.withUnsafeBytes { try ImageInfo.probe($0).size }
  }

  static func write(of photo: Raster, to folder: URL) throws {
    let ratio = Double(photo.width) / Double(photo.height)
    let height = (1_000_000 / ratio).squareRoot()
    let size = Raster.Size(width: Int((height * ratio).rounded()), height: Int(height.rounded()))
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let truth = try photo.resized(to: size)
    try truth.write(to: folder.appending(path: "truth.png"), .png)
    let columns = columns(size)
    let known = try truth.copy(.init(x: columns.lowerBound, y: 0, width: columns.count, height: size.height))
    try known.write(to: folder.appending(path: "known.png"), .png)
    let mask = try Raster(size: size, channels: 3)
    for y in 0..<size.height {
      for x in 0..<size.width where !columns.contains(x) {
        for channel in 0..<3 { truth.row(y)[x * 3 + channel] = 0 }
      }
      for x in 0..<size.width {
        for channel in 0..<3 { mask.row(y)[x * 3 + channel] = columns.contains(x) ? 0 : 255 }
      }
    }
    try truth.write(to: folder.appending(path: "canvas.png"), .png)
    try mask.write(to: folder.appending(path: "mask.png"), .png)
  }

  /// Throws unless the picture shows the known part as it is, but for so many columns at its borders, and something
  /// beside it.
  func check(_ url: URL, margin: Int) throws {
    let (picture, truth) = (try BenchmarkPhoto.read(url), try BenchmarkPhoto.read(truth))
    try picture.check(size)
    let known = (columns.lowerBound + margin) * 3..<(columns.upperBound - margin) * 3
    let isKept = (0..<size.height).allSatisfy { y in
      known.allSatisfy { abs(Int(picture.row(y)[$0]) - Int(truth.row(y)[$0])) <= 1 }
    }
    guard isKept else { throw BenchmarkError("the known part is not as it was") }
    for x in [0, columns.upperBound] {
      let side = try picture.copy(.init(x: x, y: 0, width: columns.lowerBound, height: size.height))
      try side.check(side.size)
    }
  }
}
