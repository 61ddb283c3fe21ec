/// How well a fill goes with the picture it continues, judged without knowing what was really there.
///
/// Each part lies in 0...1, where 1 cannot be told from the picture itself. All compare the filled area with a band
/// of the same depth inside the border, as photos differ in grain and sharpness, and each side is judged alone:
/// the total leans towards the worst one, since one bad side spoils a picture.
package struct FillScore: Equatable, Sendable {
  /// Whether the border shows: the step across it against the steps just inside, of single pixels and of means.
  package let seam: Double
  /// Gradient energy across and along the border against the neighbourhood's: low for smears, streaks and blurs.
  package let sharpness: Double
  /// Finest grain in the calmest places against the neighbourhood's: low for what was smoothed.
  package let noise: Double
  /// Freedom from verbatim repeats: patches that occur twice in the fill, or mirrored at the border.
  package let variety: Double

  /// Makes a score of its parts.
  package init(seam: Double, sharpness: Double, noise: Double, variety: Double) {
    self.seam = seam
    self.sharpness = sharpness
    self.noise = noise
    self.variety = variety
  }

  /// Of nothing exposed, or too little to judge.
  package static let perfect = FillScore(seam: 1, sharpness: 1, noise: 1, variety: 1)

  /// The whole in 0...1: the weighted geometric mean of the parts, so that no part makes up for a ruined one.
  ///
  /// Real photos continued by themselves reach 0.85 and more, fills that copy texture mostly 0.6 to 0.9, repeated
  /// border pixels, blurs and plain colours less than 0.4.
  package var total: Double {
    // Square roots instead of logarithms, which keeps the C library's maths out.
    (seam * sharpness).squareRoot() * (noise * variety).squareRoot().squareRoot()
  }
}
