/// An exact amount: millionths of a currency unit, or of a vendor's credit.
public struct Money: Codable, Hashable, Sendable {
  /// Millionths.
  public var micros: Int64
  /// ISO 4217 code such as `USD`, or `credits/<vendor>`.
  public var unit: String

  /// Makes an amount of `micros` millionths of `unit`.
  public init(micros: Int64, unit: String) {
    self.micros = micros
    self.unit = unit
  }

  /// The sum; `nil` if the units differ or it does not fit.
  public func adding(_ other: Money) -> Money? {
    let (sum, overflow) = micros.addingReportingOverflow(other.micros)
    return overflow || unit != other.unit ? nil : Money(micros: sum, unit: unit)
  }
}
