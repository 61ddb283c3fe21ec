import Testing

@testable import ReframeSDK

@Suite("Saliency grid")
struct SaliencyGridTests {
  @Test("Cells are read row by row")
  func cells() throws {
    let grid = try #require(SaliencyGrid(columns: 3, rows: 2, values: [0, 1, 2, 3, 4, 255]))
    #expect(grid[0, 0] == 0)
    #expect(grid[2, 0] == 2)
    #expect(grid[0, 1] == 3)
    #expect(grid[2, 1] == 255)
  }

  @Test(
    "A grid has as many values as cells, and at most 65,536",
    arguments: [(0, 1, 0), (1, 0, 0), (-1, -1, 1), (2, 2, 3), (2, 2, 5), (257, 256, 65792), (.max, .max, 1)])
  func refused(columns: Int, rows: Int, count: Int) {
    #expect(SaliencyGrid(columns: columns, rows: rows, values: Array(repeating: 0, count: count)) == nil)
  }

  @Test("The largest grids are accepted", arguments: [(256, 256), (65536, 1), (1, 65536), (1, 1)])
  func largest(columns: Int, rows: Int) throws {
    let values = (0..<columns * rows).map { UInt8(truncatingIfNeeded: $0) }
    let grid = try #require(SaliencyGrid(columns: columns, rows: rows, values: values))
    let text = try JSON.encode(grid)
    #expect(try JSON.decode(SaliencyGrid.self, from: text, what: "grid") == grid)
  }

  @Test("JSON holds the values in base64")
  func json() throws {
    let grid = try #require(SaliencyGrid(columns: 2, rows: 2, values: [0, 127, 128, 255]))
    #expect(try JSON.encode(grid) == #"{"columns":2,"rows":2,"values":"AH+A/w=="}"#)
  }

  @Test(
    "JSON that contradicts itself is refused with its place",
    arguments: [
      (#"{"columns":2,"rows":2,"values":"AH+A"}"#, "values: not base64 of 2 x 2 bytes"),
      (#"{"columns":1,"rows":1,"values":"?"}"#, "values: not base64 of 1 x 1 bytes"),
      (#"{"columns":-1,"rows":-1,"values":"AA=="}"#, "values: not base64 of -1 x -1 bytes"),
      (#"{"columns":1,"rows":1}"#, "'values' is missing"),
      (#"{"columns":"1","rows":1,"values":"AA=="}"#, "columns: expected a whole number"),
    ])
  func badJSON(text: String, fault: String) {
    #expect(throws: ReframeError(.invalidArgument, "grid: \(fault)")) {
      try JSON.decode(SaliencyGrid.self, from: text, what: "grid")
    }
  }
}
