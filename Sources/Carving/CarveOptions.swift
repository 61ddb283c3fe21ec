package import Imaging

/// How a picture is carved.
package struct CarveOptions: Sendable {
  /// How much time a carve may take for its quality.
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
