/// Guesses what somebody meant to write.
package enum Spelling {
  /// The candidate that takes the fewest insertions, deletions, replacements and swaps of neighbours to get to
  /// from `word`; `nil` if even that takes more than a third of its letters, or two.
  package static func nearest(to word: String, in candidates: [String]) -> String? {
    let letters = Array(word)
    let limit = max(2, letters.count / 3)
    // The difference in length is the least distance, and cheap to tell for words of a megabyte.
    let ranked = candidates.filter { abs($0.count - letters.count) <= limit }
      .map { (name: $0, distance: distance(letters, Array($0))) }
    guard let best = ranked.min(by: { ($0.distance, $0.name) < ($1.distance, $1.name) }),
      best.distance <= limit, best.distance < max(letters.count, best.name.count)
    else { return nil }
    return best.name
  }

  /// Optimal string alignment distance (Damerau 1964, Levenshtein 1966).
  private static func distance(_ first: [Character], _ second: [Character]) -> Int {
    var before: [Int] = []
    var row = Array(0...second.count)
    for i in first.indices {
      var next = [i + 1]
      for j in second.indices {
        var cost = min(row[j + 1] + 1, next[j] + 1, row[j] + (first[i] == second[j] ? 0 : 1))
        if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
          cost = min(cost, before[j - 1] + 1)
        }
        next.append(cost)
      }
      (before, row) = (row, next)
    }
    return row[second.count]
  }
}
