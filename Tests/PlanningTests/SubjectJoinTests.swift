import Planning
import ReframeSDK
import Testing

/// What becomes of the answers of several detectors.
@Suite struct SubjectJoinTests {
  private let body = UnitRect(x: 0.4, y: 0.3, width: 0.4, height: 0.7)
  private let face = UnitRect(x: 0.5, y: 0.35, width: 0.2, height: 0.2)

  private func answer(
    _ detector: String, _ regions: [(UnitRect, Double, String)], weight: Double = 1, grid: SaliencyGrid? = nil
  ) -> DetectorAnswer {
    DetectorAnswer(
      detector: detector, weight: weight,
      regions: regions.map { SubjectRegion(box: $0, score: $1, label: $2) }, saliency: grid)
  }

  private func faces(_ map: SubjectMap) -> [SubjectRegion] { map.regions.filter { $0.label == "face" } }

  private func sum(_ map: SubjectMap, _ label: String) -> Double {
    map.regions.reduce(0) { $0 + ($1.label == label ? $1.score : 0) }
  }

  @Test func `A single answer without faces stays as it is`() {
    let regions = [(body, 0.6, "salient"), (face, 0.5, "key")]
    let map = SubjectMap(joining: [answer("a", regions)])
    #expect(map.regions == regions.map { SubjectRegion(box: $0, score: $1, label: $2) })
    #expect(SubjectMap(joining: []).regions.isEmpty)
  }

  @Test func `A face takes its share from guesses of the key part, and gets room for its head`() throws {
    let elsewhere = UnitRect(x: 0, y: 0, width: 0.1, height: 0.1)
    let map = SubjectMap(joining: [
      answer("faces", [(face, 0.9, "face")]), answer("a", [(body, 0.6, "salient"), (elsewhere, 1, "key")]),
    ])
    #expect(abs(sum(map, "face") + sum(map, "key") - 1) < 1e-9)
    #expect(sum(map, "face") > 0.3)
    for head in faces(map) {
      #expect(abs(head.box.intersection(face).area - face.area) < 1e-9 && head.box.y < face.y)
    }
    #expect(abs(sum(map, "salient") - 0.6) < 1e-9)
  }

  @Test func `Who looks to a side gets room there`() {
    func reach(_ label: String) -> (left: Double, right: Double) {
      let heads = faces(SubjectMap(joining: [answer("faces", [(face, 0.9, label)])]))
      return (heads.map(\.box.x).min() ?? 1, heads.map(\.box.maxX).max() ?? 0)
    }
    let (front, left, right) = (reach("face"), reach("face-left"), reach("face-right"))
    #expect(left.left < front.left - 0.02 && abs(left.right - front.right) < 1e-9)
    #expect(right.right > front.right + 0.02 && abs(right.left - front.left) < 1e-9)
  }

  @Test func `Weights shift how much faces count`() {
    func share(_ weight: Double) -> Double {
      let voices = [answer("faces", [(face, 0.2, "face")], weight: weight), answer("a", [(body, 1, "key")])]
      return sum(SubjectMap(joining: voices), "face")
    }
    #expect(share(0.5) < share(1) && share(1) < share(1.5))
    #expect(abs(share(1) - 0.2) < 1e-9)
  }

  @Test func `Guesses of two detectors are mixed by weight`() {
    let map = SubjectMap(joining: [
      answer("a", [(body, 0.8, "salient")], weight: 3), answer("b", [(face, 0.4, "salient")]),
    ])
    #expect(map.regions.map { ($0.score * 1000).rounded() } == [600, 100])
  }

  @Test func `A subject that leaves the face out counts less`() throws {
    let aside = UnitRect(x: 0, y: 0.3, width: 0.3, height: 0.7)
    let map = SubjectMap(joining: [
      answer("faces", [(face, 0.9, "face")]), answer("a", [(body, 0.3, "salient"), (aside, 0.3, "salient")]),
    ])
    let subjects = map.regions.filter { $0.label == "salient" }
    #expect(subjects.map(\.box) == [body, aside])
    #expect(subjects[0].score > 0.35 && subjects[1].score < 0.25)
  }

  @Test func `A face where nothing is salient counts less`() throws {
    let left = try #require(SaliencyGrid(columns: 2, rows: 1, values: [255, 0]))
    func share(_ x: Double) -> Double {
      let box = UnitRect(x: x, y: 0.4, width: 0.2, height: 0.2)
      return sum(
        SubjectMap(joining: [
          answer("faces", [(box, 0.4, "face")]), answer("a", [(body, 0.5, "salient")], grid: left),
        ]), "face")
    }
    #expect(share(0.1) > 2 * share(0.7))
  }

  @Test func `A face that two detectors find counts once`() {
    let near = UnitRect(x: 0.51, y: 0.36, width: 0.2, height: 0.2)
    let once = SubjectMap(joining: [answer("a", [(face, 0.3, "face")])])
    let twice = SubjectMap(joining: [answer("a", [(face, 0.3, "face")]), answer("b", [(near, 0.2, "face")])])
    #expect(once.regions == twice.regions)
  }

  @Test func `Several faces are kept together where they can be`() {
    let other = UnitRect(x: 0.1, y: 0.3, width: 0.2, height: 0.2)
    let map = SubjectMap(joining: [answer("a", [(face, 0.3, "face"), (other, 0.2, "face")])])
    let both = faces(map).filter { $0.box.x < 0.15 && $0.box.maxX > 0.65 }
    #expect(!both.isEmpty && both.count < faces(map).count)
  }

  @Test func `Mirrored answers give the mirrored map`() throws {
    let grid = try #require(SaliencyGrid(columns: 3, rows: 1, values: [9, 90, 200]))
    let mirroredGrid = try #require(SaliencyGrid(columns: 3, rows: 1, values: [200, 90, 9]))
    func mirrored(_ box: UnitRect) -> UnitRect {
      UnitRect(x: 1 - box.maxX, y: box.y, width: box.width, height: box.height)
    }
    let map = SubjectMap(joining: [
      answer("faces", [(face, 0.9, "face")]), answer("a", [(body, 0.4, "salient")], grid: grid),
    ])
    let other = SubjectMap(joining: [
      answer("faces", [(mirrored(face), 0.9, "face")]),
      answer("a", [(mirrored(body), 0.4, "salient")], grid: mirroredGrid),
    ])
    #expect(map.regions.count == other.regions.count)
    for (one, two) in zip(map.regions, other.regions) {
      #expect(abs(mirrored(one.box).x - two.box.x) < 1e-9 && abs(one.score - two.score) < 1e-9)
    }
  }
}
