import ReframeSDK

/// How far from the source windows of it are matched.
///
/// On a canvas many times as large as the source, what lies far out has next to nothing to be matched to, while each
/// pixel of it costs as much as any other.
enum NearArea {
  /// So many times the source's pixels are always near.
  private static let times = 25
  /// And so many pixels, which take no time worth saving.
  private static let pixels = 1 << 20

  /// The part of the canvas within as many pixels of `placed`, in all directions, as the limits allow.
  static func around(_ placed: PixelRect, on canvas: PixelSize) -> PixelRect {
    let limit = max(times * placed.size.area, pixels)
    guard canvas.area > limit else { return PixelRect(canvas) }
    func reaching(_ distance: Int) -> PixelRect {
      let (left, top) = (max(0, placed.x - distance), max(0, placed.y - distance))
      return PixelRect(
        x: left, y: top, width: min(canvas.width, placed.maxX + distance) - left,
        height: min(canvas.height, placed.maxY + distance) - top)
    }
    var (near, far) = (0, max(canvas.width, canvas.height))
    while far - near > 1 {
      let middle = (near + far) / 2
      if reaching(middle).size.area <= limit { near = middle } else { far = middle }
    }
    return reaching(near)
  }

  /// The part of a near area whose pixels enough windows agree on: not its rim, unless that is the canvas's own.
  static func trusted(_ near: PixelRect, around placed: PixelRect, on canvas: PixelSize) -> PixelRect {
    func start(_ near: Int, _ placed: Int) -> Int { near == 0 ? 0 : min(near + 2 * Window.side, placed) }
    func end(_ near: Int, _ placed: Int, _ side: Int) -> Int {
      near == side ? side : max(near - 2 * Window.side, placed)
    }
    let (left, top) = (start(near.x, placed.x), start(near.y, placed.y))
    return PixelRect(
      x: left, y: top, width: end(near.maxX, placed.maxX, canvas.width) - left,
      height: end(near.maxY, placed.maxY, canvas.height) - top)
  }
}
