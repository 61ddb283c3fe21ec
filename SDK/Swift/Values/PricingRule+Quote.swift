extension PricingRule {
  /// What one unit costs; both amounts are `nil` if that is not known.
  public struct UnitPrice: Equatable, Sendable {
    /// Most likely; `nil` if not known.
    public var expected: Money?
    /// At most; `nil` if not known.
    public var maximum: Money?
    /// Why the price is not known, or empty.
    public var note: String
  }

  /// The price of one unit for a model's parameters, after omitted ones got their substitutes. Throws for an
  /// amount that is not exact or is negative.
  public func unitPrice(for parameters: JSONValue) throws(ReframeError) -> UnitPrice {
    guard let price = prices.first(where: { Self.matches($0.when, completed(parameters)) }) else {
      return UnitPrice(note: reason(parameters))
    }
    guard price.amount != Self.unknownAmount else {
      return UnitPrice(note: "the vendor's price is not known")
    }
    let expected = try Money(decimal: price.amount, unit: unit)
    let maximum = try price.maximum.map { text throws(ReframeError) in try Money(decimal: text, unit: unit) }
    guard expected.micros >= 0, (maximum ?? expected).micros >= expected.micros else {
      throw ReframeError(
        .invalidArgument,
        "rule '\(name)' of the price book '\(book)': an amount is negative or above its maximum")
    }
    return UnitPrice(expected: expected, maximum: maximum ?? expected, note: "")
  }

  /// A quote for so many units; one without amounts if the number or the price is not known. Throws
  /// `invalidArgument` if the sum does not fit.
  public func quote(_ quantity: Int?, for parameters: JSONValue, unless missing: String = "")
    throws(ReframeError) -> Quote
  {
    guard let quantity else { return unknown(missing) }
    let price = try unitPrice(for: parameters)
    guard let one = price.expected, let most = price.maximum else { return unknown(price.note) }
    guard quantity >= 0, let expected = one.multiplied(by: quantity),
      let maximum = most.multiplied(by: quantity)
    else {
      throw ReframeError(
        .invalidArgument, "\(quantity) times \(most.decimal) \(unit) is more than can be counted")
    }
    return Quote(
      lines: [.init(label: per, quantity: quantity, amount: expected)], expected: expected, maximum: maximum,
      rule: "\(book)/\(name)", version: version)
  }

  /// A quote without amounts, and why.
  public func unknown(_ note: String) -> Quote {
    var quote = Quote(lines: [], expected: nil, maximum: nil, rule: "\(book)/\(name)", version: version)
    quote.note = note
    return quote
  }

  /// The parameters with the substitutes of those that are omitted.
  private func completed(_ parameters: JSONValue) -> JSONValue {
    guard case .object(var members) = parameters else { return parameters }
    for substitute in omitted where members[substitute.parameter] == nil {
      guard Self.matches(substitute.when, parameters) else { continue }
      members[substitute.parameter] = substitute.value
    }
    return .object(members)
  }

  private static func matches(_ when: [String: JSONValue], _ parameters: JSONValue) -> Bool {
    when.allSatisfy { parameters[$0.key] == $0.value }
  }

  /// Why there is no price: a parameter that is not given, or values that no price is for.
  private func reason(_ parameters: JSONValue) -> String {
    let names = Set(prices.flatMap(\.when.keys)).sorted()
    if let missing = names.first(where: { parameters[$0] == nil }) {
      return "the price depends on '\(missing)', which is not given"
    }
    let values = names.map { name in
      "\(name)=\(parameters[name]?.string ?? (try? JSON.encode(parameters[name])) ?? "")"
    }
    return "there is no price for \(values.joined(separator: ", "))"
  }
}
