import Testing

@testable import Commands

@Suite("Text for a terminal")
struct PrintableTests {
  @Test(
    "loses what the terminal would obey and keeps the rest",
    arguments: [
      ("plain, ünïcode 写真 🎨", "plain, ünïcode 写真 🎨"), ("a\u{1b}[31mb", "a\u{FFFD}[31mb"),
      ("a\nb\tc", "a b c"),
      ("\u{9b}2J\u{7f}", "\u{FFFD}2J\u{FFFD}"), ("evil\u{202e}gnp", "evil\u{FFFD}gnp"), ("", ""),
    ])
  func printable(text: String, shown: String) { #expect(text.printable == shown) }
}
