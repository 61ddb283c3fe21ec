package import Hosting
package import ReframeSDK

/// The part of a job that is given to one engine at a time, with its source and where its results go.
package struct JobPart: Sendable {
  /// The job, with the part's own outputs and number of variations.
  package var job: ReframeJob
  /// The source; `nil` if the part is only asked after.
  package var source: SourceFile?
  /// What whoever takes it up in another process has to know, JSON.
  package var context = ""
  /// What else was chosen, such as a model's own parameters: with other choices it is another purchase.
  package var choices = ""
  /// Makes the receiver of an attempt's results.
  package var receiver: @Sendable () -> any ResultReceiver
  package var onProgress: @Sendable (Double, String) -> Void = { _, _ in }
  package var onLog: @Sendable (JobContext.LogLevel, String) -> Void = { _, _ in }

  package init(_ job: ReframeJob, source: SourceFile?, receiver: @escaping @Sendable () -> any ResultReceiver)
  {
    self.job = job
    self.source = source
    self.receiver = receiver
  }

  /// Which outputs and variations of a job are given to one engine at a time, so that every card can bear each:
  /// the whole job if all bear that, else output by output and at most as many variations as the least bears.
  package static func split(outputs: Int, images: Int, among cards: [ModelCard]) -> [(
    outputs: Range<Int>, images: Range<Int>
  )] {
    let together = cards.allSatisfy { $0.outputLimit >= outputs }
    let most = max(1, cards.map { $0.imageCountLimit ?? 1 }.min() ?? 1)
    let groups = together ? [0..<outputs] : (0..<outputs).map { $0..<($0 + 1) }
    return groups.flatMap { group in
      stride(from: 0, to: images, by: most).map { (group, $0..<min($0 + most, images)) }
    }
  }
}
