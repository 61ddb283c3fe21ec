/// How seams are chosen among those that one pass shows.
struct SeamChoice {
  /// The most seams that one pass takes.
  var batch: Int
  /// Columns of the middle row between two of them.
  var gap: Int
  /// How much more than the cheapest a seam of the same batch may cost, as a share of that.
  var slack: Double

  /// The choice for a picture so many pixels across the seams: wide pictures have room for many at a time.
  init(_ effort: CarveOptions.Effort, across width: Int) {
    (gap, slack) = (4, 0.3)
    switch effort {
    case .fast: (batch, slack) = (max(1, width / 64), 1)
    case .balanced: batch = max(1, width / 256)
    }
  }
}
