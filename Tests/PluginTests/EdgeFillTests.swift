import Hosting
import ReframeSDK
import Testing

@Suite("The fill edge")
struct EdgeFillTests {
  @Test("gives each exposed pixel the colour of the nearest one of the source")
  func repeats() throws {
    let fill = try Engine().host.fill("edge")
    for task in FillCase.all {
      let canvas = GuardedCanvas(task, garbage: 0)
      try canvas.fill(with: fill)
      let placed = task.placed
      for y in 0..<task.canvas.height {
        for x in 0..<task.canvas.width {
          let column = min(max(x, placed.x), placed.maxX - 1)
          let row = min(max(y, placed.y), placed.maxY - 1)
          #expect(canvas.pixel(x, y) == canvas.pixel(column, row), "\(x),\(y) of \(task)")
        }
      }
    }
  }
}
