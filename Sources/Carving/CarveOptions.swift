package import Imaging

/// How a picture is carved.
package struct CarveOptions: Sendable {
  /// How much time a carve may take for its quality: how many seams are taken at one look, at most a 64th of the
  /// width, a 256th, or one (of pictures up to 4,095 pixels wide); and whether straight lines are looked for, which
  /// `fast` does not. Of that, only the lines are known to tell: by bidirectional similarity (Simakov et al. 2008)
  /// pictures that lost or gained the same number of seams differ by a hundredth, in either direction.
  package enum Effort: Sendable {
    case fast, balanced, quality
  }

  package var effort = Effort.balanced
  /// What must be spared and what should go.
  package var guide = CarveGuide()
  /// Processors to use, 1 or 2; the result is the same.
  package var threads = 2
  /// Asked at least every 50 ms for pictures of up to 64 megapixels.
  package var isCancelled: @Sendable () -> Bool = { false }
  /// Told the share of the seams that are done, from 0 to 1.
  package var progress: @Sendable (Double) -> Void = { _ in }

  package init() {}
}

/// A carved picture.
package struct CarveResult: Sendable {
  package let picture: Raster
  /// Seams from top to bottom: columns that the picture gained, or lost if negative.
  package let columns: Int
  /// Seams from side to side: rows that the picture gained, or lost if negative.
  package let rows: Int
}
