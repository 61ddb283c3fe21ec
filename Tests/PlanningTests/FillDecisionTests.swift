import Planning
import ReframeSDK
import TestSupport
import Testing

@Suite("Which fill continues which side")
struct FillDecisionTests {
  private let canvas = PixelSize(width: 100, height: 80)
  private let middle = PixelRect(x: 20, y: 10, width: 50, height: 40)

  /// Calm but for `rough` of a hundred places, which are side by side or spread evenly.
  private func reading(
    _ side: CanvasSide, rough: Int = 0, spread: Bool = false, uneven: Int = 0, touched: Double = 0
  ) -> BorderReading {
    let isRough = { (place: Int) in
      spread ? place % max(1, 100 / max(1, rough)) == 0 && rough > 0 : place >= 40 && place < 40 + rough
    }
    return BorderReading(
      side: side, roughness: (0..<100).map { isRough($0) ? 12 : 1.5 },
      unevenness: (0..<100).map { $0 < uneven ? 20 : 2 }, touched: touched)
  }

  private func decide(_ readings: [BorderReading], placed: PixelRect? = nil) -> FillDecision {
    FillDecision(canvas: canvas, placed: placed ?? middle, readings: readings)
  }

  @Test("Nothing exposed, nothing to do")
  func nothing() {
    let decision = decide([], placed: PixelRect(canvas))
    #expect(decision.choices.isEmpty && decision.steps.isEmpty)
  }

  @Test("Smooth sides are continued by their trend, all at once")
  func smooth() {
    let decision = decide(CanvasSide.allCases.map { reading($0) })
    #expect(decision.choices.map(\.manner) == [.trend, .trend, .trend, .trend])
    #expect(decision.steps == [.init(manner: .trend, view: PixelRect(canvas), placed: middle)])
    #expect(
      decision.choices[0].reason
        == "smooth (100 % smooth, longest rough run 0 %, 0 % touched by a subject)")
  }

  @Test("Textured sides are continued by example, all at once")
  func textured() {
    let decision = decide(CanvasSide.allCases.map { reading($0, rough: 60) })
    #expect(decision.steps == [.init(manner: .example, view: PixelRect(canvas), placed: middle)])
    #expect(
      decision.choices[3].reason
        == "textured (40 % smooth, longest rough run 60 %, 0 % touched by a subject)")
  }

  @Test("Where sides differ, smooth ones come first, and what they give is there for the others")
  func mixed() {
    let decision = decide([
      reading(.left, rough: 50), reading(.right), reading(.top), reading(.bottom, uneven: 30),
    ])
    #expect(decision.choices.map(\.manner) == [.example, .trend, .trend, .example])
    let grown = PixelRect(x: 20, y: 0, width: 80, height: 50)
    #expect(
      decision.steps == [
        .init(manner: .trend, view: grown, placed: middle),
        .init(manner: .example, view: PixelRect(canvas), placed: grown),
      ])
  }

  @Test("Sides with nothing beyond them are left alone, whatever they look like")
  func unexposed() {
    let placed = PixelRect(x: 0, y: 0, width: 100, height: 50)
    let decision = decide([reading(.left), reading(.top), reading(.bottom)], placed: placed)
    #expect(decision.choices.map(\.side) == [.bottom])
    #expect(decision.steps == [.init(manner: .trend, view: PixelRect(canvas), placed: placed)])
  }

  @Test("A stalk that crosses the border does no harm, an edge or scattered detail does")
  func thresholds() {
    #expect(reading(.left, rough: 4).isSmooth)
    #expect(!reading(.left, rough: 6).isSmooth)
    #expect(!reading(.left, rough: 10, spread: true).isSmooth)
    #expect(reading(.left, uneven: 5).isSmooth && !reading(.left, uneven: 8).isSmooth)
  }

  @Test("A side that a subject touches is not continued by its trend")
  func touched() {
    let decision = decide([reading(.left, touched: 0.3)])
    #expect(decision.choices[0].manner == .example)
    #expect(decision.choices[0].reason.hasPrefix("a subject touches it"))
  }

  @Test("Without a reading, or with an empty one, a side is filled by example")
  func unread() {
    let empty = BorderReading(side: .right, roughness: [], unevenness: [])
    #expect(decide([empty]).choices.map(\.manner) == [.example, .example, .example, .example])
  }

  @Test("The mirrored picture gets the mirrored decision")
  func mirrored() {
    var random = SplitMix64(seed: 5)
    for _ in 0..<200 {
      let placed = PixelRect(
        x: Int.random(in: 0..<50, using: &random), y: Int.random(in: 0..<40, using: &random),
        width: Int.random(in: 1...50, using: &random), height: Int.random(in: 1...40, using: &random))
      let readings = CanvasSide.allCases.map {
        reading(
          $0, rough: Bool.random(using: &random) ? 0 : 30, touched: Double.random(in: 0..<0.1, using: &random)
        )
      }
      let mirroredReadings = readings.map { reading in
        var other = reading
        other.side = [CanvasSide.left: .right, .right: .left][reading.side] ?? reading.side
        other.roughness.reverse()
        other.unevenness.reverse()
        return other
      }
      let flip = { (rect: PixelRect) in
        PixelRect(x: 100 - rect.maxX, y: rect.y, width: rect.width, height: rect.height)
      }
      let one = decide(readings, placed: placed)
      let other = decide(mirroredReadings, placed: flip(placed))
      #expect(
        other.steps
          == one.steps.map { .init(manner: $0.manner, view: flip($0.view), placed: flip($0.placed)) })
    }
  }
}

@Suite("Importance over a rectangle that grows")
struct GrownSaliencyTests {
  @Test("Keeps its place, and nothing is important around it")
  func grows() throws {
    let grid = try #require(SaliencyGrid(columns: 2, rows: 1, values: [200, 7]))
    let old = PixelRect(x: 10, y: 0, width: 20, height: 10)
    let grown = try #require(grid.grown(from: old, to: PixelRect(x: 0, y: 0, width: 40, height: 20)))
    #expect(grown.columns == 4 && grown.rows == 2)
    #expect(grown.values == [0, 200, 7, 0, 0, 0, 0, 0])
    #expect(grid.grown(from: old, to: old) == grid)
  }

  @Test("Of any size stays a grid")
  func huge() throws {
    let values = [UInt8](repeating: 255, count: 65536)
    let grid = try #require(SaliencyGrid(columns: 256, rows: 256, values: values))
    let new = PixelRect(x: 0, y: 0, width: 10000, height: 5000)
    let grown = grid.grown(from: PixelRect(x: 5, y: 5, width: 1, height: 1), to: new)
    #expect(grown != nil)
  }

  @Test("Tells what share of a side a subject touches")
  func touches() throws {
    let grid = try #require(SaliencyGrid(columns: 3, rows: 2, values: [255, 0, 0, 255, 255, 100]))
    #expect(grid.touched(.left) == 1)
    #expect(grid.touched(.right) == 0)
    #expect(grid.touched(.top) == 1.0 / 3)
    #expect(grid.touched(.bottom) == 2.0 / 3)
  }
}
