import Foundation
@testable import Hosting
import Imaging
import ReframeSDK
import Synchronization
import Testing
import TestSupport

@Suite("Several detectors")
struct DetectorPanelTests {
  private let bundles: TestBundles

  init() throws {
    bundles = try TestBundles(own: ["LocalEngine", "SaliencyDetector", "FaceDetector"])
    try bundles.addFixture()
    try bundles.addFixture(id: "broken", library: "libFailing.so")
  }

  private func results(_ ids: [String], log: @escaping @Sendable (String) -> Void = { _ in }) throws
    -> [Engine.Result]
  {
    let photo = TestBundles.repository.appending(path: "Tests/Photos/astronaut.png")
    let job = try ReframeJob.png("2:1") {
      $0.mode = .crop
      $0.detectors = ids.map { DetectorChoice(id: $0) }
      $0.explains = true
    }
    return try Engine(folder: bundles.path).reframe(
      [UInt8](Data(contentsOf: photo)), job, run: JobRun(id: "test", onLog: { _, message in log(message) }))
  }

  @Test("are joined, and an explanation has what each of them saw")
  func joined() throws {
    let results = try results(["faces", "saliency"])
    let subjects = try #require(results.first?.rendition.subjects)
    #expect(Set(subjects.regions.map(\.label)).isSuperset(of: ["face", "salient"]))
    #expect(subjects.answers?.map(\.detector) == ["faces", "saliency"])
    #expect(subjects.answers?.first?.regions.allSatisfy { $0.label == "face" } == true)
    #expect(subjects.answers?.last?.saliency != nil)
    let alone = try self.results(["saliency"])
    #expect(alone.first?.rendition.subjects?.answers == nil)
    let heights = [results, alone].compactMap { $0.last?.rendition.size.height }
    #expect(heights[0] > 2 * heights[1] * 8 / 10, "two panels more")
  }

  @Test("The others go on without one that is missing or fails, and the log says so")
  func goesOn() throws {
    let lines = Mutex<[String]>([])
    let subjects = try #require(
      try results(["absent", "broken", "saliency"]) { line in lines.withLock { $0.append(line) } }
        .first?.rendition.subjects)
    #expect(!subjects.regions.isEmpty && subjects.answers?.map(\.detector) == ["saliency"])
    let said = lines.withLock { $0 }
    #expect(said.contains { $0.contains("'absent'") } && said.contains { $0.contains("'broken'") })
  }

  @Test("If all fail, the first reason is told")
  func allFail() throws {
    let error = #expect(throws: ReframeError.self) { try results(["broken", "absent"]) }
    #expect(error?.message.contains("'broken'") == true, "\(String(describing: error))")
  }
}
