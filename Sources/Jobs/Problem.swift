/// One fault of a request: where it lies, what it is and what to do.
package struct Problem: Equatable, Sendable {
  /// Which part of the request, by its field's name such as `aspect`.
  package var field: String
  /// What is wrong, and what would be right.
  package var message: String

  package init(_ field: String, _ message: String) {
    self.field = field
    self.message = message
  }
}

/// Every fault of a request; never empty.
package struct Problems: Error, Equatable, Sendable {
  package var list: [Problem]

  package init(_ list: [Problem]) { self.list = list }
}
