import Foundation
import Imaging

/// Carving 1024x768 to 768x768: whole commands against ImageMagick's, G'MIC's and a Python package's, and then the
/// search alone against liblqr.
struct CarvingSpeed {
  let reframe: String
  let photo: URL
  let work: URL

  static let before = Raster.Size(width: 1024, height: 768)
  static let after = Raster.Size(width: 768, height: 768)
  private static let base = "ImageMagick liquid-rescale"

  /// Levels that carving may change the mean of a picture by: what goes is what one misses least.
  private static let tolerance = 25.0

  func run() throws {
    let source = work.appending(path: "carve.png")
    try BenchmarkPhoto.prepare(.carving, of: photo, to: source)
    let comparison = Comparison(
      title: "Carving \(Self.before) to \(Self.after), whole commands", base: Self.base,
      contestants: own(source) + peers(source), rounds: 7)
    var trials = comparison.measure()
    let picture = try BenchmarkPhoto.read(source)
    for index in trials.indices {
      let name = trials[index].contestant.name
      trials[index].check { try check(BenchmarkPhoto.read(target(name)), against: picture) }
    }
    try comparison.report(trials)
    print(
      """
        those with numbers made a picture of \(Self.after) with the source's colours; reframe carved to
        \(try carved(source)) and scaled or cut that, as its planner chose; peers carve all the way
      """)
    try CarvingKernels(picture: picture).run()
  }

  private func target(_ name: String) -> URL {
    work.picture(of: name, "png")
  }

  private func own(_ source: URL) -> [Contestant] {
    ["fast", "balanced"].map { mode in
      let name = "reframe, \(mode)"
      return Contestant(name, command(source, mode: mode, to: target(name)) + ["--quiet"])
    }
  }

  private func command(_ source: URL, mode: String, to target: URL) -> [String] {
    [reframe, source.path, "--mode", "carve", "--generation-mode", mode]
      + ["--size", "\(Self.after)", "-o", target.path, "--overwrite"]
  }

  private func peers(_ source: URL) -> [Contestant] {
    let (gmic, python) = ("gmic seamcarve", "seam-carving (Python)")
    let size = [Self.after.width, Self.after.height].map(String.init)
    return [
      Contestant(
        gmic,
        ["gmic", "-v", "-", source.path, "seamcarve", size.joined(separator: ","), "o", target(gmic).path]),
      Contestant(
        Self.base,
        ["convert-im6.q16", source.path, "-liquid-rescale", "\(Self.after)!", target(Self.base).path]),
      Contestant(
        python, absence: PythonPeers.absence(of: "seam-carving", module: "seam_carving"),
        PythonPeers.command("carve.py", [source.path, target(python).path] + size)),
    ]
  }

  private func check(_ picture: Raster, against source: Raster) throws {
    try picture.check(Self.after)
    let difference = abs(picture.mean - source.mean)
    guard difference <= Self.tolerance else {
      throw BenchmarkError("its mean differs from the source's by \(decimal(difference, 1))")
    }
  }

  /// The size to which the command carves before it crops, which is its planner's choice.
  private func carved(_ source: URL) throws -> String {
    struct Result: Decodable {
      struct Framing: Decodable {
        struct Size: Decodable { var width, height: Int }
        var carve: Size?
      }
      var framing: Framing
    }
    let command = command(source, mode: "balanced", to: target("reframe, balanced"))
    let answer = try Measured.output(of: command + ["--quiet", "--json"])
    let size = try JSONDecoder().decode(Result.self, from: answer).framing.carve
    return size.map { "\($0.width)x\($0.height)" } ?? "\(Self.after)"
  }
}

extension Raster {
  /// The mean of all samples.
  fileprivate var mean: Double {
    let sums = (0..<height).map { y in row(y).reduce(0) { $0 + Int($1) } }
    return Double(sums.reduce(0, +)) / Double(stride * height)
  }
}
