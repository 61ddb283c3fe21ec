internal import ReframeSDK

/// Decides which engines an order tries, and in which order: first what is not allowed is dropped, then the rest
/// is sorted. Pure; the same order always gets the same route.
package enum RoutePlanner {
  /// The route of these engines under a policy.
  package static func route(_ candidates: [Candidate], under policy: RoutePolicy) -> Route {
    var kept: [Rank] = []
    var dropped: [Route.Dropped] = []
    var seen: Set<[String]> = []
    for (index, candidate) in candidates.enumerated() {
      var reasons = objections(to: candidate, under: policy)
      let name = [candidate.model, candidate.provider, candidate.settings]
      if !seen.insert(name).inserted { reasons = ["listed more than once"] }
      if reasons.isEmpty {
        kept.append(Rank(candidate, listed: index, under: policy))
      } else {
        dropped.append(
          Route.Dropped(model: candidate.model, provider: candidate.provider, reasons: reasons))
      }
    }
    return Route(
      steps: kept.sorted().map { Route.Step(candidate: $0.candidate, reason: $0.reason(under: policy)) },
      dropped: dropped)
  }

  /// Everything that speaks against an engine; empty if it may be used.
  private static func objections(to candidate: Candidate, under policy: RoutePolicy) -> [String] {
    var reasons = candidate.exclusions
    switch policy.local {
    case .never where candidate.isLocal: reasons.append("local engines are not allowed")
    case .only where !candidate.isLocal: reasons.append("only local engines are allowed")
    default: break
    }
    if let reason = costObjection(to: candidate, under: policy) { reasons.append(reason) }
    return reasons
  }

  /// What speaks against its price. An amount that nobody knows is within no maximum, whatever else is allowed.
  private static func costObjection(to candidate: Candidate, under policy: RoutePolicy) -> String? {
    guard let most = candidate.quote.maximum else {
      // What cannot do the job was never priced.
      if !candidate.exclusions.isEmpty && candidate.quote.note == nil { return nil }
      let note = candidate.quote.note.map { " (\($0))" } ?? ""
      if let limit = policy.maximumCost {
        return "price unknown\(note), so that nobody can promise the maximum of \(limit.amount)"
      }
      return policy.allowsUnknownPrice ? nil : "price unknown\(note); allow it with --allow-unknown-price"
    }
    guard let limit = policy.maximumCost, most.micros > 0 else { return nil }
    guard
      let amount = [most, candidate.comparedMaximum].compactMap(\.self).first(where: { $0.unit == limit.unit }
      )
    else {
      return "costs up to \(most.words), which cannot be compared with the maximum of \(limit.amount): "
        + "there is no rate from \(most.unit) to \(limit.unit)"
    }
    guard amount.micros > limit.micros else { return nil }
    let own = amount == most ? "" : " (\(most.words))"
    return "costs up to \(amount.words)\(own), above the maximum of \(limit.amount)"
  }
}

/// Where an engine stands among others: by place, then preference, then price, then as listed.
private struct Rank: Comparable {
  let place: Int
  let preference: Double
  let unit: String
  let micros: Int64
  let listed: Int
  let candidate: Candidate

  init(_ candidate: Candidate, listed: Int, under policy: RoutePolicy) {
    self.candidate = candidate
    self.listed = listed
    place =
      switch policy.local {
      case .first: candidate.isLocal ? 0 : 1
      case .last: candidate.isLocal ? 1 : 0
      case .any, .never, .only: 0
      }
    // Unknown durations and tiers come last; a duration that is no number counts as unknown.
    preference =
      switch policy.preference {
      case .order: Double(listed)
      case .cheapest: 0
      case .fastest: candidate.usableSeconds ?? .infinity
      case .best: candidate.qualityTier.map { -Double($0) } ?? .infinity
      }
    // What is free needs no rate to be compared; what cannot be compared comes last.
    let price = candidate.isFree ? Money(micros: 0, unit: "") : candidate.comparedExpected
    unit = price.map { $0.micros == 0 ? "" : $0.unit } ?? "\u{10ffff}"
    micros = price?.micros ?? 0
  }

  static func < (one: Rank, other: Rank) -> Bool {
    (one.place, one.preference, one.unit, one.micros, one.listed)
      < (other.place, other.preference, other.unit, other.micros, other.listed)
  }

  static func == (one: Rank, other: Rank) -> Bool { one.listed == other.listed }

  /// Why it stands there.
  func reason(under policy: RoutePolicy) -> String {
    let what =
      switch policy.preference {
      case .order: "order: listed as number \(listed + 1)"
      case .cheapest: "cheapest: \(price)"
      case .fastest:
        candidate.usableSeconds.map { "fastest: about \(spoken(milliseconds: Int64($0 * 1000)))" }
          ?? "fastest: duration unknown"
      case .best: candidate.qualityTier.map { "best: quality tier \($0)" } ?? "best: quality unknown"
      }
    guard candidate.isLocal, policy.local == .first || policy.local == .last else { return what }
    return "local \(policy.local.rawValue); \(what)"
  }

  private var price: String {
    guard let own = candidate.quote.expected ?? (candidate.isFree ? candidate.quote.maximum : nil) else {
      return "price unknown"
    }
    guard own.micros > 0 else { return "free" }
    guard let compared = candidate.comparedExpected else { return "\(own.words) expected, without a rate" }
    return compared == own ? "\(own.words) expected" : "\(own.words) expected, about \(compared.words)"
  }
}

extension Candidate {
  /// Its duration, unless that is no sensible number.
  fileprivate var usableSeconds: Double? {
    seconds.flatMap { $0 >= 0 && $0 < 1e9 ? $0 : nil }
  }
}

extension Route {
  /// The route of an order.
  package init(_ order: Order) {
    self = RoutePlanner.route(order.candidates, under: order.policy)
  }
}
