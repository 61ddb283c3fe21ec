import ReframeSDK
import TestSupport
import Testing

@testable import Planning

@Suite("Framings")
struct FramingPlannerTests {
  private let whole = UnitRect(x: 0, y: 0, width: 1, height: 1)

  private func output(_ aspect: String, size: PixelSize? = nil) throws -> OutputRequest {
    OutputRequest(aspect: try #require(AspectRatio(aspect)), size: size)
  }

  private func plan(
    _ output: OutputRequest, _ source: PixelSize, _ mode: ReframeMode, _ subjects: SubjectMap? = nil
  ) -> OutputPlan {
    FramingPlanner(source: source, mode: mode, subjects: subjects).plan(output, index: 3)
  }

  private func given(_ box: UnitRect) -> SubjectMap {
    SubjectMap(regions: [SubjectRegion(box: box, score: 1, label: "given")])
  }

  @Test("A crop exposes nothing and shows whole source pixels", arguments: CanvasRuleTests.aspects)
  func crop(aspect: String) throws {
    for source in CanvasRuleTests.sources {
      let plan = plan(try output(aspect), source, .crop)
      #expect(plan.output == 3)
      #expect(!plan.framing.isExposed, "\(source) to \(aspect)")
      #expect(PixelRect(source).contains(plan.crop))
      #expect(plan.crop.size == plan.framing.canvas)
      #expect(plan.operation == .crop || plan.operation == .resize)
      #expect((plan.operation == .crop) == (plan.crop != PixelRect(source)))
    }
  }

  @Test("A crop to a size of its own covers it too", arguments: CanvasRuleTests.aspects)
  func cropToSize(aspect: String) throws {
    let size = PixelSize(width: 101, height: 47)
    for source in CanvasRuleTests.sources {
      let plan = plan(try output(aspect, size: size), source, .crop)
      #expect(plan.framing.canvas == size)
      #expect(!plan.framing.isExposed, "\(source) to \(aspect)")
      #expect(PixelRect(source).contains(plan.crop))
    }
  }

  @Test(
    "Expanding keeps every source pixel as it is, at a whole place in the middle",
    arguments: CanvasRuleTests.aspects)
  func expand(aspect: String) throws {
    for source in CanvasRuleTests.sources {
      let output = try output(aspect)
      let plan = plan(output, source, .expand)
      let placement = plan.framing.placement
      #expect(placement.width == Double(source.width) && placement.height == Double(source.height))
      #expect(placement.x == placement.x.rounded() && placement.y == placement.y.rounded())
      #expect(!plan.framing.isCropped)
      #expect(plan.crop == PixelRect(source))
      #expect(
        plan.framing.canvas == CanvasRule.smallestCanvas(output.aspect, around: source)
          || plan.operation == .resize)
      #expect(abs(2 * placement.x + placement.width - Double(plan.framing.canvas.width)) <= 1)
      #expect(abs(2 * placement.y + placement.height - Double(plan.framing.canvas.height)) <= 1)
      #expect(plan.operation == .expand || plan.operation == .resize)
      #expect((plan.operation == .expand) == plan.framing.isExposed)
    }
  }

  @Test("Expanding to a size keeps the whole source visible", arguments: CanvasRuleTests.aspects)
  func expandToSize(aspect: String) throws {
    let ratio = try #require(AspectRatio(aspect))
    let size =
      ratio.value > 1
      ? PixelSize(width: 2000, height: max(1, Int((2000 / ratio.value).rounded())))
      : PixelSize(width: max(1, Int((2000 * ratio.value).rounded())), height: 2000)
    for source in CanvasRuleTests.sources {
      let plan = plan(try output(aspect, size: size), source, .expand)
      #expect(plan.framing.canvas == size)
      #expect(plan.crop == PixelRect(source))
      #expect(!plan.framing.isCropped, "\(source) to \(aspect)")
    }
  }

  @Test("A source that has the ratio is only scaled, with a note", arguments: ReframeMode.allCases)
  func matching(mode: ReframeMode) throws {
    let source = PixelSize(width: 1920, height: 1080)
    let plan = plan(try output("16:9"), source, mode, given(UnitRect(x: 0, y: 0, width: 1, height: 1)))
    #expect(plan.operation == .resize)
    #expect(plan.notes == ["already 16:9, only scaled"])
    #expect(plan.framing.canvas == source)
    #expect(plan.framing.placement == Placement(x: 0, y: 0, width: 1920, height: 1080))
    #expect(plan.crop == PixelRect(source))
    let scaled = self.plan(try output("16:9", size: PixelSize(width: 640, height: 360)), source, mode)
    #expect(scaled.framing.placement == Placement(x: 0, y: 0, width: 640, height: 360))
  }

  @Test("Without a subject, auto crops in the middle")
  func noSubject() throws {
    let plan = plan(try output("1:1"), PixelSize(width: 300, height: 100), .auto)
    #expect(plan.operation == .crop)
    #expect(plan.crop == PixelRect(x: 100, y: 0, width: 100, height: 100))
  }

  @Test("Auto crops around a given subject that fits")
  func fitting() throws {
    let source = PixelSize(width: 1000, height: 500)
    let plan = plan(
      try output("1:1"), source, .auto, given(UnitRect(x: 0.6, y: 0.1, width: 0.3, height: 0.8)))
    #expect(plan.operation == .crop)
    #expect(plan.crop.x <= 600 && plan.crop.maxX >= 900)
    #expect(plan.notes.isEmpty)
  }

  @Test("Auto expands for a given subject that does not fit, and says what a crop would cost")
  func expanding() throws {
    let source = PixelSize(width: 1000, height: 500)
    let box = UnitRect(x: 0.1, y: 0.1, width: 0.8, height: 0.8)
    let wide = plan(try output("1:1"), source, .auto, given(box))
    #expect(wide.operation == .cropAndExpand)
    let side = wide.framing.canvas.width
    #expect((780...800).contains(side) && wide.framing.canvas.height == side)
    #expect(wide.crop.size == PixelSize(width: side, height: 500))
    #expect(wide.framing.placement.width == 1000 && wide.framing.placement.height == 500)
    #expect(wide.framing.placement.y == Double((side - 500) / 2))
    #expect(wide.notes == ["a crop would lose 38 % of the subject"])
    #expect(wide.rivals.first?.name == "crop")
    #expect(wide.rivals.first?.framing.isExposed == false)
    let cropped = plan(try output("1:1"), source, .crop, given(box))
    #expect(cropped.operation == .crop)
    let all = plan(try output("1:1"), source, .auto, given(whole))
    #expect(all.framing.isExposed && all.crop.width >= 980)
  }

  @Test("Auto keeps both the subject and the part that must not be cut")
  func part() throws {
    let source = PixelSize(width: 1000, height: 200)
    let boxes = [(0.05, "salient"), (0.85, "face")].map { x, label in
      SubjectRegion(box: UnitRect(x: x, y: 0.2, width: 0.1, height: 0.6), score: 1, label: label)
    }
    let plan = plan(try output("1:1"), source, .auto, SubjectMap(regions: boxes))
    #expect(plan.crop.x <= 50 && plan.crop.maxX >= 950)
  }

  @Test("Auto cuts a little harder before it fills a thin strip", arguments: [(0.68, false), (0.8, true)])
  func thinStrip(width: Double, expands: Bool) throws {
    let source = PixelSize(width: 1000, height: 500)
    let box = UnitRect(x: (1 - width) / 2, y: 0.3, width: width, height: 0.4)
    let found = SubjectMap(regions: [SubjectRegion(box: box, score: 1, label: "salient")])
    #expect(plan(try output("1:1"), source, .auto, found).framing.isExposed == expands)
  }

  @Test(
    "Auto cuts no more of a given subject than it tolerates, and never adds canvas without need",
    arguments: CanvasRuleTests.aspects)
  func subjectIsKept(aspect: String) throws {
    var random = SplitMix64(seed: 31)
    for _ in 0..<60 {
      let source = PixelSize(
        width: .random(in: 40...3000, using: &random), height: .random(in: 40...3000, using: &random))
      let (width, height) = (
        Double.random(in: 0.05...1, using: &random), Double.random(in: 0.05...1, using: &random)
      )
      let box = UnitRect(
        x: .random(in: 0...1 - width, using: &random), y: .random(in: 0...1 - height, using: &random),
        width: width, height: height)
      let output = try output(aspect)
      let plan = plan(output, source, .auto, given(box))
      let kept = plan.framing.shown.intersection(box).area / box.area
      #expect(
        kept >= 1 - FramingCost.tolerableLoss - 0.01, "\(source) to \(aspect), \(box): \(kept)")
      let limit = CanvasRule.smallestCanvas(output.aspect, around: source)
      let canvas = plan.framing.canvas
      #expect(canvas.width <= limit.width && canvas.height <= limit.height)
      #expect(CanvasRuleTests.isWithinAPixel(canvas, of: output.aspect), "\(source) to \(aspect): \(canvas)")
      #expect(plan.framing.placement.width == Double(source.width))
      let crop = CanvasRule.largestCrop(output.aspect, of: source)
      let fits =
        Double(crop.width) >= width * Double(source.width)
        && Double(crop.height) >= height * Double(source.height)
      if fits { #expect(!plan.framing.isExposed, "\(source) to \(aspect), \(box)") }
    }
  }

  @Test(
    "Auto adds more beside a smooth ground than beside texture, and least where it would invent a subject")
  func hardness() throws {
    let box = UnitRect(x: 0.14, y: 0.2, width: 0.72, height: 0.6)
    let found = SubjectMap(regions: [SubjectRegion(box: box, score: 1, label: "salient")])
    let output = try output("1:1")
    let sides = [0.4, 1.3, 3].map { hardness in
      let border = BorderHardness(left: 9, right: 9, top: hardness, bottom: hardness)
      var planner = FramingPlanner(
        source: PixelSize(width: 1000, height: 500), mode: .auto, subjects: found)
      planner.hardness = border
      return planner.plan(output, index: 0)
    }
    #expect(sides.map(\.framing.isExposed) == [true, false, false])
    #expect(sides[0].rivals.first?.name == FramingPlanner.cropRival)
    let chosen = try #require(sides[0].cost["total"])
    let cropped = try #require(sides[0].rivals.first?.cost["total"])
    #expect(chosen < cropped)
  }

  @Test("A mirrored picture gets the mirrored plan", arguments: ["1:1", "9:16", "16:9"])
  func mirrored(aspect: String) throws {
    var random = SplitMix64(seed: 5)
    for _ in 0..<40 {
      let source = PixelSize(width: 1200, height: 900)
      let box = UnitRect(
        x: .random(in: 0...0.5, using: &random), y: .random(in: 0...0.5, using: &random),
        width: .random(in: 0.1...0.5, using: &random), height: .random(in: 0.1...0.5, using: &random))
      var other = box
      other.x = 1 - box.maxX
      let plans = try [box, other].map { box in
        plan(
          OutputRequest(aspect: try #require(AspectRatio(aspect))), source, .auto,
          SubjectMap(regions: [SubjectRegion(box: box, score: 0.8, label: "salient")]))
      }
      #expect(plans[0].framing.canvas == plans[1].framing.canvas)
      #expect(plans[0].crop.width == plans[1].crop.width && plans[0].crop.y == plans[1].crop.y)
      #expect(abs(plans[0].crop.x - (source.width - plans[1].crop.maxX)) <= 1)
    }
  }

  @Test("A placement is taken at the user's word")
  func placed() throws {
    let source = PixelSize(width: 400, height: 200)
    var output = try output("1:1", size: PixelSize(width: 100, height: 100))
    output.placement = UnitRect(x: 0.25, y: -0.5, width: 1, height: 0.75)
    let plan = plan(output, source, .auto, given(whole))
    #expect(plan.framing.placement == Placement(x: 25, y: -50, width: 100, height: 75))
    #expect(plan.operation == .cropAndExpand)
    #expect(plan.crop == PixelRect(x: 0, y: 133, width: 300, height: 67))
    #expect(plan.notes == ["the placement has another ratio than the source, which is stretched to it"])
  }

  @Test("A source position without a size keeps the source's scale")
  func position() throws {
    let source = PixelSize(width: 400, height: 200)
    var output = try output("1:1")
    output.placement = UnitRect(x: 0, y: 0.25, width: 1, height: 0.5)
    let plan = plan(output, source, .expand)
    #expect(plan.framing.canvas == PixelSize(width: 400, height: 400))
    #expect(plan.framing.placement == Placement(x: 0, y: 100, width: 400, height: 200))
    #expect(plan.operation == .expand)
    #expect(plan.notes.isEmpty)
  }

  @Test("The same question has the same answer")
  func deterministic() throws {
    let box = given(UnitRect(x: 0.1, y: 0.3, width: 0.7, height: 0.3))
    let first = plan(try output("4:5"), PixelSize(width: 997, height: 661), .auto, box)
    #expect(first == plan(try output("4:5"), PixelSize(width: 997, height: 661), .auto, box))
  }

  @Test("The largest sources that a file can hold do not overflow", arguments: ReframeMode.allCases)
  func huge(mode: ReframeMode) throws {
    for source in [PixelSize(width: 1 << 30, height: 1), PixelSize(width: 1, height: 1 << 30)] {
      for aspect in ["1000:1", "1:1000", "1:1"] {
        var output = try output(aspect)
        #expect(plan(output, source, mode, given(whole)).framing.canvas.area >= 1)
        output.placement = UnitRect(x: 0, y: 0, width: 0.001, height: 0.001)
        #expect(plan(output, source, mode).framing.canvas.area >= 1)
      }
    }
  }
}
