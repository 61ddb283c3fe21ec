import Foundation
import TestSupport
import Testing

@testable import Transfer

@Suite("Exchanges that go well")
struct ExchangeTests {
  @Test("A GET brings head and body, and says who asks and nothing else")
  func get() throws {
    let server = try LoopbackServer { _ in .json(200, #"{"a":1}"#, headers: ["X-Name": "a b"]) }
    defer { server.stop() }
    let local = LocalClient()
    let (head, body) = try local.client().get(server.url + "/a/b?token=1#part")
    let headers = ["content-type": "application/json", "x-name": "a b", "content-length": "7"]
    #expect(head == TransferHead(status: 200, headers: headers, url: server.url + "/a/b?token=1"))
    #expect(String(decoding: body, as: UTF8.self) == #"{"a":1}"#)
    let sent = [
      "host": "127.0.0.1:\(server.port)", "user-agent": "reframe/1.2", "accept": "*/*",
      "accept-encoding": "identity",
    ]
    #expect(server.requests == [.init(method: "GET", target: "/a/b?token=1", headers: sent)])
    let host = "127.0.0.1:\(server.port)"
    let record = TransferRecord(
      method: "GET", host: host, path: "/a/b", status: 200, bytes: 7, milliseconds: 0, failure: nil)
    #expect(local.records == [record])
  }

  @Test("A POST sends its bytes and every header, the secret ones too", arguments: [0, 1, 5000, 3_000_000])
  func post(size: Int) throws {
    let server = try LoopbackServer { _ in .init(201) }
    defer { server.stop() }
    var request = TransferRequest("POST", server.url + "/jobs")
    request.body = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    request.headers = [("Content-Type", "image/png"), ("X-Empty", ""), ("X-Umlaut", "ä")]
    request.secretHeaders = [("X-API-Key", "secret")]
    let (head, body) = try LocalClient().client().exchange(request, isCancelled: { false })
    #expect(head.status == 201 && body.isEmpty)
    let received = try #require(server.requests.first)
    #expect(received.method == "POST" && received.body == request.body)
    #expect(received.headers["content-type"] == "image/png")
    #expect(received.headers["content-length"] == "\(size)")
    #expect(received.headers["x-empty"] == "" && received.headers["x-umlaut"] == "ä")
    #expect(received.headers["x-api-key"] == "secret")
    #expect(received.headers["expect"] == nil)
    #expect(server.requests.count == 1)
  }

  @Test("Other methods are sent by their names", arguments: ["PUT", "PATCH", "DELETE", "OPTIONS"])
  func methods(method: String) throws {
    let server = try LoopbackServer { request in .init(200, body: request.body) }
    defer { server.stop() }
    let client = try LocalClient().client()
    for body in [[], Array("text".utf8)] {
      var request = TransferRequest(method, server.url)
      request.body = body
      #expect(try client.exchange(request, isCancelled: { false }).body == body)
    }
    #expect(server.requests.map(\.method) == [method, method])
    #expect(server.requests.map(\.target) == ["/", "/"])
    #expect(server.requests.allSatisfy { $0.headers["content-type"] == nil })
  }

  @Test("A HEAD has a length and no body")
  func head() throws {
    let listener = try Listener()
    listener.serve(["HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"])
    let request = TransferRequest("HEAD", "http://127.0.0.1:\(listener.port)/")
    let (head, body) = try LocalClient().client().exchange(request, isCancelled: { false })
    #expect(head.headers == ["content-length": "99999999999"] && body.isEmpty)
  }

  @Test("Statuses of all kinds are answers", arguments: [204, 302, 304, 401, 429, 500])
  func statuses(status: Int) throws {
    let listener = try Listener()
    listener.serve(["HTTP/1.1 \(status) Word\r\nLocation: /x\r\nConnection: close\r\n\r\n"])
    let (head, _) = try LocalClient().client().get("http://127.0.0.1:\(listener.port)/")
    #expect(head.status == status && head.headers["location"] == "/x")
  }

  @Test("Head and pieces come in order, the head once, and interim answers not at all")
  func order() throws {
    let listener = try Listener()
    listener.serve([
      "HTTP/1.1 103 Early\r\nX-Early: 1\r\n\r\nHTTP/1.1 200 OK\r\nX-A: 1\r\nX-Fold: a\r\n  b\r\nx-a:2\t\r\nX-None:\r\n"
        + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nX-Trailer: 1\r\n\r\n"
    ])
    var events: [String] = []
    var text = ""
    let request = TransferRequest("GET", "http://127.0.0.1:\(listener.port)/")
    let head = try LocalClient().client().exchange(
      request, isCancelled: { false }, onHead: { events.append("head \($0.status)") },
      onBody: {
        text += String(decoding: $0, as: UTF8.self)
        if events.last != "body" { events.append("body") }
      })
    #expect(events == ["head 200", "body"])
    #expect(text == "abcde")
    let headers = ["x-a": "1, 2", "x-fold": "a b", "x-none": "", "transfer-encoding": "chunked"]
    #expect(head.headers == headers)
  }

  @Test("What is not ASCII in an address is sent as %…")
  func encoding() throws {
    let server = try LoopbackServer { _ in .init() }
    defer { server.stop() }
    _ = try LocalClient().client().get(server.url + "/ä/%20?q=ö")
    #expect(server.requests.map { $0.target.uppercased() } == ["/%C3%A4/%20?Q=%C3%B6"])
  }

  @Test("Threads share a client, each with its own answers")
  func threads() throws {
    let server = try LoopbackServer { .init(200, body: Array($0.target.utf8)) }
    defer { server.stop() }
    let client = try LocalClient().client()
    let url = server.url
    DispatchQueue.concurrentPerform(iterations: 16) { thread in
      for number in 0..<10 {
        let answer = try? client.get(url + "/\(thread)/\(number)")
        #expect(answer.map { String(decoding: $0.body, as: UTF8.self) } == "/\(thread)/\(number)")
      }
    }
    #expect(server.requests.count == 160)
    #expect(server.connections < 160)
  }
}
