/// Guesses which of some names somebody meant; `nil` if none is near.
package typealias Spellchecker = @Sendable (_ word: String, _ known: [String]) -> String?
