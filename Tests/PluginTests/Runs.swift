import Hosting
import Synchronization

/// Notes what a job tells of its progress.
final class Stages: Sendable {
  private let fractions = Mutex<[Double]>([])

  var all: [Double] { fractions.withLock { $0 } }
  var count: Int { all.count }

  func add(_ fraction: Double) { fractions.withLock { $0.append(fraction) } }
}

/// A run that is cancelled as soon as it tells of its progress.
final class Cancelling: Sendable {
  let stages: Stages
  let job: JobRun

  init() {
    let stages = Stages()
    let target = Target()
    job = JobRun(
      id: "cancelling",
      onProgress: { fraction, _ in
        stages.add(fraction)
        target.run.withLock { $0?.cancel() }
      })
    self.stages = stages
    target.run.withLock { $0 = job }
  }

  private final class Target: Sendable {
    let run = Mutex<JobRun?>(nil)
  }
}
