import Foundation
import Imaging

/// Filling the sides of photos of a megapixel: the time of whole commands, and how near they come to what was hidden.
struct Outpainting {
  let reframe: String
  let photos: [URL]
  let work: URL

  /// Those the ratios may be to: the first that is there. PyPatchMatch fills best of the peers, and has one thread;
  /// G'MIC's loses by far more than others when something else runs, which would flatter ours.
  private static let bases = ["PyPatchMatch", "gmic inpaint_matchpatch"]

  /// What `score.py` says of a picture; its head says what each is.
  private struct Score: Decodable {
    var haarpsi: Double
    var seam: Double
    var sharpness: Double
  }

  func run() throws {
    let sources = try photos.enumerated().map { index, photo in
      let folder = work.appending(path: "\(index)")
      try BenchmarkPhoto.prepare(.outpainting, of: photo, to: folder)
      return try HiddenSides(folder)
    }
    // Every round takes the next photo, so that all are filled and the ratios are photo by photo.
    let contestants = contestants { round in sources[max(0, round - 1) % sources.count] }
    let base = Self.bases.first { base in contestants.contains { $0.name == base && $0.absence == nil } }
    let comparison = Comparison(
      title: "Outpainting of 1 megapixel, an eighth hidden left and right, whole commands",
      base: base ?? Self.bases[0], contestants: contestants,
      rounds: max(3, sources.count), patience: .infinity)
    var trials = comparison.measure()
    for index in trials.indices {
      let contestant = trials[index].contestant
      // gmic's inpaint_matchpatch blends across the border.
      let margin = contestant.isOurs ? 0 : 2
      for source in sources {
        trials[index].check { try source.check(target(contestant.name, source), margin: margin) }
      }
    }
    let scores = try scores(trials, sources)
    try comparison.report(trials, heading: "HaarPSI   seam  sharpness") { trial in
      guard let own = scores[trial.contestant.name] else { return "" }
      let means = [\Score.haarpsi, \.seam, \.sharpness].map { key in
        own.map { $0[keyPath: key] }.reduce(0, +) / Double(own.count)
      }
      return padded(decimal(means[0], 3), 10) + padded(decimal(means[1], 2), 6) + decimal(means[2], 2)
    }
    print(
      """
        means over all photos (\(sources.count)); 1 is the truth: its likeness, the step at the border, the gradients of the fill
        those with numbers kept the known part as it was (peers: but for 2 columns), and show something beside it
      """)
  }

  private func target(_ name: String, _ source: HiddenSides) -> URL {
    source.folder.picture(of: name, "png")
  }

  private func contestants(_ source: @escaping (Int) -> HiddenSides) -> [Contestant] {
    let own = ["fast", "balanced", "quality"].map { mode in
      let name = "reframe, \(mode)"
      return Contestant(name) { round in
        let (source, columns) = (source(round), source(round).columns)
        let placement = "\(columns.lowerBound),0,\(columns.upperBound),\(source.size.height)"
        return [
          [reframe, source.known.path, "--mode", "expand", "--generation-mode", mode]
            + ["--size", "\(source.size)", "--placement", placement]
            + ["-o", target(name, source).path, "--overwrite", "--quiet"]
        ]
      }
    }
    let gmic = ["inpaint_matchpatch", "inpaint_pde"].map { filter in
      let name = "gmic \(filter)"
      return Contestant(name) { round in
        let source = source(round)
        return [
          ["gmic", "-v", "-", source.canvas.path, source.mask.path, "\(filter)[0]", "[1]", "rm[1]"]
            + ["o", target(name, source).path]
        ]
      }
    }
    let python = [
      ("PyPatchMatch", "patchmatch", "PyPatchMatch", "patchmatch"),
      ("OpenCV Telea", "telea", "opencv-python-headless", "cv2"),
      ("OpenCV Navier-Stokes", "ns", "opencv-python-headless", "cv2"),
      ("mirror (NumPy)", "mirror", "numpy", "numpy"), ("edge (NumPy)", "edge", "numpy", "numpy"),
    ].map { name, peer, package, module in
      Contestant(name, absence: PythonPeers.absence(of: package, module: "PIL, \(module)")) { round in
        let source = source(round)
        return [
          PythonPeers.command(
            "outpaint.py", [peer, source.canvas.path, source.mask.path, target(name, source).path])
        ]
      }
    }
    return own + gmic + python
  }

  /// The scores of each contestant's pictures, by its name; none if Python cannot score.
  private func scores(_ trials: [Trial], _ sources: [HiddenSides]) throws -> [String: [Score]] {
    if let absence = PythonPeers.absence(of: "numpy", module: "numpy, PIL") {
      print("No scores of outpainting: numpy not installed: \(absence)")
      return [:]
    }
    let names = trials.filter { $0.trouble == nil }.map(\.contestant.name)
    return try sources.reduce(into: [:]) { result, source in
      let columns = ["\(source.columns.lowerBound)", "\(source.columns.upperBound)"]
      let answer = try PythonPeers.answer(
        "score.py", [source.truth.path] + columns + names.map { target($0, source).path })
      for (name, score) in zip(names, try JSONDecoder().decode([Score].self, from: answer)) {
        result[name, default: []].append(score)
      }
    }
  }
}
