import Foundation

/// Forty photos to 1080x1080 in one command, against two processes of vipsthumbnail with half of them each.
struct BatchSpeed {
  let reframe: String
  let photo: URL
  let work: URL

  private static let count = 40
  private static let base = "vipsthumbnail attention, two processes"

  func run() throws {
    let photos = try linkPhotos()
    let (own, peer) = (work.appending(path: "own"), work.appending(path: "peer"))
    for folder in [own, peer] {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    let halves = [photos.prefix(Self.count / 2), photos.suffix(Self.count / 2)]
    let comparison = Comparison(
      title: "\(Self.count) photos to 1080x1080", base: Self.base,
      contestants: [
        Contestant(
          "reframe, one command",
          [reframe] + photos.map(\.path) + [
            "--size", "1080x1080", "-o", own.path + "/", "--overwrite", "--quiet",
          ]
        ),
        Contestant(Self.base) { _ in
          halves.map { half in
            ["vipsthumbnail"] + half.map(\.path)
              + ["--smartcrop", "attention", "-s", "1080x1080", "-o", peer.path + "/%s.jpg[Q=85,strip]"]
          }
        },
      ], rounds: 4, patience: .infinity)
    var trials = comparison.measure()
    for (index, folder) in [own, peer].enumerated() { trials[index].check { try check(folder) } }
    try comparison.report(trials) { "\(decimal(Double(Self.count) / $0.wall, 1)) pictures/s" }
    print("  all pictures are there; the first and the last show an undistorted part of the photo")
  }

  /// Gives the photo forty names.
  private func linkPhotos() throws -> [URL] {
    let folder = work.appending(path: "photos")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return try (10..<10 + Self.count).map { number in
      let url = folder.appending(path: "photo-\(number).jpg")
      try FileManager.default.createSymbolicLink(at: url, withDestinationURL: photo)
      return url
    }
  }

  private func check(_ folder: URL) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    guard names.count == Self.count, let first = names.first, let last = names.last else {
      throw BenchmarkError("\(names.count) pictures")
    }
    let check = try CropCheck(photo: photo, width: 1080, height: 1080)
    for name in [first, last] { try check.check(folder.appending(path: name)) }
  }
}
