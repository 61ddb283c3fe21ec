import Testing

@testable import Hosting

@Suite("Guessing what was meant")
struct SpellingTests {
  private let known = ["blur", "mirror", "solid", "edge", "saliency"]

  @Test(
    "A slip of the hand is seen through",
    arguments: [
      ("blurr", "blur"), ("bulr", "blur"), ("lbur", "blur"), ("miror", "mirror"), ("mirorr", "mirror"),
      ("soild", "solid"), ("egde", "edge"), ("saleincy", "saliency"), ("blur", "blur"), ("Edge", "edge"),
    ])
  func near(word: String, meant: String) { #expect(Spelling.nearest(to: word, in: known) == meant) }

  @Test("Another word is not", arguments: ["", "x", "generative", "xyz", "zzzzzzzz"])
  func far(word: String) { #expect(Spelling.nearest(to: word, in: known) == nil) }

  @Test("Nothing known, nothing guessed")
  func empty() { #expect(Spelling.nearest(to: "blur", in: []) == nil) }

  @Test("Of equally near ones the first by name is taken, in whatever order they are known")
  func ties() {
    #expect(Spelling.nearest(to: "fills", in: ["fillb", "filla"]) == "filla")
    #expect(Spelling.nearest(to: "fills", in: ["filla", "fillb"]) == "filla")
  }
}
