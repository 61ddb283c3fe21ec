internal import Imaging
import ReframeSDK

/// Letters of three by five dots, drawn large: enough for the legend of a picture without a text library.
enum TinyFont {
  typealias Color = (red: UInt8, green: UInt8, blue: UInt8)

  /// Pixels of a dot's side.
  static let dot = 3
  /// Pixels from one letter to the next, and from one line to the next.
  static let advance = 4 * dot
  static let lineHeight = 8 * dot

  /// Draws text, in capitals, with its top left corner at `x`, `y`; what lies off the picture is left out.
  static func draw(_ text: String, on target: Raster, x: Int, y: Int, color: Color) {
    for (index, character) in text.uppercased().enumerated() {
      guard let rows = glyphs[character] else { continue }
      for (row, dots) in rows.enumerated() {
        for (column, isSet) in dots.enumerated() where isSet == "#" {
          fill(target, x + index * advance + column * dot, y + row * dot, dot, color)
        }
      }
    }
  }

  private static func fill(_ target: Raster, _ x: Int, _ y: Int, _ side: Int, _ color: Color) {
    for row in max(0, y)..<max(0, y, min(target.height, y + side)) {
      for column in max(0, x)..<max(0, x, min(target.width, x + side)) {
        let pixel = target.base + row * target.stride + column * 3
        (pixel[0], pixel[1], pixel[2]) = (color.red, color.green, color.blue)
      }
    }
  }

  private static let glyphs: [Character: [String]] = [
    "A": [" # ", "# #", "###", "# #", "# #"], "B": ["## ", "# #", "## ", "# #", "## "],
    "C": [" ##", "#  ", "#  ", "#  ", " ##"], "D": ["## ", "# #", "# #", "# #", "## "],
    "E": ["###", "#  ", "## ", "#  ", "###"], "F": ["###", "#  ", "## ", "#  ", "#  "],
    "G": [" ##", "#  ", "# #", "# #", " ##"], "H": ["# #", "# #", "###", "# #", "# #"],
    "I": ["###", " # ", " # ", " # ", "###"], "J": ["  #", "  #", "  #", "# #", " # "],
    "K": ["# #", "# #", "## ", "# #", "# #"], "L": ["#  ", "#  ", "#  ", "#  ", "###"],
    "M": ["# #", "###", "###", "# #", "# #"], "N": ["## ", "# #", "# #", "# #", "# #"],
    "O": [" # ", "# #", "# #", "# #", " # "], "P": ["## ", "# #", "## ", "#  ", "#  "],
    "Q": [" # ", "# #", "# #", " # ", "  #"], "R": ["## ", "# #", "## ", "# #", "# #"],
    "S": [" ##", "#  ", " # ", "  #", "## "], "T": ["###", " # ", " # ", " # ", " # "],
    "U": ["# #", "# #", "# #", "# #", "###"], "V": ["# #", "# #", "# #", "# #", " # "],
    "W": ["# #", "# #", "###", "###", "# #"], "X": ["# #", "# #", " # ", "# #", "# #"],
    "Y": ["# #", "# #", " # ", " # ", " # "], "Z": ["###", "  #", " # ", "#  ", "###"],
    "0": ["###", "# #", "# #", "# #", "###"], "1": [" # ", "## ", " # ", " # ", "###"],
    "2": ["## ", "  #", " # ", "#  ", "###"], "3": ["## ", "  #", " # ", "  #", "## "],
    "4": ["# #", "# #", "###", "  #", "  #"], "5": ["###", "#  ", "## ", "  #", "## "],
    "6": [" ##", "#  ", "###", "# #", "###"], "7": ["###", "  #", " # ", " # ", " # "],
    "8": ["###", "# #", "###", "# #", "###"], "9": ["###", "# #", "###", "  #", "## "],
    ".": ["   ", "   ", "   ", "   ", " # "], ",": ["   ", "   ", "   ", " # ", "#  "],
    ":": ["   ", " # ", "   ", " # ", "   "], "-": ["   ", "   ", "###", "   ", "   "],
    "+": ["   ", " # ", "###", " # ", "   "], "%": ["# #", "  #", " # ", "#  ", "# #"],
    "/": ["  #", "  #", " # ", "#  ", "#  "],
  ]
}
