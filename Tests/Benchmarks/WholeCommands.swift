import Foundation
import Imaging

/// One photo to 1080x1920, and to six ratios, against `vipsthumbnail --smartcrop attention` to 1080x1920 at the
/// same quality.
struct WholeCommands {
  let reframe: String
  let photo: URL
  let work: URL

  private static let ratios = ["9:16", "1:1", "16:9", "4:5", "21:9", "3:2"]
  private static let sizes = ["1080x1920", "1080x1350", "1080x1080", "1080x566", "1200x628", "1920x1080"]
  private static let quality = 85

  func run() throws {
    let own = work.appending(path: "own.jpg")
    let peer = work.appending(path: "peer.jpg")
    let commands = self.commands(own: own, peer: peer)
    let results = try Measured.compare(commands.map(\.arguments), count: 11)
    guard let last = results.last else { return }
    print("Whole commands, medians of time and memory; ratios to the last")
    for (command, result) in zip(commands, results) {
      print(
        "  \(command.name.padding(toLength: 42, withPad: " ", startingAt: 0))"
          + " \(decimal(result.median.wall * 1000, 1)) ms  \(decimal(result.ratio, 2))x"
          + "   \(decimal(result.median.peak, 1)) MiB  \(decimal(result.median.peak / last.median.peak, 2))x")
    }
    for url in [own, peer] { try CropCheck(photo: photo).check(url, width: 1080, height: 1920) }
    print("  both pictures are 1080x1920 and show an undistorted part of the photo")
  }

  private func commands(own: URL, peer: URL) -> [(name: String, arguments: [String])] {
    func reframed(_ options: [String], to path: String) -> [String] {
      [
        reframe, photo.path, "--quality", "\(Self.quality)", "--mode", "crop", "--overwrite", "--quiet", "-o",
        path,
      ]
        + options
    }
    let folder = work.path + "/six/"
    let ratios = ["--aspect", Self.ratios.joined(separator: ",")]
    return [
      ("reframe, one 1080x1920", reframed(["--size", "1080x1920"], to: own.path)),
      (
        "reframe, six sizes of social networks",
        reframed(["--size", Self.sizes.joined(separator: ",")], to: folder)
      ),
      ("reframe, six ratios, 1k", reframed(ratios + ["--resolution", "1k"], to: folder)),
      ("reframe, six ratios, 2k", reframed(ratios + ["--resolution", "2k"], to: folder)),
      ("reframe, six ratios, full size", reframed(ratios, to: folder)),
      (
        "vipsthumbnail attention, one 1080x1920",
        [
          "vipsthumbnail", photo.path, "--smartcrop", "attention", "-s", "1080x1920", "-o",
          peer.path + "[Q=\(Self.quality),strip]",
        ]
      ),
    ]
  }
}

/// Checks that a picture is a crop of the photo at the largest scale, by looking for the place where it fits.
struct CropCheck {
  let photo: URL

  /// Mean difference of a sample, 0 to 255, that compression and resampling may make.
  private static let tolerance = 6.0

  func check(_ url: URL, width: Int, height: Int) throws {
    let result = try read(url, at: nil)
    guard result.width == width, result.height == height else {
      throw BenchmarkError("\(url.lastPathComponent) is \(result.size), not \(width)x\(height)")
    }
    let source = try read(photo, at: nil)
    // Compared at an eighth, where a shift of one pixel of the grid still shows.
    let scale = max(Double(width) / Double(source.width), Double(height) / Double(source.height)) / 8
    let whole = try source.resized(
      to: .init(width: Int(Double(source.width) * scale), height: Int(Double(source.height) * scale)))
    let part = try result.resized(to: .init(width: width / 8, height: height / 8))
    var best = Double.infinity
    for y in 0...max(0, whole.height - part.height) {
      for x in 0...max(0, whole.width - part.width) { best = min(best, difference(whole, part, x, y)) }
    }
    guard best <= Self.tolerance else {
      throw BenchmarkError("\(url.lastPathComponent) is no crop of the photo: it differs by \(best)")
    }
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

  private func read(_ url: URL, at size: Raster.Size?) throws -> Raster {
    try Data(contentsOf: url).withUnsafeBytes { bytes in
      try ImageDecoder().decode(bytes, info: try ImageInfo.probe(bytes), target: size).flattened()
    }
  }
}
