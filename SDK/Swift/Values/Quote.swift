/// What a job will cost, line by line, and the rule that says so.
public struct Quote: Codable, Equatable, Sendable {
  /// One item of a quote.
  public struct Line: Codable, Equatable, Sendable {
    /// What is charged for.
    public var label: String
    /// How many.
    public var quantity: Int
    /// For all of them.
    public var amount: Money

    /// Makes a line.
    public init(label: String, quantity: Int, amount: Money) {
      self.label = label
      self.quantity = quantity
      self.amount = amount
    }
  }

  /// The items; empty if the price is not known.
  public var lines: [Line]
  /// Most likely amount; `nil` if the price is not known, which is never the same as free.
  public var expected: Money?
  /// The most that can be charged; `nil` if the price is not known.
  public var maximum: Money?
  /// Name of the rule used.
  public var rule: String
  /// Version of the rule or price book used.
  public var version: String
  /// Why the price is not known, or a remark; `nil` for none.
  public var note: String?

  /// Makes a quote.
  public init(lines: [Line], expected: Money?, maximum: Money?, rule: String, version: String) {
    self.lines = lines
    self.expected = expected
    self.maximum = maximum
    self.rule = rule
    self.version = version
  }
}
