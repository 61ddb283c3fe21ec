import CReframe
import Foundation
import Hosting
import Imaging
import Loading
import ReframeSDK
import Testing
import TestSupport

@Suite("The local engine")
struct LocalEngineTests {
  @Test("has a card that says it is free and takes many outputs")
  func models() throws {
    let provider = try Engine().host.provider(nil)
    let text = try Sink.collect { (sink) throws(ReframeError) in
      try RawCall.run { error in provider.call { $0.models($0.instance, sink, error) } }
    }
    let cards = try JSON.decode([ModelCard].self, from: text, what: "models")
    #expect(cards.map(\.slug) == ["local/reframe"])
    #expect(cards.first?.pricing == .object(["book": .string("local"), "rule": .string("free")]))
    #expect(cards.first?.modes == ReframeMode.allCases)
  }

  @Test("makes every output of a job, in every format, from one reading")
  func outputs() throws {
    let ratios = ["1:1", "9:16", "16:9", "4:5", "3:2"]
    let requests = try ratios.map { OutputRequest(aspect: try #require(AspectRatio($0))) }
    let job = ReframeJob.png(requests) {
      $0.outputs[1].format = .jpeg
      $0.outputs[2].size = PixelSize(width: 32, height: 18)
      $0.outputs[3].format = .webp
      $0.mode = .crop
    }
    let results = try Engine().reframe(try Pictures.png(60, 40), job)
    #expect(results.map(\.rendition.output) == [0, 1, 2, 3, 4])
    #expect(
      results.map(\.rendition.mediaType) == ["png", "jpeg", "png", "webp", "png"].map { "image/\($0)" })
    #expect(results.map(\.rendition.size.description) == ["40x40", "23x40", "32x18", "32x40", "60x40"])
    for result in results {
      let info = try result.bytes.probed()
      #expect(PixelSize(width: info.size.width, height: info.size.height) == result.rendition.size)
      #expect(Set(result.rendition.timings.keys).isSuperset(of: ["decode", "detect", "plan", "render"]))
      #expect(result.rendition.timings.values.allSatisfy { $0 >= 0 })
    }
  }

  @Test("plans what it then does, in every mode")
  func plan() throws {
    let requests = try ["1:1", "9:16", "16:9"].map { OutputRequest(aspect: try #require(AspectRatio($0))) }
    for mode in ReframeMode.allCases {
      for subject in [
        nil, UnitRect(x: 0.1, y: 0.2, width: 0.6, height: 0.7), UnitRect(x: 50, y: 3, width: 0, height: 0),
      ] {
        let job = ReframeJob.png(requests) {
          $0.mode = mode
          $0.subject = subject
          $0.fill = "edge"
          $0.detector = "fixture"
        }
        let file = try Pictures.png(60, 40)
        let plan = try Engine().plan(file, job)
        #expect(plan.source == PixelSize(width: 60, height: 40))
        let done = try Engine().reframe(file, job).compactMap(\.plan)
        #expect(plan.outputs == done, "\(mode)")
      }
    }
  }

  @Test("plans what it then does where a detector looks at a small copy")
  func planOfLarge() throws {
    let bundles = try TestBundles()
    defer { withExtendedLifetime(bundles) {} }
    let engine = try Engine(folder: bundles.path)
    let source = try Pictures.flat(1031, 120, [70, 90, 110])
    // A spot of many edges, so that each way of scaling gives it other values.
    for y in 31..<85 {
      for index in 3 * 611..<3 * 703 { source.row(y)[index] = Pictures.sample(index, y) }
    }
    let job = try ReframeJob.png("1:1") {
      $0.mode = .crop
      $0.detector = "saliency"
    }
    let file = try ImageEncoder(.png).data(source)
    let plan = try engine.plan(file, job)
    #expect(plan.subjects?.regions.isEmpty == false)
    let done = try engine.reframe(file, job)
    #expect(plan.outputs == done.compactMap(\.plan))
    #expect(plan.subjects == done.first?.rendition.subjects)
  }

  @Test(
    "plans the mirror image of a mirrored picture, to a pixel",
    arguments: [(ReframeMode.crop, "coffee"), (.auto, "chelsea"), (.carve, "coffee")])
  func mirrored(mode: ReframeMode, photo: String) throws {
    let bundles = try TestBundles()
    defer { withExtendedLifetime(bundles) {} }
    let engine = try Engine(folder: bundles.path)
    let requests = try ["9:16", "1:1", "21:9"].map { OutputRequest(aspect: try #require(AspectRatio($0))) }
    // Faces are found by a cascade that is not symmetric.
    let job = ReframeJob.png(requests) { ($0.mode, $0.detector) = (mode, "saliency") }
    let file = TestBundles.repository.appending(path: "Tests/Photos/\(photo).png")
    let source = try [UInt8](Data(contentsOf: file)).decoded()
    let first = try engine.plan(try ImageEncoder(.png).data(source), job).outputs
    let second = try engine.plan(try ImageEncoder(.png).data(source.mirrored()), job).outputs
    for (one, other) in zip(first.map(\.framing), second.map(\.framing)) {
      let (canvas, place) = (Double(other.canvas.width), other.placement)
      let pairs = [
        (one.placement.x, canvas - place.x - place.width), (one.placement.y, place.y),
        (one.placement.width, place.width), (one.placement.height, place.height),
        (Double(one.canvas.width), canvas), (Double(one.canvas.height), Double(other.canvas.height)),
      ]
      #expect(pairs.allSatisfy { abs($0 - $1) <= 1 }, "\(photo): \(one), mirrored \(other)")
    }
  }

  @Test(
    "crops around a point to focus on, which is nothing that a crop could cut",
    arguments: ReframeMode.allCases)
  func focus(mode: ReframeMode) throws {
    let job = try ReframeJob.png("1:1") {
      $0.mode = mode
      $0.subject = UnitRect(x: 0.5, y: 0.5, width: 0, height: 0)
    }
    let plan = try #require(try Engine().plan(try Pictures.png(60, 40), job).outputs.first)
    #expect(plan.operation == (mode == .expand ? .expand : mode == .carve ? .carve : .crop))
  }

  @Test("makes the same bytes of the same job", arguments: Engine.fills)
  func deterministic(fill: String) throws {
    let job = try ReframeJob.png("1:1") {
      $0.mode = .expand
      $0.fill = fill
      $0.seed = 7
      $0.outputs[0].format = .jpeg
    }
    let file = try Pictures.png(31, 17)
    let first = try Engine().reframe(file, job).map(\.bytes)
    #expect(try Engine().reframe(file, job).map(\.bytes) == first)
    var other = job
    other.seed = 8
    let isSeeded = try Engine().reframe(file, other).map(\.bytes) != first
    // Of a picture as small as this there may be just one continuation.
    if ["blur", "mirror", "solid", "edge"].contains(fill) { #expect(!isSeeded) }
    if fill == "fixture" { #expect(isSeeded) }
  }

  @Test("makes variations that differ of what is filled", arguments: ["auto", "patch", "gradient"])
  func variations(fill: String) throws {
    let source = try Pictures.flat(80, 60, [120, 110, 100])
    var random = SplitMix64(seed: 3)
    for y in 0..<60 {
      for index in 0..<240 { source.row(y)[index] += UInt8.random(in: 0..<8, using: &random) }
    }
    let job = try ReframeJob.png("1:3") { ($0.mode, $0.fill, $0.imageCount) = (.expand, fill, 4) }
    let results = try Engine().reframe(try ImageEncoder(.png).data(source), job)
    #expect(results.count == 4 && Set(results.map(\.bytes)).count == 4)
  }

  @Test("stops before it begins when the job is cancelled")
  func cancelledBefore() throws {
    let run = JobRun(id: "unwanted")
    run.cancel()
    let error = #expect(throws: ReframeError.self) {
      try Engine().reframe(try Pictures.png(9, 4), try .png("1:1"), run: run)
    }
    #expect(error?.kind == .cancelled)
  }

  @Test("stops in the middle when the job is cancelled there")
  func cancelledDuring() throws {
    let run = Cancelling()
    let error = #expect(throws: ReframeError.self) {
      try Engine().reframe(try Pictures.png(9, 4), try .png("1:1"), run: run.job)
    }
    #expect(error?.kind == .cancelled)
    #expect(run.stages.count == 1)
  }

  @Test("tells of its progress, up to the end")
  func progress() throws {
    let stages = Stages()
    let run = JobRun(id: "test", onProgress: { fraction, _ in stages.add(fraction) })
    _ = try Engine().reframe(try Pictures.png(9, 4), try .png("1:1"), run: run)
    #expect(stages.all == stages.all.sorted())
    #expect(stages.all.last == 1)
  }

  @Test("passes on what a detector says is wrong")
  func detectorFails() throws {
    let bundles = try TestBundles(own: ["LocalEngine", "BlurFill"])
    defer { withExtendedLifetime(bundles) {} }
    try bundles.addFixture(library: "libFixtureFailing.so")
    let engine = try Engine(folder: bundles.path)
    let job = try ReframeJob.png("1:1") { $0.detector = "fixture" }
    let error = #expect(throws: ReframeError.self) {
      _ = try engine.reframe(try Pictures.png(9, 4), job)
    }
    #expect(error?.kind == .contentPolicy)
    #expect(error?.message == "detector 'fixture': this picture is not to be looked at")
  }

  @Test("says which plugin it lacks")
  func fillMissing() throws {
    let job = try ReframeJob.png("1:1") {
      $0.mode = .expand
      $0.fill = "mirrror"
    }
    let error = #expect(throws: ReframeError.self) { try Engine().reframe(try Pictures.png(9, 4), job) }
    #expect(error?.kind == .notFound)
    #expect(
      error?.message
        == "there is no fill 'mirrror'; did you mean 'mirror'? (known: auto, blur, edge, fixture, gradient, mirror, patch, pixman-edge, solid)"
    )
  }
}
