internal import Dispatching
internal import Glibc
internal import ReframeSDK
internal import Routing

extension RoutedConversion {
  /// Makes sure, before anything is bought, that its results will have a place: what a vendor delivers and nobody can
  /// put down has been paid for. Which format that is may not be known, so every name that it may get has to be free.
  func checkPlaces(_ step: Step, of input: String) throws(ReframeError) {
    guard let first = router.route(step.candidates, route).steps.first?.candidate, !first.isFree else {
      return
    }
    let count = step.part.job.imageCount
    for output in step.part.job.outputs {
      for number in 0..<count {
        let variation = step.firstVariation.map { $0 + number + 1 }
        let formats = output.format.map { [$0] } ?? OutputFormat.stills
        var paths: [String] = []
        for format in formats {
          let path = destination.path(for: output, of: input, format: format, variation: variation)
          if let path, !paths.contains(path) { paths.append(path) }
        }
        try check(paths)
      }
    }
  }

  private func check(_ paths: [String]) throws(ReframeError) {
    guard let path = paths.first else { return }
    guard planned.claim(path) else {
      throw ReframeError(
        .invalidArgument, "two outputs may both be \(path); write them to different folders", accepted: .no)
    }
    if !overwrites, let taken = paths.first(where: { access($0, F_OK) == 0 }) {
      throw ReframeError(
        .invalidArgument,
        "\(taken) exists, so nothing was bought; use --overwrite to replace it, or -o to write elsewhere",
        accepted: .no)
    }
    // Whether the folder can be written shows when somebody does.
    try OutputFile(path: path, overwrites: overwrites).abandon()
  }
}
