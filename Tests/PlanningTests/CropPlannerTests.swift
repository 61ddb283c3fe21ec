import ReframeSDK
import Testing

@testable import Planning

/// The places that the planner chooses for synthetic maps.
@Suite struct CropPlannerTests {
  private static let aspects = ["1:1", "4:5", "9:16", "16:9", "21:9", "1000:1", "1:1000"]

  private func crop(_ map: SubjectMap, _ source: PixelSize, _ aspect: AspectRatio) -> CropChoice {
    CropPlanner(source: source, subjects: map).plan(CanvasRule.largestCrop(aspect, of: source))
  }

  private func map(_ boxes: UnitRect..., score: Double = 1, label: String = "salient") -> SubjectMap {
    SubjectMap(regions: boxes.map { SubjectRegion(box: $0, score: score, label: label) })
  }

  @Test(arguments: aspects, [(1, 1), (1, 40), (40, 1), (3, 2), (641, 480), (600, 4000)])
  func `A crop lies in the source, whatever the sizes`(aspect: String, side: (Int, Int)) throws {
    let source = PixelSize(width: side.0, height: side.1)
    let ratio = try #require(AspectRatio(aspect))
    let box = UnitRect(x: 0.7, y: 0.1, width: 0.3, height: 0.3)
    let choice = crop(map(box), source, ratio)
    #expect(PixelRect(source).contains(choice.crop))
    #expect(choice.crop.size == CanvasRule.largestCrop(ratio, of: source))
    #expect(choice.rivals.allSatisfy { PixelRect(source).contains($0.crop) })
  }

  @Test(arguments: ["1:1", "4:5", "9:16"])
  func `A subject that fits is never cut, and lies in the middle if it can`(aspect: String) throws {
    let source = PixelSize(width: 1600, height: 900)
    let ratio = try #require(AspectRatio(aspect))
    for place in stride(from: 0.0, through: 0.8, by: 0.05) {
      let box = UnitRect(x: place, y: 0.2, width: 0.2, height: 0.5)
      let choice = crop(map(box), source, ratio)
      #expect(Double(choice.crop.x) <= place * 1600 + 1)
      #expect(Double(choice.crop.maxX) >= (place + 0.2) * 1600 - 1)
      #expect(choice.loss < 0.005)
      let free = Double(source.width - choice.crop.width)
      let wanted = min(max(box.midX * 1600 - Double(choice.crop.width) / 2, 0), free)
      #expect(abs(Double(choice.crop.x) - wanted) <= 1)
    }
  }

  @Test func `A subject too large for the crop is cut evenly, but not its key part`() throws {
    let source = PixelSize(width: 600, height: 1200)
    let wide = try #require(AspectRatio("16:9"))
    let tall = UnitRect(x: 0.2, y: 0.1, width: 0.6, height: 0.8)
    let even = crop(map(tall), source, wide)
    #expect(abs(even.crop.y + even.crop.height / 2 - 600) <= 1)
    var body = map(tall)
    body.regions.append(
      SubjectRegion(box: UnitRect(x: 0.4, y: 0.1, width: 0.2, height: 0.15), score: 1, label: "face"))
    let headed = crop(body, source, wide)
    #expect(headed.crop.y <= 120)
    #expect(headed.crop.maxY >= 300)
    #expect(headed.loss > 0.5)
  }

  @Test func `The user's word counts alone`() throws {
    var map = map(UnitRect(x: 0.1, y: 0.1, width: 0.2, height: 0.6))
    let focus = UnitRect(x: 0.8, y: 0.5, width: 0, height: 0)
    map.regions.append(SubjectRegion(box: focus, score: 1, label: "given"))
    let source = PixelSize(width: 1000, height: 500)
    let choice = crop(map, source, try #require(AspectRatio("1:2")))
    #expect(abs(choice.crop.x + choice.crop.width / 2 - 800) <= 1)
    #expect(choice.loss == 0)
  }

  @Test func `A mirrored map gives the mirrored crop`() throws {
    let source = PixelSize(width: 1201, height: 700)
    let ratio = try #require(AspectRatio("3:4"))
    let boxes = [
      UnitRect(x: 0.05, y: 0.2, width: 0.3, height: 0.5), UnitRect(x: 0.5, y: 0.1, width: 0.4, height: 0.6),
    ]
    let regions = zip(boxes, [0.6, 0.3]).map { SubjectRegion(box: $0, score: $1, label: "salient") }
    let mirrored = regions.map { region in
      var box = region.box
      box.x = 1 - box.maxX
      return SubjectRegion(box: box, score: region.score, label: region.label)
    }
    let first = crop(SubjectMap(regions: regions), source, ratio).crop
    let second = crop(SubjectMap(regions: mirrored), source, ratio).crop
    #expect(abs(source.width - first.maxX - second.x) <= 1)
  }

  @Test(arguments: aspects) func `Nothing known, or nothing that differs, gives the centre`(
    aspect: String
  ) throws {
    let source = PixelSize(width: 900, height: 700)
    let ratio = try #require(AspectRatio(aspect))
    let size = CanvasRule.largestCrop(ratio, of: source)
    let flat = SaliencyGrid(columns: 8, rows: 6, values: [UInt8](repeating: 90, count: 48))
    let black = SaliencyGrid(columns: 8, rows: 6, values: [UInt8](repeating: 0, count: 48))
    let maps = [
      SubjectMap(regions: []), SubjectMap(regions: [], saliency: flat),
      SubjectMap(regions: [], saliency: black),
      map(UnitRect(x: 0, y: 0, width: 1, height: 1)),
      map(UnitRect(x: 0.7, y: 0.7, width: 0.1, height: 0.1), score: 0),
    ]
    for map in maps {
      let rect = crop(map, source, ratio).crop
      #expect(abs(rect.x - (source.width - size.width) / 2) <= 1)
      #expect(abs(rect.y - (source.height - size.height) / 2) <= 1)
    }
  }

  @Test func `Saliency alone draws the crop`() throws {
    var values = [UInt8](repeating: 0, count: 16 * 9)
    for row in 3..<6 {
      for column in 11..<14 { values[row * 16 + column] = 200 }
    }
    let grid = SaliencyGrid(columns: 16, rows: 9, values: values)
    let source = PixelSize(width: 1600, height: 900)
    let choice = crop(SubjectMap(regions: [], saliency: grid), source, try #require(AspectRatio("9:16")))
    #expect(choice.crop.x <= 1100)
    #expect(choice.crop.maxX >= 1400)
    #expect(abs(choice.crop.x + choice.crop.width / 2 - 1250) <= 20)
    #expect(choice.loss < 0.001)
  }

  @Test func `The same map gives the same crop`() throws {
    let source = PixelSize(width: 4032, height: 3024)
    let ratio = try #require(AspectRatio("9:16"))
    let guesses = (0..<12).map { index in
      let place = Double(index * 7 % 12) / 20
      return SubjectRegion(
        box: UnitRect(x: place, y: place / 2, width: 0.3, height: 0.4), score: 0.05 + place / 10,
        label: "salient")
    }
    let choice = crop(SubjectMap(regions: guesses), source, ratio)
    let reversed = crop(SubjectMap(regions: guesses.reversed()), source, ratio)
    #expect(choice == crop(SubjectMap(regions: guesses), source, ratio))
    #expect(abs(choice.crop.x - reversed.crop.x) <= 1)
  }
}
