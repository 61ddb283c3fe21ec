import Hosting
import ReframeSDK
import Testing
import TestSupport

@Suite("Saliency detector")
struct SaliencyDetectorTests {
  let bundles: TestBundles
  let host: Host

  init() throws {
    bundles = try TestBundles(own: ["SaliencyDetector"])
    host = Host(HostConfiguration(explicit: [bundles.path], environment: [:]))
  }

  private func map(_ scene: LentScene) throws -> SubjectMap {
    try scene.subjects(try host.detector("saliency")).map
  }

  @Test("finds nothing on plain ground", arguments: [UInt8(0), 128, 255])
  func plain(level: UInt8) throws {
    #expect(try map(LentScene(128, 96) { _, _ in [level, level, level] }).regions.isEmpty)
  }

  @Test(
    "the strongest guess holds a disc that stands out",
    arguments: [(60, 60), (190, 60), (128, 110), (60, 130)])
  func disc(x: Int, y: Int) throws {
    let map = try map(LentScene.disc(256, 192, x: x, y: y, radius: 26))
    let best = try #require(map.regions.first { $0.label == "salient" })
    let (left, top) = (best.box.x * 256, best.box.y * 192)
    let (right, bottom) = (best.box.maxX * 256, best.box.maxY * 192)
    #expect(left < Double(x) && right > Double(x) && top < Double(y) && bottom > Double(y))
    #expect(best.box.area < 0.35, "a disc of 4 % is not the whole picture")
  }

  @Test("the grid is brightest on the disc and spares the ground")
  func grid() throws {
    let grid = try #require(try map(LentScene.disc(256, 192, x: 180, y: 60, radius: 30)).saliency)
    let inside = grid[grid.columns * 180 / 256, grid.rows * 60 / 192]
    let outside = grid[grid.columns * 40 / 256, grid.rows * 150 / 192]
    #expect(Int(inside) > Int(outside) + 80)
  }

  @Test("a flat frame around the picture does not count as ground")
  func frame() throws {
    let scene = LentScene(256, 192) { x, y in
      let isFrame = x < 24 || y < 24 || x >= 232 || y >= 168
      let isDisc = (x - 90) * (x - 90) + (y - 96) * (y - 96) < 500
      return isFrame ? [0, 0, 0] : isDisc ? [230, 60, 30] : [UInt8(90 + (x * 7 + y * 13) % 5), 110, 130]
    }
    let best = try #require(try map(scene).regions.first { $0.label == "salient" })
    #expect(best.box.x * 256 < 90 && best.box.maxX * 256 > 90 && best.box.area < 0.5)
  }

  @Test("a cut-out is its own subject")
  func cutOut() throws {
    let scene = LentScene(100, 100, channels: 4) { x, y in
      [120, 80, 40, x >= 20 && x < 50 && y >= 30 && y < 80 ? 255 : 0]
    }
    let map = try map(scene)
    let region = try #require(map.regions.first)
    #expect(abs(region.box.x - 0.2) < 0.03 && abs(region.box.maxX - 0.5) < 0.03)
    #expect(abs(region.box.y - 0.3) < 0.03 && abs(region.box.maxY - 0.8) < 0.03)
    #expect(region.score == 1)
  }

  @Test("a mirrored picture has mirrored subjects")
  func mirrored() throws {
    let left = try map(LentScene.disc(257, 193, x: 70, y: 90, radius: 26))
    let scene = LentScene(257, 193) { x, y in
      let column = 256 - x
      let isInside = (column - 70) * (column - 70) + (y - 90) * (y - 90) <= 676
      let grain = UInt8((column * 7 + y * 13) % 5)
      return (isInside ? [230, 60, 30] : [70, 90, 110]).map { $0 + grain }
    }
    let first = try #require(left.regions.first)
    let second = try #require(try map(scene).regions.first)
    #expect(abs(first.box.midX - (1 - second.box.midX)) < 0.08)
    #expect(abs(first.box.midY - second.box.midY) < 0.08)
  }
}
