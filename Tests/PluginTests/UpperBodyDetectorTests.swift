import Hosting
import ReframeSDK
import Testing
import TestSupport

@Suite("Upper body detector")
struct UpperBodyDetectorTests {
  let bundles: TestBundles
  let host: Host

  init() throws {
    bundles = try TestBundles(own: ["UpperBodyDetector"])
    host = Host(HostConfiguration(explicit: [bundles.path], environment: [:]))
  }

  private func heads(_ scene: LentScene) throws -> [SubjectRegion] {
    try scene.subjects(try host.detector("bodies")).map.regions
  }

  /// A figure before a bright wall, its back to us: hair, neck and shoulders.
  private let figure = LentScene(256, 256) { x, y in
    func isIn(_ centreX: Int, _ centreY: Int, _ across: Int, _ down: Int) -> Bool {
      let (x, y) = (Double(x - centreX) / Double(across), Double(y - centreY) / Double(down))
      return x * x + y * y <= 1
    }
    let grey: UInt8 =
      isIn(128, 90, 13, 18)
      ? (y < 90 ? 30 : 120)
      : isIn(128, 170, 56, 60) ? 90 : abs(x - 128) <= 6 && (102...116).contains(y) ? 120 : 230
    return [grey, grey, grey]
  }

  @Test("finds the head above the shoulders, whatever its colour")
  func headOfFigure() throws {
    let head = try #require(try heads(figure).first)
    #expect(head.label == "head" && head.score > 0.5)
    #expect(head.box.x < 0.45 && head.box.maxX > 0.55 && head.box.y < 0.28 && head.box.maxY > 0.4)
    #expect(abs(head.box.midX - 0.5) < 0.05 && head.box.area < 0.15)
  }

  @Test("finds nobody where nobody is")
  func nobody() throws {
    #expect(try heads(LentScene(200, 150) { _, _ in [200, 150, 120] }).isEmpty)
    #expect(try heads(LentScene.disc(300, 200, x: 100, y: 90, radius: 40)).isEmpty)
  }
}
