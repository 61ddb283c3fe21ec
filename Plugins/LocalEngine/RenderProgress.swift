import ReframeSDK
import Synchronization

/// Joins how far the renderings of a job are into one number, which only rises.
final class RenderProgress: Sendable {
  private let job: JobContext
  private let start: Double
  private let state: Mutex<State>

  private struct State {
    var shares: [Double]
    var told: Double
  }

  /// Rises that are smaller are not worth a call of the host.
  private static let step = 0.01

  /// The progress of `count` renderings, which begin when `start` of the job is done.
  init(_ job: JobContext, of count: Int, from start: Double) {
    self.job = job
    self.start = start
    state = Mutex(State(shares: Array(repeating: 0, count: count), told: start))
  }

  /// Notes the share of a rendering that is done. Any thread.
  func report(_ share: Double, of index: Int) {
    state.withLock { state in
      state.shares[index] = max(state.shares[index], share)
      let done = state.shares.reduce(0, +) / Double(state.shares.count)
      let fraction = start + (1 - start) * done
      guard fraction >= state.told + Self.step else { return }
      state.told = fraction
      // That the host wants the job to stop is seen by whoever works on it.
      try? job.progress(fraction, "render")
    }
  }
}
