import Foundation
import Imaging

/// A 12-megapixel photo for the benchmarks: one of the repository's, enlarged, with the grain of a camera so that
/// decoding costs what it costs on a real one.
enum BenchmarkPhoto {
  static func write(to url: URL) throws {
    let small = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Photos/rocket.jpg")
    let raster = try Data(contentsOf: small).withUnsafeBytes { bytes in
      try ImageDecoder().decode(bytes, info: try ImageInfo.probe(bytes))
        .resized(to: .init(width: 4032, height: 3024))
    }
    var state: UInt64 = 42
    for y in 0..<raster.height {
      let row = raster.row(y)
      for index in row.indices {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let grain = Int(state >> 60) - 8
        row[index] = UInt8(min(255, max(0, Int(row[index]) + grain)))
      }
    }
    try Data(ImageEncoder(.jpeg, quality: 85).data(raster)).write(to: url)
  }
}
