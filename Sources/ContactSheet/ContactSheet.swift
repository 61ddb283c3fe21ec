import Foundation
import Imaging

/// Lays pictures out on one sheet, in rows of equal height: `contact-sheet SHEET PICTURE…`.
@main
enum ContactSheet {
  private static let sheetWidth = 1600
  private static let rowHeight = 300
  private static let gap = 12

  static func main() {
    do {
      try run()
    } catch {
      FileHandle.standardError.write(Data("contact-sheet: \(error)\n".utf8))
      exit(1)
    }
  }

  private static func run() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let sheet = arguments.first, arguments.count > 1 else {
      FileHandle.standardError.write(Data("usage: contact-sheet SHEET PICTURE…\n".utf8))
      exit(2)
    }
    let pictures = try arguments.dropFirst().map { path in
      try read(path)
    }
    let rows = arrange(pictures)
    let result = try Raster(
      size: .init(width: sheetWidth, height: gap + rows.count * (rowHeight + gap)), channels: 3)
    for y in 0..<result.height { result.row(y).update(repeating: 245) }
    for (index, row) in rows.enumerated() {
      var x = gap
      for picture in row {
        let place = Raster.Rect(
          x: x, y: gap + index * (rowHeight + gap), width: picture.width, height: picture.height)
        try picture.resize(picture.bounds, into: result, at: place)
        x += picture.width + gap
      }
    }
    let format = sheet.hasSuffix(".png") ? ImageFormat.png : .jpeg
    try Data(ImageEncoder(format).data(result)).write(to: URL(filePath: sheet))
  }

  /// A picture at the height of a row.
  private static func read(_ path: String) throws -> Raster {
    try Data(contentsOf: URL(filePath: path)).withUnsafeBytes { bytes in
      let info = try ImageInfo.probe(bytes)
      let whole = try ImageDecoder().decode(bytes, info: info).flattened()
      let width = min(sheetWidth - 2 * gap, max(1, whole.width * rowHeight / whole.height))
      return try whole.resized(to: .init(width: width, height: rowHeight))
    }
  }

  private static func arrange(_ pictures: [Raster]) -> [[Raster]] {
    var rows: [[Raster]] = [[]]
    var x = gap
    for picture in pictures {
      if x + picture.width + gap > sheetWidth, !rows[rows.count - 1].isEmpty {
        rows.append([])
        x = gap
      }
      rows[rows.count - 1].append(picture)
      x += picture.width + gap
    }
    return rows
  }
}
