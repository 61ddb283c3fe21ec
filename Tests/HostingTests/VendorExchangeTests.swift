import CReframe
import Synchronization
import TestSupport
import Testing

@testable import Hosting
@testable import ReframeSDK

@Suite("A vendor's plugin makes HTTP exchanges through the host")
struct VendorExchangeTests {
  private func asking(
    _ bench: VendorBench, _ path: String = "/", _ method: String = "GET",
    _ change: (inout HTTPRequest) -> Void = { _ in }
  ) -> HTTPRequest {
    var request = HTTPRequest(method, bench.server.url + path)
    change(&request)
    return request
  }

  @Test("What it sends arrives with its key, and what comes back reaches it")
  func whole() throws {
    let bench = try VendorBench(
      LoopbackServer.Reply(
        201, headers: ["X-Made": "yes", "content-type": "text/plain"], body: Array("done".utf8)))
    let response = try bench.exchange(
      asking(bench, "/v1/jobs?a=b", "POST") {
        $0.headers = ["content-type": "application/json", "Accept": "*/*"]
        $0.secretName = "FIXTURE_KEY"
        $0.secretHeader = "X-API-Key: %s"
        $0.body = Array("{}".utf8)
      })
    #expect(response.status == 201 && response.body == Array("done".utf8))
    #expect(response.headers["x-made"] == "yes" && response.headers["content-type"] == "text/plain")
    let sent = try #require(bench.server.requests.first)
    #expect(sent.method == "POST" && sent.target == "/v1/jobs?a=b" && sent.body == Array("{}".utf8))
    #expect(sent.headers["x-api-key"] == VendorBench.key)
    #expect(sent.headers["content-type"] == "application/json" && sent.headers["accept"] == "*/*")
    #expect(sent.headers["host"] == "127.0.0.1:\(bench.server.port)")
    #expect(bench.server.requests.count == 1)
  }

  @Test("A key goes where its header says, and nowhere without being asked for")
  func keys() throws {
    let bench = try VendorBench(LoopbackServer.Reply())
    _ = try bench.exchange(
      asking(bench) {
        $0.secretName = "FIXTURE_KEY"
        $0.secretHeader = "Authorization: Bearer %s"
      })
    _ = try bench.exchange(asking(bench) { $0.secretHeader = "Authorization: Bearer %s" })
    #expect(
      bench.server.requests.map { $0.headers["authorization"] } == ["Bearer \(VendorBench.key)", nil])
  }

  @Test("What is not to be sent is refused, and nobody hears of it", arguments: Refusals.all.indices)
  func refused(index: Int) throws {
    let (change, kind, message) = Refusals.all[index]
    let bench = try VendorBench(LoopbackServer.Reply())
    let error = #expect(throws: ReframeError.self) { try bench.exchange(asking(bench, "/", "GET", change)) }
    #expect(error?.kind == kind && error?.accepted == .no)
    #expect(message.isEmpty || error?.message == message)
    #expect(bench.server.connections == 0)
  }

  @Test(
    "A header that has no one place for the key is refused before the key is put in",
    arguments: [
      "", "X-API-Key", "X-API-Key: ", "X-API-Key: %s %s", "%s", ": %s", "X API Key: %s", "X-API-Key : %s",
      "Host: %s",
      "Content-Length: %s", "X-API-Key: %s\r\nHost: evil.example", "X-API-Key: \n%s", "%s: %s", "X-é: %s",
    ])
  func keyHeader(form: String) throws {
    let bench = try VendorBench(LoopbackServer.Reply())
    let error = #expect(throws: ReframeError.self) {
      try bench.exchange(
        asking(bench) {
          $0.secretName = "FIXTURE_KEY"
          $0.secretHeader = form
        })
    }
    #expect(error?.kind == .invalidArgument)
    #expect(
      error?.message.hasSuffix("' is no header with a place for a secret, such as X-API-Key: %s") == true)
    #expect(bench.server.connections == 0)
  }

  @Test("Without the key nothing is sent")
  func keyless() throws {
    let bench = try VendorBench(environment: [:]) { _ in LoopbackServer.Reply() }
    let error = #expect(throws: ReframeError.self) {
      try bench.exchange(
        asking(bench) {
          $0.secretName = "FIXTURE_KEY"
          $0.secretHeader = "X-API-Key: %s"
        })
    }
    #expect(error?.kind == .unauthenticated && error?.accepted == .no)
    #expect(error?.message.contains("'vendor' needs FIXTURE_KEY: set that variable") == true)
    #expect(bench.server.connections == 0)
  }

  @Test("A loopback address that nobody opened is not reached")
  func closed() throws {
    let bench = try VendorBench(allow: []) { _ in LoopbackServer.Reply() }
    let error = #expect(throws: ReframeError.self) { try bench.exchange(asking(bench)) }
    #expect(error?.kind == .forbidden && error?.accepted == .no && error?.isRetryable == false)
    #expect(bench.server.connections == 0)
  }

  @Test(
    "What may have been bought is said of every way to fail",
    arguments: [
      (.close, .unavailable), (.garbage, .unavailable), (.truncate(after: 3), .unavailable),
      (.endless, .resourceExhausted), (.hang, .timeout),
    ] as [(LoopbackServer.Fault, ReframeError.Kind)])
  func faults(fault: LoopbackServer.Fault, kind: ReframeError.Kind) throws {
    let bench = try VendorBench(LoopbackServer.Reply(body: Array("a body".utf8), fault: fault))
    defer { bench.server.stop() }
    let error = #expect(throws: ReframeError.self) {
      try bench.exchange(
        asking(bench, "/", "POST") {
          $0.body = Array("{}".utf8)
          $0.responseLimit = 1 << 20
          if fault == .hang { $0.timeoutMilliseconds = 100 }
        })
    }
    #expect(error?.kind == kind && error?.accepted == .unknown)
    #expect(bench.server.requests.count == 1)
  }

  @Test(
    "A purchase is sent once, even where a connection that was kept dies of it", arguments: ["POST", "PUT"])
  func purchase(method: String) throws {
    let bench = try VendorBench {
      $0.method == "GET" ? LoopbackServer.Reply() : LoopbackServer.Reply(fault: .close)
    }
    _ = try bench.exchange(asking(bench))
    let error = #expect(throws: ReframeError.self) {
      try bench.exchange(asking(bench, "/jobs", method) { $0.body = Array("{}".utf8) })
    }
    #expect(error?.accepted == .unknown)
    #expect(bench.server.requests.map(\.method) == ["GET", method])
  }

  @Test("Where nobody listens nothing was bought")
  func unreachable() throws {
    let bench = try VendorBench(baseURL: "http://127.0.0.1:1") { _ in LoopbackServer.Reply() }
    let error = #expect(throws: ReframeError.self) {
      try bench.exchange(HTTPRequest("POST", "http://127.0.0.1:1/"))
    }
    #expect(error?.kind == .unavailable && error?.accepted == .no && error?.isRetryable == true)
  }

  @Test("An answer may be as long as it is said to be, and no byte longer", arguments: [9, 10, 11])
  func limit(limit: UInt64) throws {
    for fault in [nil, LoopbackServer.Fault.chunked] {
      let bench = try VendorBench(LoopbackServer.Reply(body: Array("0123456789".utf8), fault: fault))
      let request = asking(bench) { $0.responseLimit = limit }
      if limit >= 10 {
        #expect(try bench.exchange(request).body.count == 10)
      } else {
        let error = #expect(throws: ReframeError.self) { try bench.exchange(request) }
        #expect(error?.kind == .resourceExhausted && error?.accepted == .unknown)
      }
    }
  }

  @Test("A job that is cancelled waits no longer")
  func cancelled() throws {
    let run = Mutex<JobRun?>(nil)
    let bench = try VendorBench { _ in
      run.withLock { $0 }?.cancel()
      return LoopbackServer.Reply(fault: .hang)
    }
    defer { bench.server.stop() }
    let own = bench.run()
    run.withLock { $0 = own }
    let error = #expect(throws: ReframeError.self) { try bench.exchange(asking(bench), run: own) }
    #expect(error?.kind == .cancelled && error?.accepted == .unknown)
  }

  @Test("A job whose deadline has passed sends nothing")
  func deadline() throws {
    let bench = try VendorBench(LoopbackServer.Reply())
    #expect(throws: ReframeError(.timeout, "the job's deadline has passed", accepted: .no)) {
      try bench.exchange(asking(bench), run: bench.run(deadline: 1))
    }
    #expect(bench.server.connections == 0)
  }

  @Test("A redirect is the plugin's to judge: the key goes no further")
  func redirect() throws {
    let bench = try VendorBench(LoopbackServer.Reply(302, headers: ["location": "/elsewhere"]))
    let response = try bench.exchange(
      asking(bench) {
        $0.secretName = "FIXTURE_KEY"
        $0.secretHeader = "X-API-Key: %s"
      })
    #expect(response.status == 302 && response.headers["location"] == "/elsewhere")
    #expect(bench.server.requests.map(\.target) == ["/"])
  }

  @Test("Bytes that are not there, and structs of another size, are refused")
  func raw() throws {
    let bench = try VendorBench(LoopbackServer.Reply())
    let services = HostServices(VendorAccess(try #require(bench.host.providers.first)))
    services.connect(bench.host)
    try withExtendedLifetime(services) {
      let http = try PluginHost(services.table).table(RF_HOST_HTTP, as: rf_host_http.self)
      let context = services.table.pointee.context
      var error = rf_error()
      error.size = UInt32(MemoryLayout<rf_error>.size)
      var request = rf_http_request()
      var response = rf_http_response()
      #expect(http.exchange(context, nil, nil, nil, &error) == RF_INVALID_ARGUMENT)
      #expect(http.exchange(context, nil, &request, &response, &error) == RF_INVALID_ARGUMENT)
      request.size = UInt32(MemoryLayout<rf_http_request>.size)
      response.size = UInt32(MemoryLayout<rf_http_response>.size)
      for length in [5, UInt64.max] {
        request.body = rf_bytes(data: nil, length: length)
        let status = "POST".withText { method in
          bench.server.url.withText { url in
            request.method = method
            request.url = url
            return http.exchange(context, nil, &request, &response, &error)
          }
        }
        #expect(status == RF_INVALID_ARGUMENT && error.accepted == RF_NOT_ACCEPTED)
      }
    }
    #expect(bench.server.connections == 0)
  }

  @Test("A plugin that works here is offered no HTTP")
  func local() {
    let services = HostServices()
    #expect(throws: ReframeError(.unsupported, "this host does not offer reframe.http/1")) {
      _ = try PluginHost(services.table).table(RF_HOST_HTTP, as: rf_host_http.self)
    }
  }
}

private enum Refusals {
  /// Requests that are refused before anything is sent, with what their error says.
  static let all: [(@Sendable (inout HTTPRequest) -> Void, ReframeError.Kind, String)] = [
    ({ $0.headers = ["Host": "evil.example"] }, .invalidArgument, "the header 'Host' is the host's to set"),
    (
      { $0.headers = ["content-LENGTH": "5"] }, .invalidArgument,
      "the header 'content-LENGTH' is the host's to set"
    ),
    (
      { $0.headers = ["Transfer-Encoding": "chunked"] }, .invalidArgument,
      "the header 'Transfer-Encoding' is the host's to set"
    ),
    ({ $0.headers = ["a": "b\r\nHost: evil.example"] }, .invalidArgument, ""),
    ({ $0.headers = ["a": "b\n"] }, .invalidArgument, ""),
    ({ $0.headers = ["a\r\nb": "c"] }, .invalidArgument, ""),
    ({ $0.headers = ["a: b": "c"] }, .invalidArgument, ""),
    ({ $0.headers = ["": "c"] }, .invalidArgument, ""),
    ({ $0.headers = ["a": "b\u{0}c"] }, .invalidArgument, ""),
    ({ $0.method = "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\nGET" }, .invalidArgument, ""),
    ({ $0.method = "get" }, .invalidArgument, "'get' is no HTTP method"),
    ({ $0.method = "" }, .invalidArgument, "'' is no HTTP method"),
    ({ $0.url = "https://evil.example/" }, .forbidden, ""),
    ({ $0.url = "file:///etc/passwd" }, .invalidArgument, ""),
    ({ $0.url = $0.url.replacing("127.0.0.1", with: "user:word@127.0.0.1") }, .invalidArgument, ""),
    ({ $0.url = $0.url.replacing("127.0.0.1", with: "localhost") }, .forbidden, ""),
    ({ $0.url = $0.url.replacing("127.0.0.1", with: "2130706433") }, .forbidden, ""),
    (
      { $0.secretName = "HOME" }, .forbidden, "the manifest of 'vendor' does not declare the secret 'HOME'"
    ),
  ]
}
