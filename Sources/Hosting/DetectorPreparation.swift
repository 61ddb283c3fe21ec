internal import Dispatch
internal import Loading
package import ReframeSDK
internal import Synchronization

/// Opens the detectors of a job in the background, so that they are there when its picture has been decoded.
///
/// It begins with the engine's first report of progress: a new thread waits while a library is being opened (glibc
/// holds `dl_load_tls_lock` for both), so the engine's own threads must be under way before.
package final class DetectorPreparation: Sendable {
  private let host: Host
  private let ids: [String]
  private let isBegun = Atomic(false)

  /// A preparation for the job; of nothing, if its subject is given.
  package init(_ host: Host, of job: ReframeJob) {
    self.host = host
    ids =
      job.subject != nil
      ? [] : job.detector.map { [$0] } ?? (job.detectors ?? host.configuration.detectorChoices).map(\.id)
  }

  /// Begins, unless it has begun. Whoever asks for a detector earlier waits; what goes wrong is told to whoever asks.
  package func begin() {
    guard !ids.isEmpty, !isBegun.exchange(true, ordering: .relaxed) else { return }
    DispatchQueue.global(qos: .userInitiated).async { [host, ids] in
      for id in ids.reversed() { _ = try? host.detector(id) }
    }
  }
}
