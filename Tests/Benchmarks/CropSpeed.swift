import Foundation

/// A photo to a JPEG of 1080x1080 and quality 85, against everything of the kind in Debian and PyPI.
struct CropSpeed {
  let reframe: String
  let photo: URL
  let work: URL

  private static let side = 1080
  private static let size = "\(side)x\(side)"
  private static let base = "vipsthumbnail attention"

  func run() throws {
    let server = ThumborServer(photo: photo, work: work)
    defer { server.stop() }
    let contestants = own + commands + libraries + [thumbor(server)]
    let comparison = Comparison(
      title: "Crop of one photo to \(Self.size), whole commands", base: Self.base, contestants: contestants,
      rounds: 11)
    var trials = comparison.measure()
    let check = try CropCheck(photo: photo, width: Self.side, height: Self.side)
    for index in trials.indices {
      let name = trials[index].contestant.name
      trials[index].check { try check.check(target(name)) }
    }
    try comparison.report(trials)
    print(
      """
        those with numbers made a picture of \(Self.size) that shows an undistorted part of the photo
        thumbor's time is a request's, its memory that of the client alone
      """)
  }

  private func target(_ name: String) -> URL {
    work.picture(of: name, "jpg")
  }

  private var own: [Contestant] {
    [("reframe", []), ("reframe --mode crop", ["--mode", "crop"])].map { name, options in
      let output = ["-o", target(name).path, "--overwrite", "--quiet"]
      return Contestant(name, [reframe, photo.path, "--size", Self.size] + options + output)
    }
  }

  private var commands: [Contestant] {
    var all = ["attention", "entropy", "centre"].map { method in
      let name = "vipsthumbnail \(method)"
      return Contestant(
        name,
        [
          "vipsthumbnail", photo.path, "--smartcrop", method, "-s", Self.size, "-o",
          target(name).path + "[Q=85,strip]",
        ])
    }
    let name = "ImageMagick, jpeg:size, centre"
    all.append(
      Contestant(
        name,
        [
          "convert-im6.q16", "-define", "jpeg:size=\(Self.size)^", photo.path, "-auto-orient",
          "-thumbnail", "\(Self.size)^", "-gravity", "center", "-extent", Self.size, "-quality", "85",
          target(name).path,
        ]))
    return all
  }

  private var libraries: [Contestant] {
    [
      ("pyvips attention, newer libvips", "pyvips", "pyvips"),
      ("Pillow draft and ImageOps.fit", "pillow", "PIL"),
      ("smartcrop.py", "smartcrop", "smartcrop"),
    ].map { name, package, module in
      Contestant(
        name, absence: PythonPeers.absence(of: package, module: module),
        command(package, source: photo.path, to: target(name)))
    }
  }

  /// Asks a server that runs already: the time of a request, and of the Python that makes it.
  private func thumbor(_ server: ThumborServer) -> Contestant {
    let name = "thumbor smart, running server"
    var absence = PythonPeers.absence(of: "thumbor", module: "thumbor, cv2")
    if absence == nil {
      do { try server.start() } catch { absence = "\(error)" }
    }
    return Contestant(
      name, absence: absence,
      command("thumbor", source: server.address(smart: Self.size), to: target(name)))
  }

  private func command(_ peer: String, source: String, to target: URL) -> [String] {
    PythonPeers.command("crop.py", [peer, source, target.path, "\(Self.side)", "\(Self.side)", "85"])
  }
}
