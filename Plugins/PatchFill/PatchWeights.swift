/// What a copied window pays for, beside the differences of its pixels (up to 255 for each of 256 samples).
struct PatchWeights: Sendable {
  /// For each step of its mean colour away from its border's, all three channels.
  var colour: UInt32 = 32
  /// For each step of its mean texture away from its border's.
  var texture: UInt32 = 128
  /// For each pixel of the coarsest level that it was moved along the border: what is beside a strip belongs into the same rows.
  var alongBorder: Float = 32
  /// For each such pixel that it was moved away from the border.
  var fromBorder: Float = 2
  /// For the differences at known pixels, once more.
  var join: UInt32 = 3
}
