package import ReframeSDK

/// A value inside a JSON text and the path to it, so that every fault says where it lies.
package struct JSONPlace: Sendable {
  /// What stands there.
  package let value: JSONValue
  /// The path to it; empty for the whole.
  package let path: String
  /// Who guesses what misspelt words mean.
  package let spellchecker: Spellchecker

  /// The value at a path.
  package init(value: JSONValue, path: String, spellchecker: @escaping Spellchecker) {
    self.value = value
    self.path = path
    self.spellchecker = spellchecker
  }

  /// The whole of a text, which may itself be a member `path` of something.
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
  package func child(_ value: JSONValue, _ name: String) -> JSONPlace {
    JSONPlace(
      value: value, path: path.isEmpty || name.hasPrefix("[") ? path + name : "\(path).\(name)",
      spellchecker: spellchecker)
  }

  /// The members of an object that has none but those of `names`; `null` counts as missing.
  package func members(_ names: [String]) throws(ReframeError) -> JSONMembers {
    let members = try members()
    for name in members.places.keys.sorted() where !names.contains(name) {
      let nearest = spellchecker(name, names).map { "; did you mean '\($0)'?" } ?? ""
      throw child(.null, name).fault(
        "there is no such member\(nearest) (known: \(names.joined(separator: ", ")))")
    }
    return members
  }

  /// The members of an object, whatever their names.
  package func members() throws(ReframeError) -> JSONMembers {
    guard case .object(let object) = value else { throw fault("expected an object") }
    var places: [String: JSONPlace] = [:]
    for (name, value) in object where value != .null { places[name] = child(value, name) }
    return JSONMembers(place: self, places: places)
  }

  /// The elements of an array.
  package func elements() throws(ReframeError) -> [JSONPlace] {
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
  package func texts() throws(ReframeError) -> [String] {
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
