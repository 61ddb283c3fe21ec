import Testing

@testable import Hosting

@Suite("Secrets are taken out of what is shown")
struct RedactionTests {
  private static let key = "sk/test+0123456789abcdef="

  private func shown(_ text: String, _ secrets: [String] = [key]) -> String {
    var redaction = Redaction()
    secrets.forEach { redaction.add($0) }
    return redaction.applied(to: text)
  }

  @Test(
    "wherever and however they stand",
    arguments: [
      (key, "…"), ("key \(key) is bad", "key … is bad"), ("\(key)\(key)", "……"),
      ("\(key)\u{301}!", "…\u{301}!"),
      (#"{"key":"sk\/test+0123456789abcdef="}"#, #"{"key":"…"}"#),
      ("?key=sk%2Ftest%2B0123456789abcdef%3D&x", "?key=…&x"), ("Bearer \(key)", "Bearer …"),
      ("é\(key)é", "é…é"),
    ])
  func found(text: String, shown: String) { #expect(self.shown(text) == shown) }

  @Test("also where the end of a long one was cut off", arguments: 8...24)
  func cut(length: Int) {
    #expect(shown("the vendor says \(Self.key.prefix(length))") == "the vendor says …")
    #expect(shown("'\(Self.key.prefix(length))…'") == "'……'")
  }

  @Test("Text without one stays as it is, and so do words that only begin alike")
  func others() {
    for text in ["", "nothing here", "sk/test", "0123456789abcdef=", "e\u{301} 🌊"] {
      #expect(shown(text) == text)
    }
    #expect(shown("secre", ["secret7"]) == "secre")
    #expect(shown("a short one", ["short"]) == "a short one")
    #expect(shown("anything", []) == "anything")
  }

  @Test("Of two that begin alike the longer is taken out whole")
  func alike() {
    #expect(shown("a secret7890 b secret7", ["secret7", "secret7890"]) == "a … b …")
    #expect(shown("a secret7890 b secret7", ["secret7890", "secret7"]) == "a … b …")
  }
}
