extension Money {
  /// Reads an amount such as `0.005` exactly: digits, a point and at most six decimals, perhaps after a minus.
  /// Throws `invalidArgument` with the reason; nothing is ever rounded.
  public init(decimal: String, unit: String) throws(ReframeError) {
    let isNegative = decimal.hasPrefix("-")
    let parts = (isNegative ? decimal.dropFirst() : decimal[...])
      .split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let whole = parts.first ?? ""
    let fraction = parts.count == 2 ? parts[1] : "0"
    guard !whole.isEmpty, !fraction.isEmpty, whole == "0" || whole.first != "0",
      (whole + fraction).utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else {
      throw ReframeError(.invalidArgument, "'\(decimal)' is not a decimal amount such as 0.005")
    }
    guard fraction.utf8.count <= 6 else {
      throw ReframeError(.invalidArgument, "'\(decimal)' has more than six decimals")
    }
    let padding = String(repeating: "0", count: 6 - fraction.utf8.count)
    guard let micros = Int64((isNegative ? "-" : "") + whole + fraction + padding) else {
      throw ReframeError(.invalidArgument, "'\(decimal)' is more than can be counted in millionths")
    }
    self.init(micros: micros, unit: unit)
  }

  /// The number as text that reads back the same, without needless zeros: `0.005`, `12`.
  public var decimal: String {
    let (whole, fraction) = micros.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
    var digits = String(fraction)
    digits = String(repeating: "0", count: 6 - digits.count) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    return (micros < 0 ? "-" : "") + "\(whole)" + (digits.isEmpty ? "" : ".\(digits)")
  }

  /// So many times the amount; `nil` if it does not fit.
  public func multiplied(by count: Int) -> Money? {
    let (product, overflow) = micros.multipliedReportingOverflow(by: Int64(count))
    return overflow ? nil : Money(micros: product, unit: unit)
  }

  /// The amount in another unit of which one of this costs `rate`, rounded up, so that a comparison never makes
  /// anything look cheaper than it is; `nil` if it does not fit.
  public func converted(at rate: Money) -> Money? {
    let product = micros.multipliedFullWidth(by: rate.micros)
    let million: Int64 = 1_000_000
    // The quotient fits only if the high half is small beside the divisor.
    guard product.high > -million / 2, product.high < million / 2 else { return nil }
    let (quotient, remainder) = million.dividingFullWidth(product)
    let (rounded, overflow) = quotient.addingReportingOverflow(remainder > 0 ? 1 : 0)
    return overflow ? nil : Money(micros: rounded, unit: rate.unit)
  }
}
