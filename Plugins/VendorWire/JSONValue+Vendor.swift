package import ReframeSDK

extension JSONValue {
  /// What vendors put where a sentence is expected: a text, or texts anywhere in a list or an object, joined.
  package var words: String {
    switch self {
    case .string(let text): text
    case .array(let items): items.map(\.words).filter { !$0.isEmpty }.joined(separator: "; ")
    case .object(let members):
      // FastAPI's lists of faults have `msg`; others say `message`. Failing these, everything that is text.
      members["message"]?.nonEmptyWords ?? members["msg"]?.nonEmptyWords
        ?? members.sorted { $0.key < $1.key }.map(\.value.words).filter { !$0.isEmpty }.joined(
          separator: "; ")
    default: ""
    }
  }

  /// The words, or `nil` if there are none.
  package var nonEmptyWords: String? { words.isEmpty ? nil : words }

  /// The addresses of results, however they are wrapped: a text, a list, or an object that has `url`.
  package var addresses: [String] {
    switch self {
    case .string(let text): text.hasPrefix("http") || text.hasPrefix("data:") ? [text] : []
    case .array(let items): items.flatMap(\.addresses)
    case .object(let members):
      (["url", "image", "video", "images", "output"].lazy.compactMap { members[$0] }.first?.addresses) ?? []
    default: []
    }
  }

  /// The number if it is a whole one.
  package var integer: Int? { number.flatMap { Int(exactly: $0) } }
}
