internal import Descriptions
internal import FoundationEssentials
import ReframeSDK
internal import VendorWire

extension VendorAnswer {
  /// What was charged, exactly; `nil` if it is not said, or not in whole millionths.
  func charge(_ rule: ChargeRule) -> Money? {
    if let header = rule.header { return headers[header].flatMap { Self.money($0, rule.unit) } }
    for path in rule.amount?.paths ?? [] {
      guard let json, let found = path.values(in: json).first else { continue }
      if let text = found.string { return Self.money(text, rule.unit) }
      // A number is read from its digits: a binary fraction is not the amount that was written.
      let decoder = JSONDecoder()
      if let key = ExactNumber.pathKey { decoder.userInfo[key] = path }
      guard let exact = try? decoder.decode(ExactNumber.self, from: Data(body)) else { return nil }
      return Self.money("\(exact.value)", rule.unit)
    }
    return nil
  }

  private static func money(_ text: String, _ unit: String) -> Money? {
    guard let money = try? Money(decimal: text, unit: unit), money.micros >= 0 else { return nil }
    return money
  }
}

/// The number at a path of a JSON text, by its decimal digits.
private struct ExactNumber: Decodable {
  static let pathKey = CodingUserInfoKey(rawValue: "path")

  let value: Decimal

  init(from decoder: any Decoder) throws {
    var place = decoder
    let path = Self.pathKey.flatMap { decoder.userInfo[$0] as? JSONPath }
    for step in path?.steps ?? [] {
      switch step {
      case .member(let name):
        place = try place.container(keyedBy: Name.self).superDecoder(forKey: Name(stringValue: name))
      case .element(let index):
        var elements = try place.unkeyedContainer()
        for _ in 0..<index { _ = try elements.superDecoder() }
        place = try elements.superDecoder()
      case .every:
        var elements = try place.unkeyedContainer()
        place = try elements.superDecoder()
      }
    }
    value = try place.singleValueContainer().decode(Decimal.self)
  }

  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
