/// What became of a contestant.
struct Trial {
  let contestant: Contestant
  /// What the measured rounds cost, by their number.
  var runs: [Int: Measured] = [:]
  /// Why its numbers are not to be had or to be trusted.
  var trouble: String?

  var wall: Double { Measured.median(runs.values.map(\.wall)) }
  var peak: Double { Measured.median(runs.values.map(\.peak)) }

  /// Notes what is wrong with the pictures of a contestant that ran.
  mutating func check(_ body: () throws -> Void) {
    guard trouble == nil else { return }
    do { try body() } catch { trouble = "wrong: \(error)" }
  }
}
