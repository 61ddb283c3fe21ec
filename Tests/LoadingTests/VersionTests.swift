import Testing

@testable import Loading

@Suite("Versions of the host")
struct VersionTests {
  @Test(
    "Numbers are compared one by one, missing ones are 0",
    arguments: [
      ("0.1.0", "0.1.1"), ("0.9.0", "0.10.0"), ("0.1", "0.1.1"), ("0", "0.0.1"), ("1.99.99", "2"),
      ("9.0.0", "10.0.0"),
    ])
  func order(lesser: String, greater: String) throws {
    let (first, second) = (try #require(Version(lesser)), try #require(Version(greater)))
    #expect(first < second)
    #expect(!(second < first))
  }

  @Test("The same version in fewer numbers is the same")
  func same() {
    #expect(Version("1") == Version("1.0.0"))
    #expect(Version("0.1.0") == Version(Version.current))
  }

  @Test(
    "Anything else is no version",
    arguments: ["", ".", "1.", "1..0", "1.0.0.0", "v1", "1.0-beta", "-1", "1.-1", "1 "])
  func refused(text: String) { #expect(Version(text) == nil) }
}
