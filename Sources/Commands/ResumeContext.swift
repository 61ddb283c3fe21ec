internal import Glibc
internal import ReframeSDK

/// What a later process has to know to put the results of a bought attempt where they belong.
struct ResumeContext: Codable {
  let input: String
  let job: ReframeJob
  /// The folder, file or `-`, absolute.
  let output: String
  let isSized: Bool
  let overwrites: Bool
  let firstVariation: Int?

  init(
    input: String, job: ReframeJob, destination: OutputDestination, overwrites: Bool, firstVariation: Int?
  ) {
    self.input = input
    self.job = job
    self.overwrites = overwrites
    self.firstVariation = firstVariation
    (output, isSized) = destination.absolute
  }

  func json() throws(ReframeError) -> String { try JSON.encode(self) }
}
