import TestSupport
import Testing

@testable import Transfer

@Suite("Exchanges that fail")
struct ExchangeFailureTests {
  let local = LocalClient()

  private func fail(
    _ fault: LoopbackServer.Fault?, body: Int = 10, _ change: (inout TransferRequest) -> Void = { _ in }
  )
    throws -> (failure: TransferFailure?, host: String)
  {
    let server = try LoopbackServer { _ in .init(body: .init(repeating: 1, count: body), fault: fault) }
    defer { server.stop() }
    var request = TransferRequest("POST", server.url + "/path?token=secret")
    change(&request)
    let failure = try local.client().failure(request)
    #expect(server.requests.count == 1)
    #expect(local.pauses == [])
    return (failure, "127.0.0.1:\(server.port)")
  }

  @Test("A body without end is cut at the limit")
  func endless() throws {
    let (failure, host) = try fail(.endless) { $0.responseLimit = 100_000 }
    let message = "\(host) answers with more than 100000 bytes; 100000 bytes are allowed"
    #expect(failure == .init(.tooLong, received: true, message))
  }

  @Test("A body that is announced too long is not waited for, and one as long as allowed is taken")
  func announced() throws {
    let (failure, host) = try fail(nil, body: 1001) { $0.responseLimit = 1000 }
    let message = "\(host) answers with 1001 bytes; 1000 bytes are allowed"
    #expect(failure == .init(.tooLong, received: true, message))
    #expect(try fail(nil, body: 1000) { $0.responseLimit = 1000 }.failure == nil)
    #expect(try fail(.chunked, body: 1000) { $0.responseLimit = 1000 }.failure == nil)
    #expect(try fail(.chunked, body: 1001) { $0.responseLimit = 1000 }.failure?.kind == .tooLong)
  }

  @Test("Headers without end are cut", arguments: [1, 3000])
  func headers(length: Int) throws {
    let listener = try Listener()
    let line = "X-A: " + String(repeating: "a", count: length) + "\r\n"
    listener.serve(["HTTP/1.1 200 OK\r\n" + String(repeating: line, count: 300_000 / (length + 7))])
    let failure = try local.client().failure(TransferRequest("GET", "http://127.0.0.1:\(listener.port)/"))
    #expect(failure?.kind == .tooLong)
    #expect(failure?.mayHaveBeenReceived == true)
  }

  @Test("A server that never answers is left when the time is over")
  func hang() throws {
    let (failure, host) = try fail(.hang) { $0.timeoutMilliseconds = 100 }
    let message =
      "\(host) has not answered to the end within 100 ms; try again later or allow more time"
    #expect(failure == .init(.timeout, received: true, message))
    #expect(local.records.map(\.failure) == [.timeout])
  }

  @Test("No time at all is over before anything is connected to", arguments: [0, -1, Int64.min])
  func noTime(milliseconds: Int64) throws {
    let listener = try Listener()
    listener.listen()
    var request = TransferRequest("GET", "http://127.0.0.1:\(listener.port)/")
    request.timeoutMilliseconds = milliseconds
    let failure = try local.client().failure(request)
    #expect(failure?.kind == .timeout && failure?.mayHaveBeenReceived == false)
    #expect(!listener.wasConnected)
  }

  @Test("All the time there is does no harm")
  func muchTime() throws {
    let server = try LoopbackServer { _ in .init() }
    defer { server.stop() }
    var request = TransferRequest("GET", server.url)
    request.timeoutMilliseconds = .max
    #expect(try local.client().exchange(request, isCancelled: { false }).head.status == 200)
  }

  @Test("A body that stops in the midst is a stall; a server that thinks is none")
  func stall() throws {
    let listener = try Listener()
    listener.serve(["HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"], isEnding: false)
    let request = TransferRequest("GET", "http://127.0.0.1:\(listener.port)/")
    let failure = try local.client(stall: 60).failure(request)
    let message = "127.0.0.1:\(listener.port) has sent or taken nothing for 60 ms; try again later"
    #expect(failure == .init(.timeout, received: true, message))
    // Connecting, sending, thinking, answering.
    let moments: [(now: Int64, received: Int, sent: Int, isStalled: Bool)] = [
      (0, 0, 0, false), (1000, 0, 0, false), (1000, 0, 50, false), (1059, 0, 50, false), (1060, 0, 50, true),
      (1061, 0, 100, false), (9000, 0, 100, false), (9030, 1, 100, false), (9089, 1, 100, false),
      (9090, 1, 100, true), (9091, 2, 100, false),
    ]
    var watch = StallWatch(limit: 60, bodyLength: 100)
    let answers = moments.map { moment in
      watch.isStalled(
        moment.now, received: moment.received, sent: moment.sent, isSent: moment.sent >= 100)
    }
    #expect(answers == moments.map(\.isStalled))
  }

  @Test("A caller who wants no more is let go while the server hangs")
  func cancel() throws {
    let server = try LoopbackServer { _ in .init(fault: .hang) }
    defer { server.stop() }
    let request = TransferRequest("POST", server.url)
    let failure = try local.client().failure(request, isCancelled: { server.requests.count == 1 })
    let message = "the exchange with 127.0.0.1:\(server.port) was cancelled"
    #expect(failure == .init(.cancelled, received: true, message))
  }

  @Test("A caller who wants nothing from the start sends nothing, on a new line and on a used one")
  func cancelled() throws {
    let server = try LoopbackServer { _ in .init() }
    defer { server.stop() }
    let client = try local.client()
    for count in 0...1 {
      let failure = client.failure(TransferRequest("POST", server.url), isCancelled: { true })
      #expect(failure?.kind == .cancelled && failure?.mayHaveBeenReceived == false)
      #expect(server.requests.count == count)
      _ = try client.get(server.url)
    }
  }

  @Test("A caller may stop in the midst of a body")
  func cancelInBody() throws {
    let server = try LoopbackServer { _ in .init(fault: .endless) }
    defer { server.stop() }
    var count = 0
    let client = try local.client()
    #expect(throws: TransferFailure.self) {
      _ = try client.exchange(
        TransferRequest("GET", server.url), isCancelled: { count > 0 }, onHead: { _ in },
        onBody: { count += $0.count })
    }
    #expect(local.records.map(\.failure) == [.cancelled])
    #expect(count > 0 && local.records.map(\.bytes) == [count])
  }

  @Test("What the receiver throws is what the caller gets, and it says that the request was received")
  func refused() throws {
    let server = try LoopbackServer { _ in .init(body: [1, 2, 3]) }
    defer { server.stop() }
    let client = try local.client()
    let request = TransferRequest("GET", server.url)
    let thrown = TransferFailure(.refusedByReceiver, received: false, "no")
    let expected = TransferFailure(.refusedByReceiver, received: true, "no")
    #expect(throws: expected) {
      _ = try client.exchange(
        request, isCancelled: { false },
        onHead: { (_) throws(TransferFailure) in throw thrown }, onBody: { _ in })
    }
    #expect(throws: expected) {
      _ = try client.exchange(
        request, isCancelled: { false }, onHead: { _ in },
        onBody: { (_) throws(TransferFailure) in throw thrown })
    }
    #expect(try client.get(server.url).body == [1, 2, 3])
  }

  @Test("A cut body, a closed connection and nonsense are broken answers to a request that was received")
  func broken() throws {
    let (cut, first) = try fail(.truncate(after: 3))
    let message = "\(first) ended the connection in the midst of its answer; try again"
    #expect(cut == .init(.broken, received: true, message))
    let (closed, second) = try fail(.close)
    let other = "\(second) ended the connection without an answer; try again later"
    #expect(closed == .init(.broken, received: true, other))
    let (garbage, third) = try fail(.garbage)
    let last = "\(third) gives no answer that can be understood: Received HTTP/0.9 when not allowed"
    #expect(garbage == .init(.broken, received: true, last))
  }

  @Test("A cut body in chunks and a head without end are broken", arguments: ["5\r\nab", "zz\r\n", "-1\r\n"])
  func brokenChunks(body: String) throws {
    let listener = try Listener()
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
    listener.serve([head + "\r\n" + body, head])
    let client = try local.client()
    for _ in 0...1 {
      let failure = client.failure(TransferRequest("GET", "http://127.0.0.1:\(listener.port)/"))
      #expect(failure?.kind == .broken && failure?.mayHaveBeenReceived == true)
    }
  }

  @Test("A port that nobody listens at is tried three times, and nothing was received")
  func refusedConnection() throws {
    let listener = try Listener()
    let request = TransferRequest("POST", "http://127.0.0.1:\(listener.port)/?token=secret")
    let failure = try local.client().failure(request)
    let message =
      "127.0.0.1:\(listener.port) cannot be reached: connection refused; check the address, or try again later"
    #expect(failure == .init(.unreachable, received: false, message))
    #expect(local.pauses == [200, 400])
    #expect(local.records.map(\.failure) == [.unreachable, .unreachable, .unreachable])
  }

  @Test("The second try connects when somebody listens by then")
  func secondTry() throws {
    let listener = try Listener()
    let client = try local.client { listener.serve(["HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"]) }
    let request = TransferRequest("POST", "http://127.0.0.1:\(listener.port)/")
    #expect(try client.exchange(request, isCancelled: { false }).head.status == 200)
    #expect(local.pauses == [200])
  }

  @Test("There is no further try without time for the pause before it")
  func noTimeForPause() throws {
    let listener = try Listener()
    var request = TransferRequest("POST", "http://127.0.0.1:\(listener.port)/")
    request.timeoutMilliseconds = 150
    #expect(try local.client().failure(request)?.kind == .unreachable)
    #expect(local.pauses == [])
  }

  @Test("A server that does not encrypt is no secure one")
  func insecure() throws {
    let listener = try Listener()
    listener.serve(["HTTP/1.1 400 Bad Request\r\n\r\n"], isReading: false)
    let failure = try local.client().failure(
      TransferRequest("POST", "https://127.0.0.1:\(listener.port)/?token=secret"))
    #expect(failure?.kind == .insecure && failure?.mayHaveBeenReceived == false)
    let start = "127.0.0.1:\(listener.port) cannot be reached securely: "
    let end = "; check the address and the system's certificates"
    let message = failure?.message ?? ""
    #expect(message.hasPrefix(start) && message.hasSuffix(end) && !message.contains("secret"))
    #expect(local.pauses == [])
  }
}
