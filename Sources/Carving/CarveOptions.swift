package import Imaging

/// How a picture is carved.
package struct CarveOptions: Sendable {
  /// How much time a carve may take for its quality: how many seams are taken at one look, at most a 64th of the
  /// width or a 256th, and whether straight lines are looked for, which `fast` does not. Only the lines tell: by
  /// bidirectional similarity (Simakov et al. 2008) at full size, pictures carved with a 64th, a 256th and one seam at
  /// a look differ by less than a hundredth of it, so there is no effort beyond `balanced`.
  package enum Effort: Sendable {
    case fast, balanced
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
