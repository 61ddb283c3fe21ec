import ReframeSDK

/// How much is done at which scale.
struct PatchPlan: Sendable {
  /// Scales at most.
  var levels = 4
  /// Times that an estimate is matched and settled anew: at the coarsest scale, in between, at the finest.
  var rounds = (coarsest: 8, between: 3, finest: 2)
  /// Searches of all targets before the estimate is settled.
  var passes = 2
  /// Distances at which a search looks around: at the coarser scales, at the finest.
  var samples = (coarser: 6, finest: 2)

  /// The plan for an effort.
  init(_ effort: FillEffort) {
    switch effort {
    case .fast:
      rounds = (4, 1, 1)
      passes = 1
    case .balanced: break
    case .quality:
      rounds = (12, 5, 4)
      passes = 3
      samples = (8, 4)
    }
  }
}
