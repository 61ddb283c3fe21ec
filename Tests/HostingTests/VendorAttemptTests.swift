import ReframeSDK
import Synchronization
import TestSupport
import Testing

@testable import Hosting

@Suite("A vendor does a job")
struct VendorAttemptTests {
  private typealias Reply = LoopbackServer.Reply

  /// A vendor whose result lies at `/result`, answered by `result`, which is told how often it was asked before.
  private func bench(_ result: @escaping @Sendable (Int) -> LoopbackServer.Reply) throws -> VendorBench {
    let count = Mutex(0)
    return try VendorBench { request in
      guard request.path == "/result" else {
        return Reply(body: Array("http://\(request.headers["host"] ?? "")/result?signature=s1gn".utf8))
      }
      return result(
        count.withLock { count in
          defer { count += 1 }; return count
        })
    }
  }

  private func targets(_ bench: VendorBench) -> [String] { bench.server.requests.map(\.path) }

  @Test("Its result is fetched at once, without the key, and described as it is", arguments: [10, 1_000_000])
  func fetched(count: Int) throws {
    let bytes = VendorBench.picture(count)
    let bench = try bench { _ in Reply(headers: ["content-type": "text/html"], body: bytes) }
    let receiver = RecordingReceiver()
    #expect(try bench.submit(receiver) == .finished(charge: nil))
    #expect(receiver.bytes == bytes)
    #expect(receiver.renditions.map(\.mediaType) == ["image/png"])
    #expect(receiver.renditions.map(\.size) == [PixelSize(width: 64, height: 64)])
    #expect(receiver.calls.first == "begin 0" && receiver.calls.last == "finish 0")
    #expect(targets(bench) == ["/jobs", "/result"])
    #expect(bench.server.requests[0].headers["authorization"] == "Bearer \(VendorBench.key)")
    #expect(bench.server.requests[1].headers.values.contains { $0.contains(VendorBench.key) } == false)
  }

  @Test(
    "A download that breaks is begun again, and the receiver hears of it once", arguments: [100, 500_000])
  func again(cut: Int) throws {
    let bytes = VendorBench.picture(700_000)
    let bench = try bench { $0 < 2 ? Reply(body: bytes, fault: .truncate(after: cut)) : Reply(body: bytes) }
    let receiver = RecordingReceiver()
    #expect(try bench.submit(receiver) == .finished(charge: nil))
    #expect(receiver.bytes == bytes)
    #expect(receiver.calls.filter { $0 != "write 0" } == ["begin 0", "finish 0"])
    #expect(targets(bench) == ["/jobs", "/result", "/result", "/result"])
  }

  @Test(
    "One that cannot be had was bought, and asking the vendor again may help",
    arguments: [
      (LoopbackServer.Reply(404), "answers with 404"), (LoopbackServer.Reply(500), "answers with 500"),
      (LoopbackServer.Reply(403), "answers with 403"),
      (LoopbackServer.Reply(body: VendorBench.picture(), fault: .truncate(after: 20)), ""),
      (LoopbackServer.Reply(fault: .close), ""), (LoopbackServer.Reply(fault: .garbage), ""),
    ])
  func gone(reply: LoopbackServer.Reply, words: String) throws {
    let bench = try bench { _ in reply }
    let receiver = RecordingReceiver()
    let error = #expect(throws: ReframeError.self) { try bench.submit(receiver) }
    #expect(error?.kind == .unavailable && error?.accepted == .yes && error?.isRetryable == true)
    #expect(error?.message.hasPrefix("the result cannot be fetched: ") == true)
    #expect(error?.message.hasSuffix(words) == true && error?.message.contains("s1gn") == false)
    #expect(receiver.calls.isEmpty)
    // On a connection that was kept, the client itself may ask once more.
    #expect(targets(bench).count >= 4 && targets(bench).dropFirst().allSatisfy { $0 == "/result" })
  }

  @Test("What is no picture, or not the one that was asked for, is refused and was paid for")
  func wrong() throws {
    let page = try bench { _ in Reply(headers: ["content-type": "image/png"], body: Array("<html>Gone".utf8))
    }
    let receiver = RecordingReceiver()
    #expect(
      throws: ReframeError(
        .internalFault, "\(page.server.url): the result is no picture but text: '<html>Gone…'", accepted: .yes
      )
    ) { try page.submit(receiver) }
    let wide = try bench { _ in Reply(body: PictureBytes.png(1920, 1080)) }
    #expect(
      throws: ReframeError(
        .internalFault,
        "\(wide.server.url): the result has the wrong ratio: 1:1 was asked for, and it is 1920x1080",
        accepted: .yes)
    ) { try wide.submit(receiver) }
    #expect(targets(wide) == ["/jobs", "/result"] && receiver.calls.isEmpty)
  }

  @Test(
    "An address inside is not fetched from, whoever names it",
    arguments: [
      "https://10.0.0.1/a.png", "https://169.254.169.254/latest/meta-data", "https://[::1]/",
      "https://[::ffff:10.0.0.1]/",
      "https://2852039166/", "https://0x0a.1/", "https://0/",
    ])
  func inside(address: String) throws {
    let bench = try VendorBench { _ in Reply(body: Array(address.utf8)) }
    let receiver = RecordingReceiver()
    let error = #expect(throws: ReframeError.self) { try bench.submit(receiver) }
    #expect(error?.kind == .internalFault && error?.accepted == .yes && error?.isRetryable == false)
    #expect(receiver.calls.isEmpty && targets(bench) == ["/jobs"])
  }

  @Test("A result's address may lead to another, but not inside", arguments: ["/moved", "https://10.0.0.1/"])
  func redirected(location: String) throws {
    let bytes = VendorBench.picture()
    let bench = try VendorBench { request in
      switch request.path {
      case "/jobs": Reply(body: Array("http://\(request.headers["host"] ?? "")/result".utf8))
      case "/result": Reply(302, headers: ["location": location])
      default: Reply(body: bytes)
      }
    }
    let receiver = RecordingReceiver()
    if location == "/moved" {
      #expect(try bench.submit(receiver) == .finished(charge: nil))
      #expect(receiver.bytes == bytes && targets(bench) == ["/jobs", "/result", "/moved"])
    } else {
      let error = #expect(throws: ReframeError.self) { try bench.submit(receiver) }
      #expect(error?.kind == .internalFault && error?.accepted == .yes && receiver.calls.isEmpty)
    }
  }

  @Test(
    "What is no address of the web is not opened",
    arguments: ["file:///etc/passwd", "/etc/passwd", "", "data:,a"])
  func noAddress(address: String) throws {
    let bench = try VendorBench { _ in Reply(body: Array(address.utf8)) }
    let receiver = RecordingReceiver()
    let error = #expect(throws: ReframeError.self) { try bench.submit(receiver) }
    #expect(error?.accepted == .yes && error?.isRetryable == false && receiver.calls.isEmpty)
  }

  @Test("The receiver's refusal is what the job fails with")
  func refused() throws {
    let bytes = VendorBench.picture()
    let bench = try bench { _ in Reply(body: bytes) }
    for step in [RecordingReceiver.Step.begin, .write, .finish] {
      let error = #expect(throws: ReframeError.self) { try bench.submit(RecordingReceiver(refusing: step)) }
      #expect(error?.message == RecordingReceiver.refusal.message && error?.accepted != .no)
    }
  }

  @Test("A ticket is asked after until the result is there")
  func ticket() throws {
    let bytes = VendorBench.picture()
    let asked = Mutex(0)
    let bench = try VendorBench { request in
      switch (request.method, request.path) {
      case ("POST", _): return Reply(202, body: Array("T-7".utf8))
      case (_, "/jobs/T-7"):
        let count = asked.withLock { asked in
          asked += 1; return asked
        }
        return count < 3
          ? Reply(202) : Reply(body: Array("http://\(request.headers["host"] ?? "")/result".utf8))
      default: return Reply(body: bytes)
      }
    }
    let receiver = RecordingReceiver()
    #expect(try bench.submit(receiver) == .ticket("T-7"))
    func poll() throws -> ProviderAnswer {
      try bench.host.poll("T-7", of: "vendor", job: VendorBench.job(), receiver: receiver, run: bench.run())
    }
    for _ in 0..<2 { #expect(try poll() == .pending(retryAfterMilliseconds: 250)) }
    #expect(try poll() == .finished(charge: nil))
    #expect(receiver.bytes == bytes)
  }

  @Test("A job that is cancelled while its result is fetched stops")
  func cancelled() throws {
    let run = Mutex<JobRun?>(nil)
    let bench = try bench { _ in
      run.withLock { $0 }?.cancel()
      return Reply(fault: .hang)
    }
    defer { bench.server.stop() }
    let own = bench.run()
    run.withLock { $0 = own }
    let error = #expect(throws: ReframeError.self) { try bench.submit(RecordingReceiver(), run: own) }
    #expect(error?.kind == .cancelled && error?.accepted == .yes)
    #expect(targets(bench) == ["/jobs", "/result"])
  }

  @Test(
    "A key that the vendor says back is shown to nobody",
    arguments: [
      "key %s is bad", "%s", #"{"key": "%s"}"#, String(repeating: "x", count: 480) + " %s", "%s %s",
    ])
  func echoed(form: String) throws {
    let text = form.replacing("%s", with: VendorBench.key)
    let bench = try VendorBench(Reply(401, body: Array(text.utf8)))
    let submitted = #expect(throws: ReframeError.self) { try bench.submit(RecordingReceiver()) }
    let polled = #expect(throws: ReframeError.self) {
      try bench.host.poll(
        "T", of: "vendor", job: VendorBench.job(), receiver: RecordingReceiver(), run: bench.run())
    }
    let dropped = #expect(throws: ReframeError.self) {
      try bench.host.cancel("T", of: "vendor", run: bench.run())
    }
    let shown =
      [submitted, polled, dropped].flatMap { [$0?.message ?? "", $0?.code ?? ""] } + bench.heard.lines
    #expect(bench.heard.lines.count == 6 && submitted?.message.hasPrefix("the vendor says: ") == true)
    for line in shown { #expect(!line.contains(VendorBench.key.prefix(8)), "\(line)") }
    for line in bench.heard.lines { #expect(line == form.replacing("%s", with: "…")) }
  }

  @Test("Without its key nothing is sent, and it is said beforehand")
  func keyless() throws {
    let bench = try VendorBench(environment: [:]) { _ in Reply() }
    let words =
      "'vendor' needs FIXTURE_KEY: set that variable, or FIXTURE_KEY_FILE to a file with it, or say where it is "
      + "under providers.vendor.secrets in reframe.yaml"
    #expect(bench.host.obstacles("vendor") == [words])
    #expect(throws: ReframeError(.unauthenticated, words, accepted: .no)) {
      try bench.submit(RecordingReceiver())
    }
    #expect(bench.server.connections == 0)
    #expect(try VendorBench(Reply()).host.obstacles("vendor") == [])
  }

  @Test("What is missing here when a ticket is asked after says nothing of the job: it stays with its vendor")
  func missing() throws {
    let bench = try VendorBench(allow: ["no range"], baseURL: "https://vendor.example") { _ in Reply() }
    for provider in ["vendor", "gone"] {
      let error = #expect(throws: ReframeError.self) {
        try bench.host.poll(
          "T-1", of: provider, job: VendorBench.job(), receiver: RecordingReceiver(), run: bench.run())
      }
      #expect(error?.kind == .unavailable && error?.accepted == .unknown && error?.isRetryable == false)
    }
  }
}
