import ReframeSDK

/// How much is done at which scale.
struct PatchPlan: Sendable {
  /// Times that an estimate is matched and settled anew: at the coarsest scale, in between, at the finest.
  var rounds = (coarsest: 24, between: 3, finest: 2)
  /// Searches of all targets before the estimate is settled.
  var passes = 2
  /// Pairs of places that a search draws for each target: at the coarser scales, at the finest.
  var samples = (coarser: 6, finest: 2)

  /// How much of a pixel of the result comes from one window; the rest is a mean that hides where windows meet.
  var sharpness: Float = 0.6

  /// Pixels along the canvas's long side at the coarsest scale: large enough that a window shows a detail and not
  /// a whole thing.
  private static let coarsest = 288.0

  /// Scales for a canvas of `size`.
  static func levels(_ size: PixelSize) -> Int {
    var count = 1
    while Double(max(size.width, size.height)) / Double(1 << count) > Self.coarsest * 0.75 { count += 1 }
    return count
  }

  /// The plan for an effort.
  init(_ effort: FillEffort) {
    switch effort {
    case .fast:
      rounds = (16, 1, 1)
      passes = 1
    case .balanced: break
    case .quality:
      rounds = (40, 5, 4)
      passes = 3
      samples = (8, 4)
    }
  }
}
