import FoundationEssentials

/// Importance over the picture in equal cells, row by row from the top left, 0 to 255 each.
public struct SaliencyGrid: Equatable, Sendable {
  /// Cells in a row.
  public let columns: Int
  /// Rows of cells.
  public let rows: Int
  /// `columns * rows` values.
  public let values: [UInt8]

  /// Makes a grid; `nil` unless there are `columns * rows` values, at least one and at most 65,536.
  public init?(columns: Int, rows: Int, values: [UInt8]) {
    guard (1...65536).contains(columns), (1...65536).contains(rows), columns * rows <= 65536,
      values.count == columns * rows
    else { return nil }
    self.columns = columns
    self.rows = rows
    self.values = values
  }

  /// The value of the cell in `column` and `row`.
  public subscript(column: Int, row: Int) -> UInt8 { values[row * columns + column] }
}

/// As JSON: `columns`, `rows`, and `values` in base64.
extension SaliencyGrid: Codable {
  private enum CodingKeys: String, CodingKey { case columns, rows, values }

  /// Reads a grid; fails if the number of values is not `columns * rows`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let columns = try container.decode(Int.self, forKey: .columns)
    let rows = try container.decode(Int.self, forKey: .rows)
    let text = try container.decode(String.self, forKey: .values)
    guard let data = Data(base64Encoded: text),
      let grid = SaliencyGrid(columns: columns, rows: rows, values: Array(data))
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .values, in: container, debugDescription: "not base64 of \(columns) x \(rows) bytes")
    }
    self = grid
  }

  /// Writes the grid.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(columns, forKey: .columns)
    try container.encode(rows, forKey: .rows)
    try container.encode(Data(values).base64EncodedString(), forKey: .values)
  }
}
