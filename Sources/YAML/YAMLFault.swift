/// A place in a document; both numbers begin with 1, as editors count.
package struct YAMLMark: Comparable, Hashable, Sendable {
  /// The line.
  package let line: Int
  /// The character in the line.
  package let column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static func < (first: YAMLMark, second: YAMLMark) -> Bool {
    (first.line, first.column) < (second.line, second.column)
  }
}

/// One thing that is wrong with a document, and where.
package struct YAMLFault: Error, Equatable, Sendable {
  /// Where the faulty value or key begins.
  package let mark: YAMLMark
  /// What is wrong and what would be right.
  package let message: String

  package init(_ mark: YAMLMark, _ message: String) {
    self.mark = mark
    self.message = message
  }
}
