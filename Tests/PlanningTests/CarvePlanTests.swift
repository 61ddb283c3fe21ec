import ReframeSDK
import Testing

@testable import Planning

@Suite("Plans that carve")
struct CarvePlanTests {
  private func side(_ carving: (Double) -> Double, _ cropping: (Double) -> Double) -> CarveEstimate.Side {
    let steps = (0...32).map { Double($0) / 32 }
    return CarveEstimate.Side(carving: steps.map(carving), cropping: steps.map(cropping))
  }

  private func plan(
    _ aspect: String, _ source: PixelSize, size: PixelSize? = nil, _ estimate: CarveEstimate? = nil
  ) throws -> OutputPlan {
    let output = OutputRequest(aspect: try #require(AspectRatio(aspect)), size: size)
    var planner = FramingPlanner(source: source, mode: .carve, subjects: nil)
    planner.carving = estimate
    return planner.plan(output, index: 0)
  }

  private var cheap: CarveEstimate.Side { side({ 0.05 * $0 }, { $0 }) }
  private var dear: CarveEstimate.Side { side({ $0 }, { $0 }) }

  @Test("Without an estimate the long side is carved, and nothing is cut or exposed")
  func unknown() throws {
    for (aspect, carved) in [("1:1", "600x600"), ("2:1", "800x400"), ("1:2", "300x600")] {
      let plan = try plan(aspect, PixelSize(width: 800, height: 600))
      #expect(plan.operation == .carve && plan.framing.carve?.description == carved)
      #expect(plan.framing.canvas == plan.framing.carve)
      #expect(!plan.framing.isExposed && !plan.framing.isCropped && plan.notes.isEmpty)
      #expect(plan.crop == PixelRect(PixelSize(width: 800, height: 600)))
    }
  }

  @Test(
    "The canvas has the size that was asked for, and the carved source covers it",
    arguments: CanvasRuleTests.aspects)
  func sizes(aspect: String) throws {
    for source in CanvasRuleTests.sources {
      for estimate in [
        nil, CarveEstimate(columns: cheap, rows: dear), CarveEstimate(columns: dear, rows: cheap),
        CarveEstimate(columns: dear, rows: dear),
      ] {
        let plan = try plan(aspect, source, size: PixelSize(width: 101, height: 47), estimate)
        #expect(plan.framing.canvas == PixelSize(width: 101, height: 47))
        #expect(!plan.framing.isExposed && PixelRect(source).contains(plan.crop))
      }
    }
  }

  @Test("What is dear to carve is cut off, with a note")
  func cutting() throws {
    let source = PixelSize(width: 800, height: 600)
    let plan = try plan("1:1", source, CarveEstimate(columns: dear, rows: dear))
    #expect(plan.framing.carve == source && plan.framing.canvas == PixelSize(width: 600, height: 600))
    #expect(plan.notes == ["carving on would hurt more than a crop; the rest is cut off"])
    // Cheap at first and dear later: carved as far as that is cheap.
    let knee = side({ $0 < 0.125 ? 0 : $0 - 0.125 + ($0 - 0.125) * 0.5 }, { $0 })
    let carve = try self.plan("1:1", source, CarveEstimate(columns: knee, rows: dear)).framing.carve
    #expect(carve == PixelSize(width: 700, height: 600))
  }

  @Test("The short side grows where that costs less, and rather than the source be enlarged")
  func growing() throws {
    let source = PixelSize(width: 800, height: 600)
    let grown = try plan("1:1", source, CarveEstimate(columns: dear, rows: cheap)).framing
    #expect(grown.carve == PixelSize(width: 800, height: 800) && grown.canvas == grown.carve)
    let both = CarveEstimate(columns: cheap, rows: cheap)
    #expect(try plan("1:1", source, both).framing.carve == PixelSize(width: 600, height: 600))
    let large = try plan("1:1", source, size: PixelSize(width: 800, height: 800), both)
    #expect(large.framing.carve == PixelSize(width: 800, height: 800))
  }

  @Test("Simpler ways are rivals: seams taken out alone, doubled alone, and none; never the same twice")
  func rivals() throws {
    let source = PixelSize(width: 800, height: 600)
    let plan = try plan("1:1", source, CarveEstimate(columns: cheap, rows: cheap))
    #expect(plan.framing.carve?.description == "600x600")
    #expect(plan.rivals.map(\.name) == ["seams doubled", "no seams"])
    #expect(plan.rivals.map { $0.framing.carve?.description } == ["800x800", "800x600"])
    let cost = try #require(plan.cost["total"])
    #expect(try plan.rivals.allSatisfy { try !$0.framing.isExposed && #require($0.cost["total"]) >= cost })
    for rival in plan.rivals {
      let other = plan.choosing(rival, named: "first choice", of: source)
      #expect(other.operation == .carve && other.rivals.contains { $0.framing == plan.framing })
    }
  }
}
