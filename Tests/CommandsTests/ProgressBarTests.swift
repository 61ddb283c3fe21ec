@testable import Commands
import Testing

@Suite("The progress bar")
struct ProgressBarTests {
  private static let start = "\r\u{1b}[K"

  @Test("Fills with what is done and under way")
  func fills() {
    var bar = ProgressBar(count: 4, columns: 60)
    #expect(bar.drawn == Self.start + "[--------------------] 0/4 ")
    bar.update("b.jpg", 0.4)
    #expect(bar.drawn == Self.start + "[##------------------] 0/4 b.jpg")
    bar.update("a.jpg", 0.4)
    #expect(bar.drawn == Self.start + "[####----------------] 0/4 a.jpg")
    bar.complete("a.jpg")
    #expect(bar.drawn == Self.start + "[#######-------------] 1/4 b.jpg")
    bar.complete("b.jpg")
    bar.complete("c.jpg")
    bar.complete("d.jpg")
    #expect(bar.drawn == Self.start + "[####################] 4/4 ")
  }

  @Test("Fits the window, whatever the name", arguments: [20, 40, 80, 200])
  func fits(columns: Int) {
    var bar = ProgressBar(count: 1000, columns: columns)
    bar.update(String(repeating: "folder/", count: 50) + "end.jpg", 0.5)
    let line = bar.drawn.dropFirst(Self.start.count)
    #expect(line.count < max(columns, 24))
    if columns >= 80 { #expect(line.hasSuffix("/end.jpg")) }
  }
}
