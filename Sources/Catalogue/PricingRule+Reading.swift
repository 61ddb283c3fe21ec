internal import ReframeSDK
internal import StrictJSON

extension PricingRule {
  /// What stands for a book where a card brings its own rule.
  static let cardBook = "card"

  /// Reads the rule that stands in the card of that slug. Throws its first fault, with its place.
  init(ofCard slug: String, _ place: JSONPlace) throws(ReframeError) {
    let unit = try place.members().required("unit")
    let currency = try unit.text()
    guard PriceBook.currencies.contains(currency) || currency.hasPrefix("credits/") else {
      throw unit.fault(
        "'\(currency)' is no known unit; use credits/VENDOR or one of \(PriceBook.currencies.joined(separator: ", "))"
      )
    }
    self.init(calculator: "", name: "own", book: Self.cardBook, version: slug, unit: currency, per: "")
    try read(place, also: ["unit"])
  }

  /// Reads what a book says of a rule, and looks for prices that are there twice or not at all.
  mutating func read(_ place: JSONPlace, also more: [String] = []) throws(ReframeError) {
    let members = try place.members(["calculator", "per", "prices", "omitted", "settings"] + more)
    calculator = try members.required("calculator").text()
    per = try members.required("per").text()
    for element in try members.required("prices").elements() {
      prices.append(try price(element))
    }
    for element in try members["omitted"]?.elements() ?? [] { omitted.append(try Self.substitute(element)) }
    if let own = members["settings"] {
      _ = try own.members()
      settings = own.value
    }
    try checkTable(place)
    try checkSubstitutes(place)
  }

  /// The largest table that is read.
  private static let tableLimit = 1000

  /// The parameters that the prices depend on.
  var conditions: [String] { Set(prices.flatMap(\.when.keys)).sorted() }

  /// The values of a parameter that have prices.
  func values(of parameter: String) -> Set<JSONValue> { Set(prices.compactMap { $0.when[parameter] }) }

  private func price(_ place: JSONPlace) throws(ReframeError) -> Price {
    let members = try place.members(["when", "amount", "maximum"])
    let when = try members["when"]?.condition() ?? [:]
    let amount = try members.required("amount")
    if amount.value == .string(Self.unknownAmount) {
      if let maximum = members["maximum"] { throw maximum.fault("an unknown price has no maximum") }
      return Price(when: when, amount: Self.unknownAmount)
    }
    let expected = try amount.amount(unit)
    let most = try members["maximum"].map { place throws(ReframeError) in try place.amount(unit) }
    if let most, let place = members["maximum"], most.micros < expected.micros {
      throw place.fault("\(most.decimal) is less than the amount \(expected.decimal)")
    }
    return Price(when: when, amount: expected.decimal, maximum: most?.decimal)
  }

  private static func substitute(_ place: JSONPlace) throws(ReframeError) -> Substitute {
    let members = try place.members(["parameter", "when", "value"])
    return Substitute(
      parameter: try members.required("parameter").text(),
      when: try members["when"]?.condition() ?? [:],
      value: try members.required("value").value)
  }

  /// Every combination of the conditions' values must have a price, and only one.
  private func checkTable(_ place: JSONPlace) throws(ReframeError) {
    let names = conditions
    // A whole table has as many prices as combinations, so none larger than the limit is gone through.
    var count = 1
    for name in names where count <= Self.tableLimit { count *= values(of: name).count }
    guard prices.count <= Self.tableLimit, count <= Self.tableLimit else {
      throw place.fault("at most \(Self.tableLimit) prices, and combinations of conditions, are read")
    }
    for (index, price) in prices.enumerated() {
      let here = place.child(.null, "prices[\(index)]")
      if let missing = names.first(where: { price.when[$0] == nil }) {
        throw here.fault("gap: this price leaves '\(missing)' open, and others depend on it")
      }
      if prices[..<index].contains(where: { $0.when == price.when }) {
        throw here.fault("overlap: there are two prices for \(words(price.when))")
      }
    }
    for combination in combinations(of: names) where !prices.contains(where: { $0.when == combination }) {
      throw place.fault("gap: there is no price for \(words(combination))")
    }
  }

  /// An omitted parameter must have one meaning for every combination of the others.
  private func checkSubstitutes(_ place: JSONPlace) throws(ReframeError) {
    for (index, substitute) in omitted.enumerated() {
      let here = place.child(.null, "omitted[\(index)]")
      guard values(of: substitute.parameter).contains(substitute.value) else {
        throw here.fault("there is no price for \(substitute.parameter)=\(substitute.value.words)")
      }
      for (name, value) in substitute.when.sorted(by: { $0.key < $1.key })
      where name == substitute.parameter || !values(of: name).contains(value) {
        throw here.fault("no price depends on \(name)=\(value.words)")
      }
    }
    for parameter in Set(omitted.map(\.parameter)).sorted() {
      for combination in combinations(of: conditions.filter { $0 != parameter }) {
        let meanings = omitted.filter { substitute in
          substitute.parameter == parameter && substitute.when.allSatisfy { combination[$0.key] == $0.value }
        }
        guard meanings.count != 1 else { continue }
        throw place.fault(
          "\(meanings.isEmpty ? "gap: nothing says" : "overlap: it is said \(meanings.count) times") what an "
            + "omitted '\(parameter)' counts as for \(words(combination))")
      }
    }
  }

  private func combinations(of names: [String]) -> [[String: JSONValue]] {
    names.reduce([[:]]) { partial, name in
      let values = values(of: name).sorted { $0.words < $1.words }
      return partial.flatMap { known in values.map { known.merging([name: $0]) { $1 } } }
    }
  }

  private func words(_ condition: [String: JSONValue]) -> String {
    condition.isEmpty ? "every job" : condition.words
  }
}
