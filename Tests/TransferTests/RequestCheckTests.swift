import Testing

@testable import Transfer

@Suite("Requests that are wrong in themselves")
struct RequestCheckTests {
  private func message(_ request: TransferRequest) throws -> String? {
    let local = LocalClient()
    guard let failure = try local.client().failure(request) else { return nil }
    #expect(failure.kind == .invalidRequest && !failure.mayHaveBeenReceived)
    #expect(local.records == [] && local.pauses == [])
    return failure.message
  }

  static let signs =
    "the address has a space, a backslash or a control character; write them as %20 and so on"
  static let scheme = "the address begins neither with https:// nor with http://"
  static let other = "the address is none of the web; write it as in https://example.com/picture.jpg"

  @Test(
    "Addresses",
    arguments: [
      ("", scheme), ("https://", other), ("https:///path", other), ("https:/path", scheme),
      ("https:path", scheme), ("https://[::1/", other),
      ("https://exa mple.com/", signs), ("https://example.com/a b", signs),
      ("https://example.com/\r\nX: 1", signs),
      ("https://example.com/\u{0}", signs), ("https://example.com\\@evil.example/", signs),
      ("https://example.com/\u{7f}", signs), (" https://example.com/", signs),
      ("https://example.com/\n", signs),
      ("file:///etc/passwd", scheme), ("ftp://example.com/", scheme), ("gopher://example.com/", scheme),
      ("dict://example.com/", scheme), ("ws://example.com/", scheme), ("example.com", scheme),
      ("//example.com/", scheme), ("/etc/passwd", scheme),
      ("https://user@example.com/", "the address holds a user or password; give secrets in a header"),
      ("https://user:secret@example.com/", "the address holds a user or password; give secrets in a header"),
      ("https://:@example.com/", "the address holds a user or password; give secrets in a header"),
      ("https://example.com:0x50/", "the address has a port that is none"),
      ("https://example.com:65536/", "the address has a port that is none"),
      ("https://example.com/" + String(repeating: "a", count: 8200), "the address has more than 8 KiB"),
    ])
  func addresses(url: String, expected: String) throws {
    #expect(try message(TransferRequest("GET", url)) == expected)
  }

  @Test("Methods", arguments: ["", "get", "GET ", "GET\r\nX: 1", "G\u{c4}T", "ABCDEFGHIJKLMNOPQ"])
  func methods(method: String) throws {
    let expected = "'\(method.shown)' is no method of HTTP; write one such as POST"
    #expect(try message(TransferRequest(method, "https://example.com/")) == expected)
  }

  @Test("Bodies where none belong", arguments: ["GET", "HEAD"])
  func bodies(method: String) throws {
    var request = TransferRequest(method, "https://example.com/")
    request.body = [1]
    #expect(try message(request) == "a request by \(method) has no body; use POST to send one")
  }

  @Test(
    "Headers, whose values are never shown",
    arguments: [
      ("", "v", "'' is no name of a header"), ("X A", "v", "'X A' is no name of a header"),
      ("X:", "v", "'X:' is no name of a header"), ("X\r\nY", "v", "'X??Y' is no name of a header"),
      ("\u{c4}", "v", "'\u{c4}' is no name of a header"),
      ("X-A", "secret\r\nX-B: 1", "the value of the header 'X-A' has a line end or control character"),
      ("X-A", "secret\n", "the value of the header 'X-A' has a line end or control character"),
      ("X-A", "secret\r", "the value of the header 'X-A' has a line end or control character"),
      ("X-A", "\u{0}", "the value of the header 'X-A' has a line end or control character"),
      ("Host", "evil.example", "the header 'Host' is the client's to set"),
      ("content-length", "5", "the header 'content-length' is the client's to set"),
      ("Transfer-Encoding", "chunked", "the header 'Transfer-Encoding' is the client's to set"),
      ("Accept-Encoding", "gzip", "the header 'Accept-Encoding' is the client's to set"),
      ("X-A", String(repeating: "a", count: 70_000), "the request's headers are longer than 64 KiB"),
    ])
  func headers(name: String, value: String, expected: String) throws {
    var request = TransferRequest("GET", "https://example.com/")
    request.headers = [(name, value)]
    #expect(try message(request) == expected)
    request.headers = []
    request.secretHeaders = [(name, value)]
    #expect(try message(request) == expected)
  }

  @Test("Origins tell scheme, host and port apart, and nothing else")
  func origins() throws {
    try CurlLibrary.open()
    let first = try WebAddress("https://Example.com/a")
    #expect(try WebAddress("https://example.com:443/b?c").origin == first.origin)
    for other in ["http://example.com/", "https://example.com:444/", "https://www.example.com/"] {
      #expect(try WebAddress(other).origin != first.origin)
    }
    #expect(first.shownHost == "example.com" && first.path == "/a")
    #expect(try WebAddress("https://example.com:444/").shownHost == "example.com:444")
    #expect(try WebAddress("http://[FD00::1]:80/").shownHost == "[fd00::1]")
  }
}
