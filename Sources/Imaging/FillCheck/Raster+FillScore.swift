extension Raster {
  /// Judges how well everything outside `placed` continues it; samples, so that 16 megapixels take little more
  /// than one. `placed` must lie inside the picture.
  package func fillScore(placed: Rect) -> FillScore {
    precondition(contains(placed), "the placed source lies off the canvas")
    let sides = BorderSide.all(of: self, around: placed)
    guard !sides.isEmpty else { return .perfect }
    let textures = sides.map { TextureComparison($0) }
    let weights = sides.map { Double($0.length * $0.exposed) }
    let mirrored = sides.map { 1 - 0.5 * MirrorMeasure($0).mirrored }
    let repeated = RepeatMeasure(self, placed: placed).repeated
    return FillScore(
      seam: Self.lean(sides.map { SeamMeasure($0).score }, weights),
      sharpness: Self.lean(textures.map { $0?.sharpness ?? 1 }, weights),
      noise: Self.lean(textures.map { $0?.noise ?? 1 }, weights),
      variety: max(0, 1 - repeated) * Self.lean(mirrored, weights))
  }

  /// Halfway between the mean and the worst.
  private static func lean(_ scores: [Double], _ weights: [Double]) -> Double {
    let mean = zip(scores, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
    return (mean + (scores.min() ?? 1)) / 2
  }
}
