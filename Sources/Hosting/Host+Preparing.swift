internal import Dispatch
internal import Loading
package import ReframeSDK

extension Host {
  /// Opens the detectors of a job in the background, so that they are there when its picture has been decoded.
  /// Whoever asks for one earlier waits; what goes wrong is told to whoever asks.
  package func prepareDetectors(of job: ReframeJob) {
    let ids = job.detector.map { [$0] } ?? (job.detectors ?? configuration.detectorChoices).map(\.id)
    guard job.subject == nil else { return }
    for id in ids.reversed() {
      DispatchQueue.global(qos: .userInitiated).async { [self] in _ = try? detector(id) }
    }
  }
}
