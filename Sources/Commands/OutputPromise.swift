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

  /// Throws if a result of the job could not be put where it belongs, in any of the formats in which it may come
  /// unless the job names one. `firstVariation` counts as in `FileReceiver`.
  func check(_ job: ReframeJob, of input: String, firstVariation: Int?, formats: [OutputFormat])
    throws(ReframeError)
  {
    var paths: Set<String> = []
    for output in job.outputs {
      for index in 0..<job.imageCount {
        let variation = firstVariation.map { $0 + index + 1 }
        for format in output.format.map({ [$0] }) ?? formats {
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
}
