internal import Hosting
internal import ReframeSDK

/// A value inside a JSON file and the path to it, so that every fault can say where it lies.
struct JSONPlace {
  let value: JSONValue
  let path: String

  /// A fault at this place.
  func fault(_ message: String) -> ReframeError {
    ReframeError(.invalidArgument, path.isEmpty ? message : "\(path): \(message)")
  }

  /// The members of an object, none of which may be outside `names`.
  func members(_ names: [String]? = nil) throws(ReframeError) -> [String: JSONPlace] {
    guard case .object(let object) = value else { throw fault("expected an object") }
    if let names, let stranger = object.keys.sorted().first(where: { !names.contains($0) }) {
      let nearest = Spelling.nearest(to: stranger, in: names).map { "; did you mean '\($0)'?" } ?? ""
      throw fault("there is no member '\(stranger)'\(nearest) (known: \(names.joined(separator: ", ")))")
    }
    var places: [String: JSONPlace] = [:]
    for (name, value) in object where value != .null {
      places[name] = JSONPlace(value: value, path: path.isEmpty ? name : "\(path).\(name)")
    }
    return places
  }

  /// The member that must be there.
  func required(_ name: String, in members: [String: JSONPlace]) throws(ReframeError) -> JSONPlace {
    guard let member = members[name] else { throw fault("'\(name)' is missing") }
    return member
  }

  /// The elements of an array.
  func elements() throws(ReframeError) -> [JSONPlace] {
    guard case .array(let values) = value else { throw fault("expected an array") }
    return values.enumerated().map { JSONPlace(value: $1, path: "\(path)[\($0)]") }
  }

  /// The text, which may not be empty.
  func text() throws(ReframeError) -> String {
    guard let text = value.string, !text.isEmpty else { throw fault("expected a text") }
    return text
  }

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
    for (name, place) in try members() {
      switch place.value {
      case .string, .number, .bool: condition[name] = place.value
      default: throw place.fault("expected a text, a number, true or false")
      }
    }
    return condition
  }
}

extension [String: JSONValue] {
  /// Such as `generation_mode=fast, resolution=1k`.
  var words: String {
    sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.words)" }.joined(separator: ", ")
  }
}

extension JSONValue {
  /// A string as it is, anything else as JSON.
  var words: String { string ?? (try? JSON.encode(self)) ?? "" }
}
