/// A rectangle of pixels by its edges, the far ones excluded.
struct Box: Equatable, Sendable {
  var x0: Int
  var y0: Int
  var x1: Int
  var y1: Int

  var width: Int { x1 - x0 }
  var height: Int { y1 - y0 }

  /// Whether a pixel lies inside.
  @inline(__always) func contains(_ x: Int, _ y: Int) -> Bool { x >= x0 && x < x1 && y >= y0 && y < y1 }

  /// Whether `other` lies inside whole.
  func contains(_ other: Box) -> Bool {
    other.x0 >= x0 && other.y0 >= y0 && other.x1 <= x1 && other.y1 <= y1
  }

  /// The part of the window at (`x`, `y`) that lies inside, from the window's corner; may be empty.
  @inline(__always) func part(ofWindowAt x: Int, _ y: Int) -> Box {
    Box(
      x0: max(0, x0 - x), y0: max(0, y0 - y), x1: min(Window.side, x1 - x), y1: min(Window.side, y1 - y))
  }

  /// Half the size: the cells that lie inside whole, but for those at a canvas's far edge, which may be cut.
  func halved(canvas width: Int, _ height: Int) -> Box {
    Box(
      x0: (x0 + 1) / 2, y0: (y0 + 1) / 2, x1: x1 == width ? (width + 1) / 2 : x1 / 2,
      y1: y1 == height ? (height + 1) / 2 : y1 / 2)
  }
}
