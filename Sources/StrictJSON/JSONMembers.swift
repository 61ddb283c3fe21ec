package import ReframeSDK

/// The members of an object, by name.
package struct JSONMembers: Sendable {
  package let place: JSONPlace
  /// All of them.
  package let places: [String: JSONPlace]

  /// The member of that name, if it is there.
  package subscript(name: String) -> JSONPlace? { places[name] }

  /// The member that must be there.
  package func required(_ name: String) throws(ReframeError) -> JSONPlace {
    guard let member = places[name] else { throw place.fault("'\(name)' is missing") }
    return member
  }
}
