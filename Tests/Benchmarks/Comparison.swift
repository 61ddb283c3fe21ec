import Foundation

/// Contestants that do the same work in turn, so that a machine that changes its speed changes no ratio.
struct Comparison {
  let title: String
  /// Whose time the ratios are to.
  let base: String
  let contestants: [Contestant]
  let rounds: Int
  /// Seconds after which a contestant is not run again.
  var patience = 15.0

  /// Runs all once unmeasured, as round 0, and then so many rounds.
  ///
  /// One that is absent or fails is left out, and its trial says why.
  func measure() -> [Trial] {
    var trials = contestants.map { contestant in
      Trial(contestant: contestant, trouble: contestant.absence.map { "not installed: \($0)" })
    }
    var spent = [Double](repeating: 0, count: trials.count)
    for round in 0...rounds {
      for index in trials.indices where trials[index].trouble == nil {
        guard round < 2 || spent[index] < patience else { continue }
        do {
          let measured = try Measured.run(together: contestants[index].commands(round))
          spent[index] += measured.wall
          if round > 0 { trials[index].runs[round] = measured }
        } catch {
          trials[index].trouble = "failed: \(error)"
        }
      }
    }
    return trials
  }

  /// Prints a line for each: time, ratio, memory, and what else there is to say. Throws if one of ours failed.
  func report(_ trials: [Trial], heading: String = "", _ remarks: (Trial) -> String = { _ in "" }) throws {
    print("\(title)\n  medians, and ratios to \(base) with their quartiles, round by round")
    if !heading.isEmpty { print("  " + padded("", Self.width) + heading) }
    let peer = trials.first { $0.contestant.name == base && $0.trouble == nil }
    for trial in trials {
      let name = "  \(padded(trial.contestant.name, 42)) "
      if let trouble = trial.trouble {
        print(name + trouble)
      } else {
        let cost = ratio(trial, to: peer) + padded("\(decimal(trial.peak, 0)) MiB", 9)
        print(name + padded("\(decimal(trial.wall * 1000, 1)) ms", 11) + cost + remarks(trial))
      }
    }
    fflush(nil)
    if let own = trials.first(where: { $0.contestant.isOurs && $0.trouble != nil }), let trouble = own.trouble
    {
      throw BenchmarkError("\(own.contestant.name) \(trouble)")
    }
  }

  /// Columns before the remarks.
  private static let width = 42 + 1 + 11 + 21 + 9

  private func ratio(_ trial: Trial, to peer: Trial?) -> String {
    let ratios = trial.runs.compactMap { round, own in peer?.runs[round].map { own.wall / $0.wall } }
    guard !ratios.isEmpty else { return padded("", 21) }
    return padded(Measured.spread(ratios, digits: 2), 21)
  }
}
