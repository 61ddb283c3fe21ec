internal import ReframeSDK
internal import StrictJSON

extension JSONPlace {
  /// An amount of money that is not negative, written as a decimal text: a JSON number is not exact.
  func amount(_ unit: String) throws(ReframeError) -> Money {
    if value.number != nil {
      throw fault("write the amount as a text such as \"0.005\"; a JSON number is not exact")
    }
    let text = try text()
    let money: Money
    do throws(ReframeError) {
      money = try Money(decimal: text, unit: unit)
    } catch {
      throw fault(error.message)
    }
    guard money.micros >= 0 else { throw fault("\(text) is negative") }
    return money
  }

  /// A condition: parameters and the texts, numbers or truth values that they must have.
  func condition() throws(ReframeError) -> [String: JSONValue] {
    var condition: [String: JSONValue] = [:]
    for (name, place) in try members().places {
      switch place.value {
      case .string, .number, .bool: condition[name] = place.value
      default: throw place.fault("expected a text, a number, true or false")
      }
    }
    return condition
  }
}
