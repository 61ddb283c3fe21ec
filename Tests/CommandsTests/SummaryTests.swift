@testable import Commands
import ReframeSDK
import Testing

@Suite("The line on each output")
struct SummaryTests {
  private func line(
    _ operation: OutputPlan.Operation?, fill: String? = nil, notes: [String] = [], path: String? = "o.jpg"
  )
    -> String
  {
    var rendition = Rendition(output: 0, mediaType: "image/jpeg", size: PixelSize(width: 9, height: 16))
    rendition.source = PixelSize(width: 40, height: 30)
    rendition.plan = operation.map { operation in
      var plan = OutputPlan(
        output: 0, operation: operation,
        framing: Framing(
          canvas: rendition.size, placement: Placement(x: 0, y: 0, width: 1, height: 1)),
        crop: PixelRect(x: 5, y: 0, width: 17, height: 30))
      plan.fill = fill
      plan.notes = notes
      return plan
    }
    return Summary.line(input: "a.jpg", path: path, rendition)
  }

  @Test("Says what was done, and what came of it")
  func operations() {
    #expect(line(.crop) == "a.jpg: crop 17x30+5+0 of 40x30 -> o.jpg 9x16")
    #expect(line(.expand, fill: "blur") == "a.jpg: expand with blur -> o.jpg 9x16")
    #expect(
      line(.cropAndExpand, fill: "edge")
        == "a.jpg: crop 17x30+5+0 of 40x30 and expand with edge -> o.jpg 9x16")
    #expect(
      line(.resize, notes: ["already 9:16, only scaled", "so there"])
        == "a.jpg: resize -> o.jpg 9x16 (already 9:16, only scaled; so there)")
    #expect(line(.crop, path: nil) == "a.jpg: crop 17x30+5+0 of 40x30 -> standard output 9x16")
  }

  @Test("A provider need not say how")
  func noPlan() {
    #expect(line(nil) == "a.jpg: reframed -> o.jpg 9x16")
  }
}
