internal import Hosting
package import ReframeSDK
package import StrictJSON

/// One version of a vendor's prices, as a file of `prices/` says them. A version is never edited: a new price
/// is a new version, valid from where the old one ends.
package struct PriceBook: Equatable, Sendable {
  /// What one of the book's units costs elsewhere, only to compare prices by.
  package struct Rate: Equatable, Sendable {
    /// Where the rate is from, for people.
    package let name: String
    /// The price of one unit.
    package let amount: Money
  }

  /// The schema that is read.
  static let schema = "reframe.price-book/1"
  /// The currencies that are known; everything else is `credits/<vendor>`.
  static let currencies = ["AUD", "CAD", "CHF", "CNY", "EUR", "GBP", "INR", "JPY", "USD"]

  /// Its name, which cards refer to.
  package let id: String
  /// Which edition it is.
  package let version: String
  /// Whose prices these are.
  package let vendor: String
  /// The unit of every amount.
  package let unit: String
  /// The first day; `nil` for always.
  package let from: CalendarDay?
  /// The day on which it is no longer valid; `nil` for never.
  package let until: CalendarDay?
  /// What a unit costs elsewhere; `nil` for currencies, or if it is not known.
  package let rate: Rate?
  /// The rules by name.
  package let rules: [String: PricingRule]

  /// Whether it says the prices of that day.
  package func isValid(on day: CalendarDay) -> Bool {
    (from.map { $0 <= day } ?? true) && (until.map { day < $0 } ?? true)
  }
}

extension PriceBook {
  /// Reads a book strictly: what is missing, unknown, not exact, negative, twice there or left out is an error
  /// that says where.
  package init(_ text: JSONText) throws(ReframeError) {
    let members = try JSONPlace(text.value, spellchecker: Spelling.nearest).members([
      "schema", "id", "version", "vendor", "unit", "valid", "sources", "notes", "rate", "rules",
    ])
    let schema = try members.required("schema")
    guard try schema.text() == Self.schema else { throw schema.fault("this host reads \(Self.schema)") }
    let id = try members.required("id").text()
    let version = try members.required("version").text()
    let vendor = try members.required("vendor").text()
    let unit = try Self.unit(try members.required("unit"), vendor: vendor)
    let valid = try members["valid"]?.members(["from", "until"])
    from = try Self.day(valid?["from"])
    until = try Self.day(valid?["until"])
    if let from, let until, until <= from, let place = valid?["until"] {
      throw place.fault("\(until) does not come after \(from)")
    }
    for name in ["sources", "notes"] {
      for place in try members[name]?.elements() ?? [] { _ = try place.text() }
    }
    rate = try Self.rate(members["rate"], unit: unit)
    var rules: [String: PricingRule] = [:]
    for (name, place) in try members.required("rules").members().places.sorted(by: { $0.key < $1.key }) {
      var rule = PricingRule(
        calculator: "", name: name, book: id, version: version, unit: unit, per: "")
      try rule.read(place)
      rules[name] = rule
    }
    self.rules = rules
    (self.id, self.version, self.vendor, self.unit) = (id, version, vendor, unit)
  }

  private static func unit(_ place: JSONPlace, vendor: String) throws(ReframeError) -> String {
    let unit = try place.text()
    guard currencies.contains(unit) || unit == "credits/\(vendor)" else {
      throw place.fault(
        "'\(unit)' is no known unit; use credits/\(vendor) or one of \(currencies.joined(separator: ", "))")
    }
    return unit
  }

  private static func day(_ place: JSONPlace?) throws(ReframeError) -> CalendarDay? {
    guard let place else { return nil }
    let text = try place.text()
    guard let day = CalendarDay(text) else { throw place.fault("'\(text)' is no day such as 2026-04-06") }
    return day
  }

  private static func rate(_ place: JSONPlace?, unit: String) throws(ReframeError) -> Rate? {
    guard let place else { return nil }
    let members = try place.members(["name", "unit", "amount"])
    let other = try members.required("unit")
    let currency = try other.text()
    guard currencies.contains(currency), currency != unit else {
      throw other.fault(
        "'\(currency)' is not another currency; use one of \(currencies.joined(separator: ", "))")
    }
    let amount = try members.required("amount")
    let one = try amount.amount(currency)
    guard one.micros > 0 else { throw amount.fault("a rate of 0 would make everything look free") }
    return Rate(name: try members.required("name").text(), amount: one)
  }
}
