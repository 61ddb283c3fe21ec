/// One rule of a price book, as a calculator finds it in the `pricing` member of the model card.
public struct PricingRule: Codable, Equatable, Sendable {
  /// What one unit costs under some conditions.
  public struct Price: Codable, Equatable, Sendable {
    /// The values that the model's parameters must have; empty for always.
    public var when: [String: JSONValue]
    /// A decimal text such as `0.005`, or `unknown`.
    public var amount: String
    /// The most that one unit can cost, if that is more; a decimal text.
    public var maximum: String?

    /// Makes a price.
    public init(when: [String: JSONValue] = [:], amount: String, maximum: String? = nil) {
      self.when = when
      self.amount = amount
      self.maximum = maximum
    }
  }

  /// What the vendor takes a parameter for that is not given.
  public struct Substitute: Codable, Equatable, Sendable {
    /// The parameter that was omitted.
    public var parameter: String
    /// The values that other parameters must have; empty for always.
    public var when: [String: JSONValue]
    /// What it counts as.
    public var value: JSONValue

    /// Makes a substitute.
    public init(parameter: String, when: [String: JSONValue] = [:], value: JSONValue) {
      self.parameter = parameter
      self.when = when
      self.value = value
    }
  }

  /// How `amount` reads if nobody knows the price.
  public static let unknownAmount = "unknown"

  /// Id of the calculator that understands it.
  public var calculator: String
  /// Its name in the book.
  public var name: String
  /// Id of the price book.
  public var book: String
  /// Version of the price book.
  public var version: String
  /// Unit of every amount.
  public var unit: String
  /// What is counted, such as `run`, `image` or `second`.
  public var per: String
  /// The price under each condition.
  public var prices: [Price]
  /// What omitted parameters count as.
  public var omitted: [Substitute]
  /// The calculator's own settings, an object.
  public var settings: JSONValue

  /// Makes a rule without prices.
  public init(calculator: String, name: String, book: String, version: String, unit: String, per: String) {
    self.calculator = calculator
    self.name = name
    self.book = book
    self.version = version
    self.unit = unit
    self.per = per
    self.prices = []
    self.omitted = []
    self.settings = .object([:])
  }

  /// Reads the rule of a card. Throws `unsupported` if it is for another calculator.
  public init(_ card: ModelCard, for calculator: String) throws(ReframeError) {
    guard card.pricing["calculator"]?.string == calculator else {
      throw ReframeError(
        .unsupported, "the price of '\(card.slug)' has no rule of the calculator '\(calculator)'")
    }
    self = try JSON.decode(
      PricingRule.self, from: try JSON.encode(card.pricing), what: "pricing of '\(card.slug)'")
  }

  /// The rule as the `pricing` member of a card.
  public func json() throws(ReframeError) -> JSONValue {
    try JSON.decode(JSONValue.self, from: try JSON.encode(self), what: "pricing rule")
  }
}
