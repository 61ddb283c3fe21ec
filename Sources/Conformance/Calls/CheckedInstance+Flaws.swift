internal import CReframe
internal import ReframeSDK

/// What can be wrong with how a plugin deals with a picture.
enum Flaw: Hashable {
  /// It does not end as the plain call does.
  case ending(String)
  /// Its answer makes no sense.
  case malformed(String)
  /// Pixels that were to stay as they are have changed.
  case changesPlaced
  /// Pixels that were to be given a value have not been.
  case leavesExposed
  /// What was on the canvas before shows in the result.
  case showsGarbage
  /// Something was written between the rows.
  case changesPadding

  /// What was seen.
  var text: String {
    switch self {
    case .ending(let ending): "the call ended with \(ending)"
    case .malformed(let reason): "the answer makes no sense: \(reason)"
    case .changesPlaced: "pixels that have to stay as they are have changed"
    case .leavesExposed: "some exposed pixels were given no value"
    case .showsGarbage: "what was in the exposed pixels before shows in the result"
    case .changesPadding: "bytes between the rows have changed"
    }
  }
}

extension CheckedInstance {
  /// What is wrong with a call. `status` is how it should end.
  func flaws(_ trial: Trial, status: Int32 = RF_OK) -> Set<Flaw> {
    let outcome = call(trial)
    guard outcome.status == status else { return [.ending(outcome.ending)] }
    var flaws = Set<Flaw>()
    if let reason = outcome.malformed { flaws.insert(.malformed(reason)) }
    if !outcome.keepsPlaced { flaws.insert(.changesPlaced) }
    if !outcome.keepsPadding { flaws.insert(.changesPadding) }
    guard kind == .fill, status == RF_OK else { return flaws }
    var other = trial
    other.garbage = ~trial.garbage
    let second = call(other)
    guard second.status == RF_OK else { return flaws.union([.ending(second.ending)]) }
    let pairs = zip(outcome.answer, second.answer)
    if pairs.contains(where: { $0 == trial.garbage && $1 == other.garbage }) {
      flaws.insert(.leavesExposed)
    } else if outcome.answer != second.answer && call(trial).answer == outcome.answer {
      flaws.insert(.showsGarbage)
    }
    return flaws
  }

  /// Throws what is wrong with any of the calls, and is not wrong with the plain call. A provider may say in order
  /// that it cannot do it.
  func requireNoFlaws(_ trials: [(name: String, trial: Trial)]) throws(ConformanceFault) {
    let known = flaws(Trial(), status: call().status)
    for (name, trial) in trials {
      let status = kind == .provider ? call(trial).status : RF_OK
      let fresh = flaws(trial, status: status).subtracting(known)
      try require(fresh.isEmpty, "\(name): \(fresh.map(\.text).sorted().joined(separator: "; "))")
    }
  }
}
