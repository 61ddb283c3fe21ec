import ReframeSDK

/// How much is done at which scale.
struct PatchPlan: Sendable {
  /// Times that an estimate is matched and settled anew: at the coarsest scale, at the next, at the one after.
  private var rounds = (coarsest: 24, next: 3, then: 2)
  /// Searches of all targets before the estimate is settled.
  var passes = 2
  /// Pairs of places that a search draws for each target: at the two coarsest scales, at the finer ones.
  private var samples = (coarse: 6, fine: 2)

  /// How much of a pixel of the result comes from one window; the rest is a mean that hides where windows meet.
  var sharpness: Float = 0.6

  /// Pixels along the canvas's long side at the coarsest scale: large enough that a window shows a detail and not
  /// a whole thing.
  private static let coarsest = 288.0

  /// Targets for which the coarsest scale is given all its rounds.
  private static let targets = 20_000

  /// Rounds at a level that is `step` scales finer than the coarsest, which shows `targets` windows.
  ///
  /// Where the coarsest is large because the source is small, some rounds must do; the finest of many scales start
  /// from an estimate that is good already.
  func rounds(step: Int, isFinest: Bool, targets: Int) -> Int {
    switch step {
    case 0: max(min(3, rounds.coarsest), rounds.coarsest * Self.targets / max(Self.targets, targets))
    case 1: isFinest ? rounds.then : rounds.next
    case 2: rounds.then
    default: 1
    }
  }

  /// Pairs of places that a search draws for each target at such a level.
  func samples(step: Int, isFinest: Bool) -> Int { step > 1 || isFinest ? samples.fine : samples.coarse }

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
