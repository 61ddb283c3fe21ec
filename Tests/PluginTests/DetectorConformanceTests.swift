import Hosting
import ReframeSDK
import Testing
import TestSupport

/// What every detector must do, tried through its library.
@Suite("Every detector")
struct DetectorConformanceTests {
  static let detectors = ["fixture", "saliency", "faces", "bodies", "bright-box"]
  static let sizes = [
    (1, 1), (1, 2), (2, 1), (1, 97), (97, 1), (3, 3), (7, 5), (31, 17), (64, 48), (127, 101), (256, 10),
  ]

  let bundles: TestBundles
  let host: Host

  init() throws {
    bundles = try TestBundles(own: ["SaliencyDetector", "FaceDetector", "UpperBodyDetector"])
    try bundles.addFixture()
    try bundles.addBinding("bright-box")
    var configuration = HostConfiguration(explicit: [bundles.path], environment: [:])
    configuration.placements["bright-box"] = .inProcess
    host = Host(configuration)
  }

  @Test("answers for any size and both layouts, and changes nothing", arguments: detectors)
  func anySize(id: String) throws {
    let detector = try host.detector(id)
    for (width, height) in Self.sizes {
      for channels in [3, 4] {
        let scene = LentScene(width, height, channels: channels) { x, y in
          [UInt8(x * 31 % 256), UInt8(y * 17 % 256), UInt8((x + y) * 7 % 256), UInt8(x * 3 % 256)]
        }
        let answer = try scene.subjects(detector)
        #expect(answer.isIntact, "\(width)x\(height), \(channels) channels")
        for region in answer.map.regions {
          #expect(
            region.box.x >= 0 && region.box.y >= 0 && region.box.maxX <= 1.001 && region.box.maxY <= 1.001)
        }
      }
    }
  }

  @Test("answers the same for the same picture", arguments: detectors)
  func deterministic(id: String) throws {
    let detector = try host.detector(id)
    let scene = LentScene.disc(120, 90, x: 80, y: 40, radius: 18)
    #expect(try scene.subjects(detector).map == scene.subjects(detector).map)
  }

  @Test("stops when the job is cancelled", arguments: detectors)
  func cancelled(id: String) throws {
    let run = JobRun(id: "cancelled")
    run.cancel()
    let detector = try host.detector(id)
    let error = #expect(throws: ReframeError.self) {
      _ = try LentScene.disc(60, 60, x: 30, y: 30, radius: 9).subjects(detector, run: run)
    }
    #expect(error?.kind == .cancelled)
  }
}
