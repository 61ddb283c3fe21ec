import ReframeSDK
import Testing

@testable import Planning

/// What the planner says of a crop, beside where it lies.
@Suite struct CropChoiceTests {
  private let source = PixelSize(width: 1600, height: 900)
  private let square = PixelSize(width: 900, height: 900)

  private func planner(_ boxes: [(UnitRect, Double, String)]) -> CropPlanner {
    let regions = boxes.map { SubjectRegion(box: $0, score: $1, label: $2) }
    return CropPlanner(source: source, subjects: SubjectMap(regions: regions))
  }

  @Test func `The chosen crop costs no more than any rival`() throws {
    let choice = planner([
      (UnitRect(x: 0.0, y: 0.1, width: 0.3, height: 0.8), 0.5, "salient"),
      (UnitRect(x: 0.6, y: 0.2, width: 0.3, height: 0.5), 0.3, "salient"),
      (UnitRect(x: 0.1, y: 0.1, width: 0.1, height: 0.2), 0.6, "key"),
    ]).plan(square)
    let total = try #require(choice.cost["total"])
    #expect(!choice.rivals.isEmpty)
    for rival in choice.rivals { #expect(try #require(rival.cost["total"]) >= total) }
    let sum = choice.cost.reduce(0) { $0 + ($1.key == "total" ? 0 : $1.value) }
    #expect(abs(sum - total) < 1e-12)
  }

  @Test func `The loss is the worse of the subject's and the key part's`() {
    let planner = planner([
      (UnitRect(x: 0, y: 0.1, width: 0.7, height: 0.8), 1, "salient"),
      (UnitRect(x: 0.9, y: 0.4, width: 0.1, height: 0.1), 1, "face"),
    ])
    let left = PixelRect(x: 0, y: 0, width: 900, height: 900)
    let right = PixelRect(x: 700, y: 0, width: 900, height: 900)
    #expect(planner.loss(of: left) == 1)
    #expect(abs(planner.loss(of: right) - 700.0 / 1120) < 1e-9)
    #expect(planner.loss(of: PixelRect(source)) == 0)
  }

  @Test func `A scene that fills the picture is lost by no crop, unless it is the user's word`() {
    let left = PixelRect(x: 0, y: 0, width: 900, height: 900)
    let scene = UnitRect(x: 0, y: 0, width: 1, height: 1)
    #expect(planner([(scene, 1, "salient")]).loss(of: left) == 0)
    #expect(abs(planner([(scene, 1, "given")]).loss(of: left) - 7.0 / 16) < 1e-9)
  }

  @Test func `The guesses agree in their weighted medians`() throws {
    let subject = try #require(
      planner([
        (UnitRect(x: 0.1, y: 0.2, width: 0.2, height: 0.2), 0.4, "salient"),
        (UnitRect(x: 0.2, y: 0.2, width: 0.3, height: 0.4), 0.3, "salient"),
        (UnitRect(x: 0.9, y: 0.9, width: 0.1, height: 0.1), 0.2, "salient"),
      ]).subject)
    #expect(abs(subject.x - 0.2) < 1e-9)
    #expect(abs(subject.maxX - 0.5) < 1e-9)
    #expect(abs(subject.y - 0.2) < 1e-9)
  }

  @Test(arguments: [0.0, 0.25, 0.5, 1]) func `A window grows from the crop to the whole source`(share: Double)
  {
    let planner = planner([(UnitRect(x: 0.1, y: 0.2, width: 0.8, height: 0.6), 1, "salient")])
    let window = planner.window(square, enlarged: share)
    #expect(window.width == window.height)
    #expect(window.width == Int((900 + share * 700).rounded()))
    #expect(window.y == -(window.height - 900) / 2)
    #expect(window.x >= 0 && window.maxX <= 1600)
  }

  @Test func `Scores above one in sum, or nonsense, do no harm`() {
    let choice = planner([
      (UnitRect(x: 0.1, y: 0.1, width: 0.1, height: 0.1), 5, "salient"),
      (UnitRect(x: .nan, y: 0.1, width: .nan, height: 0.1), 1, "salient"),
      (UnitRect(x: -3, y: -2, width: 9, height: 9), 1, "face"),
      (UnitRect(x: 0.2, y: 0.2, width: 0.1, height: 0.1), .nan, "salient"),
    ]).plan(square)
    #expect(PixelRect(source).contains(choice.crop))
    #expect(choice.loss.isFinite)
  }
}
