import Hosting
import ReframeSDK
import Testing

@Suite("The fill mirror")
struct MirrorFillTests {
  /// The index inside `0..<count` that a walk to and fro reaches after `index` steps, border pixels once.
  private static func bounce(_ index: Int, _ count: Int) -> Int {
    var (place, step) = (0, 1)
    for _ in 0..<abs(index) where count > 1 {
      if !(0..<count).contains(place + step) { step = -step }
      place += step
    }
    return place
  }

  @Test("continues the picture with its reflection, however often it takes")
  func reflects() throws {
    let fill = try Engine().host.fill("mirror")
    for task in FillCase.all {
      let canvas = GuardedCanvas(task, garbage: 0)
      try canvas.fill(with: fill)
      let placed = task.placed
      for y in 0..<task.canvas.height {
        for x in 0..<task.canvas.width {
          let column = placed.x + Self.bounce(x - placed.x, placed.width)
          let row = placed.y + Self.bounce(y - placed.y, placed.height)
          #expect(canvas.pixel(x, y) == canvas.pixel(column, row), "\(x),\(y) of \(task)")
        }
      }
    }
  }
}
