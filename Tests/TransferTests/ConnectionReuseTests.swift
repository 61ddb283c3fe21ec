import Synchronization
import TestSupport
import Testing

@testable import Transfer

@Suite("Connections that are kept")
struct ConnectionReuseTests {
  @Test("Questions share a connection, and follow a purchase on its own")
  func reuse() throws {
    let server = try LoopbackServer { _ in .init(body: [1]) }
    defer { server.stop() }
    let client = try LocalClient().client()
    for _ in 0..<3 { _ = try client.get(server.url) }
    #expect(server.connections == 1)
    _ = try client.exchange(TransferRequest("POST", server.url), isCancelled: { false })
    #expect(server.connections == 2)
    for _ in 0..<3 { _ = try client.get(server.url) }
    #expect(server.connections == 2)
  }

  @Test("One that the server has closed in the meantime is noticed")
  func closed() throws {
    let server = try LoopbackServer { _ in .init(body: [1], fault: .truncate(after: 1)) }
    defer { server.stop() }
    let client = try LocalClient().client()
    for _ in 0..<3 { #expect(try client.get(server.url).body == [1]) }
    #expect(server.connections == 3)
  }

  @Test("A POST that the server took before it closed the connection is never sent again")
  func purchase() throws {
    let server = try LoopbackServer { $0.method == "POST" ? .init(fault: .close) : .init(body: [1]) }
    defer { server.stop() }
    let local = LocalClient()
    let client = try local.client()
    // The connection that this leaves is the one on which libcurl would send a second time.
    _ = try client.get(server.url)
    let failure = client.failure(TransferRequest("POST", server.url))
    let message = "127.0.0.1:\(server.port) ended the connection without an answer; try again later"
    #expect(failure == .init(.broken, received: true, message))
    #expect(server.requests.map(\.method) == ["GET", "POST"])
    #expect(local.pauses == [])
  }

  @Test("A GET on a kept connection that ends without an answer is asked again on a new one")
  func question() throws {
    let count = Mutex(0)
    let server = try LoopbackServer { _ in
      let number = count.withLock { count in
        count += 1
        return count
      }
      return number == 2 ? .init(fault: .close) : .init(body: [1])
    }
    defer { server.stop() }
    let client = try LocalClient().client()
    for _ in 0..<2 { #expect(try client.get(server.url).body == [1]) }
    #expect(server.requests.count == 3)
  }

  @Test("One whose answer was not read to its end is not used again")
  func aborted() throws {
    let server = try LoopbackServer {
      $0.path == "/long" ? .init(body: .init(repeating: 7, count: 9)) : .init(body: [1])
    }
    defer { server.stop() }
    let client = try LocalClient().client()
    var request = TransferRequest("GET", server.url + "/long")
    request.responseLimit = 5
    #expect(client.failure(request)?.kind == .tooLong)
    #expect(try client.get(server.url).body == [1])
  }
}
