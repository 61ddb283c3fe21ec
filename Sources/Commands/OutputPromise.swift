internal import Hosting
internal import ReframeSDK

/// Tries the places of results before the results are bought: what is paid for must not find the door closed.
struct OutputPromise: Sendable {
  let destination: OutputDestination
  let overwrites: Bool
  /// What other parts of the run were promised.
  private let promised = PathClaims()

  init(_ destination: OutputDestination, overwrites: Bool) {
    self.destination = destination
    self.overwrites = overwrites
  }

  /// Throws if a result of the job could not be put where it belongs. `firstVariation` counts as in `FileReceiver`.
  func check(_ job: ReframeJob, of input: String, firstVariation: Int?) throws(ReframeError) {
    var paths: Set<String> = []
    for output in job.outputs {
      for index in 0..<job.imageCount {
        let variation = firstVariation.map { $0 + index + 1 }
        for format in Self.formats(of: output, job) {
          guard let path = destination.path(for: output, of: input, format: format, variation: variation)
          else { continue }
          paths.insert(path)
          if job.explains { paths.insert(FileReceiver.beside(path, ".explain.json")) }
        }
      }
    }
    for path in paths.sorted() {
      guard promised.claim(path) else { throw FileReceiver.twice(path) }
      try OutputFile(path: path, overwrites: overwrites).abandon()
    }
  }

  /// The format that was asked for, or all that an engine may choose from.
  private static func formats(of output: OutputRequest, _ job: ReframeJob) -> [OutputFormat] {
    let isVideo = job.source?.mediaType?.hasPrefix("video/") == true
    let all = OutputFormat.allCases.filter { $0.mediaType.hasPrefix("video/") == isVideo }
    return output.format.map { format in all.filter { $0 == format } } ?? all
  }
}
