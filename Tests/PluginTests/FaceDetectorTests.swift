import Foundation
import Hosting
import Imaging
import ReframeSDK
import Testing
import TestSupport

@Suite("Face detector")
struct FaceDetectorTests {
  let bundles: TestBundles
  let host: Hosting.Host

  init() throws {
    bundles = try TestBundles(own: ["FaceDetector"])
    host = Hosting.Host(HostConfiguration(explicit: [bundles.path], environment: [:]))
  }

  private func faces(_ scene: LentScene) throws -> [SubjectRegion] {
    try scene.subjects(try host.detector("faces")).map.regions
  }

  /// The photo of an astronaut, whose face takes 0.35 to 0.55 across and 0.15 to 0.4 down.
  private func astronaut(isMirrored: Bool = false, isGrey: Bool = false) throws -> LentScene {
    let path = TestBundles.repository.appending(path: "Tests/Photos/astronaut.png")
    let photo = try [UInt8](Data(contentsOf: path)).decoded()
    return LentScene(photo.width, photo.height) { x, y in
      let pixel = photo.pixel(isMirrored ? photo.width - 1 - x : x, y)
      return isGrey ? [pixel[1], pixel[1], pixel[1]] : [UInt8](pixel.prefix(3))
    }
  }

  @Test("finds the face of a portrait, in colour and in grey", arguments: [false, true])
  func portrait(isGrey: Bool) throws {
    let found = try faces(try astronaut(isGrey: isGrey))
    let face = try #require(found.first)
    #expect(face.label == "face" && face.score > 0.5)
    #expect(abs(face.box.midX - 0.44) < 0.05 && abs(face.box.midY - 0.23) < 0.06)
    #expect(face.box.width > 0.1 && face.box.width < 0.3)
  }

  @Test("finds the mirrored face in the mirrored picture, if not to the pixel")
  func mirrored() throws {
    let face = try #require(try faces(try astronaut()).first)
    let other = try #require(try faces(try astronaut(isMirrored: true)).first)
    #expect(abs(1 - face.box.midX - other.box.midX) < 0.03 && abs(face.box.midY - other.box.midY) < 0.03)
  }

  @Test("finds the face of a close portrait, whose skin is all around it")
  func close() throws {
    let path = TestBundles.repository.appending(path: "Tests/Photos/astronaut.png")
    let photo = try [UInt8](Data(contentsOf: path)).decoded()
    let near = LentScene(280, 280) { x, y in [UInt8](photo.pixel(x + 100, y).prefix(3)) }
    let face = try #require(try faces(near).first)
    #expect(abs(face.box.midX - 0.45) < 0.07 && abs(face.box.midY - 0.42) < 0.08)
  }

  @Test("finds nothing where nothing is")
  func nothing() throws {
    #expect(try faces(LentScene(200, 150) { _, _ in [200, 150, 120] }).isEmpty)
    #expect(try faces(LentScene(200, 150, channels: 4) { _, _ in [200, 150, 120, 0] }).isEmpty)
    #expect(try faces(LentScene.disc(300, 200, x: 100, y: 90, radius: 40)).isEmpty)
    var random = SplitMix64(seed: 7)
    let noise = LentScene(256, 256) { _, _ in
      let bits = random.next()
      return [UInt8(bits & 255), UInt8(bits >> 8 & 255), UInt8(bits >> 16 & 255)]
    }
    #expect(try faces(noise).isEmpty)
  }

  @Test("several calls at a time answer the same")
  func concurrent() async throws {
    let expected = try faces(try astronaut())
    try await withThrowingTaskGroup(of: [SubjectRegion].self) { group in
      for _ in 0..<4 { group.addTask { try faces(try astronaut()) } }
      for try await found in group { #expect(found == expected) }
    }
  }
}
