package import ReframeSDK

/// Guesses which of some names somebody meant; `nil` if none is near.
package typealias Spellchecker = @Sendable (_ word: String, _ known: [String]) -> String?

/// A value inside a description and the path to it, so that every fault says where it lies.
package struct DescriptionPlace: Sendable {
  /// What stands there.
  package let value: JSONValue
  /// The path to it; empty for the whole.
  package let path: String
  let spellchecker: Spellchecker

  init(value: JSONValue, path: String, spellchecker: @escaping Spellchecker) {
    self.value = value
    self.path = path
    self.spellchecker = spellchecker
  }

  /// The whole of a description, which may itself be a member `path` of something.
  package init(
    _ value: JSONValue, at path: String = "", spellchecker: @escaping Spellchecker = { _, _ in nil }
  ) {
    self.init(value: value, path: path, spellchecker: spellchecker)
  }

  /// A fault at this place.
  package func fault(_ message: String) -> ReframeError {
    ReframeError(.invalidArgument, path.isEmpty ? message : "\(path): \(message)")
  }

  /// The place of a member or element of this one.
  func child(_ value: JSONValue, _ name: String) -> DescriptionPlace {
    DescriptionPlace(
      value: value, path: path.isEmpty || name.hasPrefix("[") ? path + name : "\(path).\(name)",
      spellchecker: spellchecker)
  }

  /// The members of an object that has none but those of `names`; `null` counts as missing.
  package func members(_ names: [String]) throws(ReframeError) -> DescriptionMembers {
    let members = try members()
    for name in members.places.keys.sorted() where !names.contains(name) {
      let nearest = spellchecker(name, names).map { "; did you mean '\($0)'?" } ?? ""
      throw fault("there is no member '\(name)'\(nearest) (known: \(names.joined(separator: ", ")))")
    }
    return members
  }

  /// The members of an object, whatever their names.
  package func members() throws(ReframeError) -> DescriptionMembers {
    guard case .object(let object) = value else { throw fault("expected an object") }
    var places: [String: DescriptionPlace] = [:]
    for (name, value) in object where value != .null { places[name] = child(value, name) }
    return DescriptionMembers(place: self, places: places)
  }

  /// The elements of an array.
  package func elements() throws(ReframeError) -> [DescriptionPlace] {
    guard case .array(let values) = value else { throw fault("expected an array") }
    return values.enumerated().map { child($1, "[\($0)]") }
  }

  /// The text, which may not be empty nor hold control characters.
  package func text() throws(ReframeError) -> String {
    guard let text = value.string, !text.isEmpty else { throw fault("expected a text") }
    guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7f }) else {
      throw fault("control characters are not allowed here")
    }
    return text
  }

  /// One of some words.
  package func word(of known: [String]) throws(ReframeError) -> String {
    let text = try text()
    guard known.contains(text) else {
      let nearest = spellchecker(text, known).map { "; did you mean '\($0)'?" } ?? ""
      throw fault("'\(text)' is none of \(known.joined(separator: ", "))\(nearest)")
    }
    return text
  }

  /// A text, or an array of at least one.
  func texts() throws(ReframeError) -> [String] {
    guard case .array = value else { return [try text()] }
    var texts: [String] = []
    for element in try elements() { texts.append(try element.text()) }
    guard !texts.isEmpty else { throw fault("expected at least one") }
    return texts
  }

  /// `true` or `false`.
  package func flag() throws(ReframeError) -> Bool {
    guard case .bool(let flag) = value else { throw fault("expected true or false") }
    return flag
  }

  /// A whole number in a range.
  package func whole(_ range: ClosedRange<Int>) throws(ReframeError) -> Int {
    guard let number = value.number.flatMap(Int.init(exactly:)), range.contains(number) else {
      throw fault("expected a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }
}

/// The members of an object in a description, by name.
package struct DescriptionMembers: Sendable {
  let place: DescriptionPlace
  /// All of them.
  package let places: [String: DescriptionPlace]

  /// The member of that name, if it is there.
  package subscript(name: String) -> DescriptionPlace? { places[name] }

  /// The member that must be there.
  package func required(_ name: String) throws(ReframeError) -> DescriptionPlace {
    guard let member = places[name] else { throw place.fault("'\(name)' is missing") }
    return member
  }
}
