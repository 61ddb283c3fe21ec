import Foundation
import Imaging

/// The pictures of the benchmarks, made by processes of their own: a child's peak memory is never less than its
/// parent's at the start, so whoever measures must not have held a picture before.
enum BenchmarkPhoto {
  /// The repository's photos.
  static let shipped = ["astronaut.png", "chelsea.png", "coffee.png", "rocket.jpg"].map {
    Repository.root.appending(path: "Tests/Photos/\($0)")
  }

  /// Answers a call of `prepare` in the process that was started for it.
  static func make(_ arguments: [String]) throws -> Bool {
    guard let kind = arguments.first.flatMap(Kind.init(rawValue:)), arguments.count == 3 else { return false }
    let (source, target) = (URL(filePath: arguments[1]), URL(filePath: arguments[2]))
    switch kind {
    case .large: try large(source).write(to: target, .jpeg)
    case .carving: try read(source).resized(to: CarvingSpeed.before).write(to: target, .png)
    case .outpainting: try HiddenSides.write(of: read(source), to: target)
    }
    return true
  }

  enum Kind: String {
    /// 12 megapixels.
    case large = "--make-large"
    case carving = "--make-carving"
    /// A folder of pictures whose sides are hidden.
    case outpainting = "--make-outpainting"
  }

  static func prepare(_ kind: Kind, of source: URL, to target: URL) throws {
    _ = try Measured.run([CommandLine.arguments[0], kind.rawValue, source.path, target.path])
  }

  static func read(_ url: URL, target: Raster.Size? = nil) throws -> Raster {
    try Data(contentsOf: url).withUnsafeBytes { bytes in
      try ImageDecoder().decode(bytes, info: try ImageInfo.probe(bytes), target: target).flattened()
    }
  }

  /// The photo enlarged, with the grain of a camera so that decoding costs what it costs on a real one.
  private static func large(_ source: URL) throws -> Raster {
    let raster = try read(source).resized(to: .init(width: 4032, height: 3024))
    var state: UInt64 = 42
    for y in 0..<raster.height {
      let row = raster.row(y)
      for index in row.indices {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let grain = Int(state >> 60) - 8
        row[index] = UInt8(min(255, max(0, Int(row[index]) + grain)))
      }
    }
    return raster
  }
}

extension Raster {
  func write(to url: URL, _ format: ImageFormat) throws {
    try Data(ImageEncoder(format, quality: 85).data(self)).write(to: url)
  }

  /// Throws unless the picture has a size and shows something.
  func check(_ size: Size) throws {
    guard self.size == size else { throw BenchmarkError("a picture of \(self.size) instead of \(size)") }
    let first = row(0)[0]
    guard (0..<height).contains(where: { y in row(y).contains { $0 != first } }) else {
      throw BenchmarkError("a picture of one colour")
    }
  }
}
