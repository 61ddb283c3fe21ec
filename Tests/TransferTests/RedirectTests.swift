import TestSupport
import Testing

@testable import Transfer

@Suite("Redirects")
struct RedirectTests {
  private func redirecting(_ status: Int = 302, to location: String) throws -> LoopbackServer {
    try LoopbackServer { request in
      guard request.path == "/start" else { return .init(200, body: Array(request.target.utf8)) }
      return .init(status, headers: ["location": location], body: Array("gone".utf8))
    }
  }

  @Test("They are followed, and only the last answer is given", arguments: [301, 302, 303, 307, 308])
  func followed(status: Int) throws {
    let server = try redirecting(status, to: "../end?a=b c#part")
    defer { server.stop() }
    let (head, body) = try LocalClient().client().get(server.url + "/start", redirects: 1)
    #expect(head.url == server.url + "/end?a=b%20c" && head.status == 200)
    #expect(String(decoding: body, as: UTF8.self) == "/end?a=b%20c")
  }

  @Test("Without a limit above zero, without an address, or for a POST they are answers")
  func answers() throws {
    let server = try redirecting(to: "/end")
    defer { server.stop() }
    let client = try LocalClient().client()
    #expect(try client.get(server.url + "/start").head.status == 302)
    var request = TransferRequest("POST", server.url + "/start")
    request.redirectLimit = 5
    #expect(try client.exchange(request, isCancelled: { false }).head.status == 302)
    let listener = try Listener()
    listener.serve(["HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"])
    #expect(try client.get("http://127.0.0.1:\(listener.port)/", redirects: 5).head.status == 302)
  }

  @Test("There is an end to them", arguments: 1...3)
  func limit(limit: Int) throws {
    let server = try redirecting(to: "/start")
    defer { server.stop() }
    var request = TransferRequest("GET", server.url + "/start")
    request.redirectLimit = limit
    let message = "127.0.0.1:\(server.port) redirects once more after \(limit) redirects"
    #expect(try LocalClient().client().failure(request) == .init(.broken, received: true, message))
    #expect(server.requests.count == limit + 1)
  }

  @Test("A redirect with a body without end is not read to its end")
  func endless() throws {
    let server = try LoopbackServer { request in
      request.path == "/start" ? .init(302, headers: ["location": "/end"], fault: .endless) : .init(200)
    }
    defer { server.stop() }
    #expect(try LocalClient().client().get(server.url + "/start", redirects: 1).head.status == 200)
  }

  private func secretRequest(_ url: String) -> TransferRequest {
    var request = TransferRequest("GET", url)
    request.redirectLimit = 3
    request.secretHeaders = [("X-API-Key", "secret")]
    request.headers = [("Authorization", "Bearer secret"), ("cookie", "secret"), ("X-Plain", "1")]
    return request
  }

  @Test("Secrets go on to the same origin, and to no other, nor back from there")
  func secrets() throws {
    let home = try LoopbackServer { request in
      guard request.path == "/start" else { return .init() }
      return .init(302, headers: ["location": "/here"])
    }
    defer { home.stop() }
    let client = try LocalClient().client()
    _ = try client.exchange(secretRequest(home.url + "/start"), isCancelled: { false })
    #expect(home.requests.map { $0.headers["x-api-key"] } == ["secret", "secret"])

    let back = home.url + "/back"
    let other = try redirecting(to: back)
    defer { other.stop() }
    let first = try redirecting(to: other.url + "/start")
    defer { first.stop() }
    _ = try client.exchange(secretRequest(first.url + "/start"), isCancelled: { false })
    #expect(first.requests.map { $0.headers["x-api-key"] } == ["secret"])
    for request in other.requests + home.requests.suffix(1) {
      #expect(!request.headers.values.contains { $0.contains("secret") })
      #expect(request.headers["x-plain"] == "1")
    }
    #expect(other.requests.count == 1 && home.requests.last?.path == "/back")
  }

  @Test(
    "Where they must not lead",
    arguments: [
      ("file:///etc/passwd", "the address begins neither with https:// nor with http://"),
      ("ftp://127.0.0.1/", "the address begins neither with https:// nor with http://"),
      ("gopher://127.0.0.1/", "the address begins neither with https:// nor with http://"),
      ("javascript:alert(1)", "the address begins neither with https:// nor with http://"),
      ("http://user:secret@127.0.0.1/", "the address holds a user or password; give secrets in a header"),
      ("http://127.0.0.1:99999/", "the address has a port that is none"),
      (
        "http://127.0.0.1\\@evil.example/",
        "the address has a space, a backslash or a control character; "
          + "write them as %20 and so on"
      ),
    ])
  func hostile(location: String, reason: String) throws {
    let server = try redirecting(to: location)
    defer { server.stop() }
    var request = TransferRequest("GET", server.url + "/start")
    request.redirectLimit = 3
    let message = "127.0.0.1:\(server.port) redirects to an address that cannot be used: \(reason)"
    #expect(try LocalClient().client().failure(request) == .init(.broken, received: true, message))
    #expect(server.requests.count == 1)
  }

  @Test("None leads from https to http")
  func downgrade() throws {
    try CurlLibrary.open()
    let address = try WebAddress("https://example.com/a/b?c")
    #expect(try address.redirected(to: "//other.example/x").text == "https://other.example/x")
    #expect(try address.redirected(to: "../x?y").text == "https://example.com/x?y")
    #expect(try WebAddress("http://a.example/").redirected(to: "https://a.example/").scheme == "https")
    let message =
      "example.com redirects to example.com by http, which is not encrypted; use another address"
    #expect(throws: TransferFailure(.insecure, received: true, message)) {
      _ = try address.redirected(to: "http://example.com/a/b")
    }
  }
}
