package import ReframeSDK

/// Divides the most that a job may cost among its parts, which are bought one by one.
package enum CostShares {
  /// What each part may cost, so that all of them together stay within `maximum`: what its first engine that fits
  /// costs, and an equal share of the rest. Throws `unsupported` if not even the cheapest engines fit together.
  package static func of(_ maximum: Money, among parts: [[Candidate]], under policy: RoutePolicy)
    throws(ReframeError) -> [Money]
  {
    guard parts.count > 1 else { return parts.map { _ in maximum } }
    var policy = policy
    policy.maximumCost = nil
    // A part that no engine can do, or none at a known price, gets nothing and says so itself.
    let prices = parts.map { part in
      RoutePlanner.route(part, under: policy).steps.compactMap { price($0.candidate, in: maximum.unit) }
    }
    var reserved: Int64 = 0
    for price in prices {
      let (sum, overflow) = reserved.addingReportingOverflow(price.min() ?? 0)
      reserved = overflow ? .max : sum
    }
    guard reserved <= maximum.micros else {
      throw ReframeError(
        .unsupported,
        "the \(parts.count) parts of this job cost up to \(Money(micros: reserved, unit: maximum.unit).words) together "
          + "at the least, above the maximum of \(maximum.words); nothing was bought")
    }
    var left = maximum.micros
    var shares = prices.map { price in
      reserved -= price.min() ?? 0
      let share = price.first { $0 <= left - reserved } ?? 0
      left -= share
      return share
    }
    for index in shares.indices { shares[index] += left / Int64(shares.count) }
    return shares.map { Money(micros: $0, unit: maximum.unit) }
  }

  /// The most that an engine costs; `nil` if that is not known in this unit.
  private static func price(_ candidate: Candidate, in unit: String) -> Int64? {
    if candidate.isFree { return 0 }
    return [candidate.quote.maximum, candidate.comparedMaximum].compactMap(\.self).first { $0.unit == unit }?
      .micros
  }
}
