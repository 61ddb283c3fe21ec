/// Why a text is no JSON, or none that is read.
package struct JSONFault: Error, Equatable, CustomStringConvertible {
  /// Where it was noticed.
  package let position: TextPosition
  /// What is wrong.
  package let message: String

  package init(position: TextPosition, message: String) {
    self.position = position
    self.message = message
  }

  package var description: String { "\(position): \(message)" }
}
