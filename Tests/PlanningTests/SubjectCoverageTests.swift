import Planning
import ReframeSDK
import Testing

@Suite("How much of a picture's part belongs to the subject")
struct SubjectCoverageTests {
  private let whole = UnitRect(x: 0, y: 0, width: 1, height: 1)

  @Test("Nothing is known of a picture without subjects")
  func nothing() {
    #expect(SaliencyGrid(of: SubjectMap(regions: []), within: whole) == nil)
  }

  @Test("A region covers its own cells, in the part that is asked for")
  func region() throws {
    let region = SubjectRegion(
      box: UnitRect(x: 0.5, y: 0, width: 0.25, height: 1), score: 1, label: "given")
    let map = SubjectMap(regions: [region])
    let all = try #require(SaliencyGrid(of: map, within: whole))
    #expect(all[31, 0] == 0 && all[32, 0] == 255 && all[47, 63] == 255 && all[48, 0] == 0)
    let right = UnitRect(x: 0.5, y: 0, width: 0.5, height: 1)
    let half = try #require(SaliencyGrid(of: map, within: right))
    #expect(half[0, 0] == 255 && half[31, 0] == 255 && half[32, 0] == 0)
  }

  @Test(
    "The detector's grid counts, and faces beside it; guesses of the whole subject are in the grid already")
  func grid() throws {
    let saliency = try #require(SaliencyGrid(columns: 2, rows: 1, values: [10, 80]))
    let face = SubjectRegion(box: UnitRect(x: 0, y: 0, width: 0.5, height: 0.5), score: 0.5, label: "face")
    let guess = SubjectRegion(box: whole, score: 1, label: "salient")
    let grid = try #require(
      SaliencyGrid(of: SubjectMap(regions: [face, guess], saliency: saliency), within: whole))
    #expect(grid[0, 0] == 127 && grid[0, 63] == 10 && grid[63, 0] == 80)
  }

  @Test("Where most of a picture is salient, only the most salient part is the subject")
  func scenery() throws {
    let saliency = try #require(
      SaliencyGrid(columns: 10, rows: 1, values: [0, 150, 150, 150, 150, 160, 160, 200, 255, 200]))
    let grid = try #require(SaliencyGrid(of: SubjectMap(regions: [], saliency: saliency), within: whole))
    let subject = grid.values.count { $0 > 90 }
    #expect(subject > 0 && subject * 5 <= grid.values.count)
    #expect(grid[55, 0] == 255 && grid[20, 0] > 0)
  }
}
