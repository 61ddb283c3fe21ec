import Foundation

/// One photo to 1080x1920, and to six ratios, against `vipsthumbnail --smartcrop attention` to 1080x1920 at the
/// same quality.
struct SeveralOutputs {
  let reframe: String
  let photo: URL
  let work: URL

  private static let ratios = ["9:16", "1:1", "16:9", "4:5", "21:9", "3:2"]
  private static let sizes = ["1080x1920", "1080x1350", "1080x1080", "1080x566", "1200x628", "1920x1080"]

  func run() throws {
    let own = work.appending(path: "own.jpg")
    let peer = work.appending(path: "peer.jpg")
    let comparison = self.comparison(own: own, peer: peer)
    var trials = comparison.measure()
    let check = try CropCheck(photo: photo, width: 1080, height: 1920)
    trials[0].check { try check.check(own) }
    trials[trials.count - 1].check { try check.check(peer) }
    try comparison.report(trials)
    print("  single pictures are 1080x1920 and show an undistorted part of the photo")
  }

  private func comparison(own: URL, peer: URL) -> Comparison {
    func reframed(_ name: String, _ options: [String], to path: String) -> Contestant {
      Contestant(
        name, [reframe, photo.path, "--mode", "crop", "--overwrite", "--quiet", "-o", path] + options)
    }
    let folder = work.path + "/six/"
    let ratios = ["--aspect", Self.ratios.joined(separator: ",")]
    return Comparison(
      title: "Several outputs of one photo", base: "vipsthumbnail attention, one 1080x1920",
      contestants: [
        reframed("reframe, one 1080x1920", ["--size", "1080x1920"], to: own.path),
        reframed(
          "reframe, six sizes of social networks", ["--size", Self.sizes.joined(separator: ",")], to: folder),
        reframed("reframe, six ratios, 1k", ratios + ["--resolution", "1k"], to: folder),
        reframed("reframe, six ratios, 2k", ratios + ["--resolution", "2k"], to: folder),
        reframed("reframe, six ratios, full size", ratios, to: folder),
        Contestant(
          "vipsthumbnail attention, one 1080x1920",
          [
            "vipsthumbnail", photo.path, "--smartcrop", "attention", "-s", "1080x1920", "-o",
            peer.path + "[Q=85,strip]",
          ]),
      ], rounds: 11)
  }
}
