import Hosting
import ReframeSDK
import Synchronization
import TestSupport
import Testing
import VendorDoubles

/// Every cloud provider through the real host: its keys, its HTTP over a socket, its downloads.
@Suite("Every cloud provider through the host")
struct CloudHostTests {
  /// A host that finds one vendor's API at a double behind a socket.
  private struct Street {
    let double: VendorDouble
    let server: LoopbackServer
    let host: Host
    let vendor: CloudVendor

    init(_ vendor: CloudVendor, environment: [String: String]? = nil) throws {
      self.vendor = vendor
      double = vendor.make()
      server = try LoopbackServer(double)
      var configuration = HostConfiguration(explicit: [try CloudBench.folder()], environment: [:])
      configuration.environment = environment ?? [vendor.secret: VendorDouble.key]
      configuration.networkAllow = ["127.0.0.0/8"]
      let path = vendor.base.split(separator: "/").dropFirst(2).map { "/\($0)" }.joined()
      configuration.providers = [try vendor.setup(at: server.url + path)]
      host = Host(configuration)
    }

    func submit(data: [UInt8]? = nil) throws -> String {
      let source = try SourceFile(
        data ?? CloudBench.picture, url: data == nil ? "https://a.example/a.jpg" : "")
      let run = JobRun(id: "att_1")
      var job = try vendor.job()
      job.source?.mediaType = job.card?.medium == .video ? "video/mp4" : "image/jpeg"
      let answer = try host.submit(
        job, to: vendor.provider, source: source, receiver: CollectingReceiver(), run: run)
      guard case .ticket(let ticket) = answer else { throw ReframeError(.internalFault, "no ticket") }
      return ticket
    }

    /// Asks until the job is finished; answers what the host says of the charge.
    func finish(_ ticket: String, _ receiver: CollectingReceiver) throws -> Money? {
      for _ in 0..<10 {
        let answer = try host.poll(
          ticket, of: vendor.provider, job: try vendor.job(), receiver: receiver, run: JobRun(id: "att_1"))
        if case .finished(let charge) = answer { return charge }
      }
      throw ReframeError(.timeout, "never finished")
    }
  }

  /// Keeps what it gets.
  private final class CollectingReceiver: RenditionReceiver {
    let taken = Mutex<[(rendition: Rendition, bytes: [UInt8])]>([])

    func begin(_ rendition: Rendition) throws(ReframeError) -> any RenditionWriter {
      Writer(receiver: self, rendition: rendition)
    }

    private final class Writer: RenditionWriter {
      private let receiver: CollectingReceiver
      private let rendition: Rendition
      private let bytes = Mutex<[UInt8]>([])

      init(receiver: CollectingReceiver, rendition: Rendition) {
        self.receiver = receiver
        self.rendition = rendition
      }

      func write(_ bytes: UnsafeRawBufferPointer) throws(ReframeError) {
        let copy = Array(bytes)
        self.bytes.withLock { $0 += copy }
      }

      func finish() throws(ReframeError) {
        let all = bytes.withLock { $0 }
        receiver.taken.withLock { $0.append((rendition, all)) }
      }

      func abandon() {}
    }
  }

  @Test("buys, asks, fetches and hands over, with the charge", arguments: CloudVendor.all)
  func happyPath(vendor: CloudVendor) throws {
    let street = try Street(vendor)
    let receiver = CollectingReceiver()
    let charge = try street.finish(try street.submit(), receiver)
    let (rendition, bytes) = try #require(receiver.taken.withLock { $0.first })
    let isVideo = try vendor.cards()[0].medium == .video
    #expect(bytes == vendor.result)
    #expect(
      rendition.mediaType == (isVideo ? "video/mp4" : vendor.writesJPEG ? "image/jpeg" : "image/png"))
    let charges = [
      "eachlabs": Money(micros: 10_000, unit: "USD"),
      "fashn": Money(micros: 1_000_000, unit: "credits/fashn"),
    ]
    #expect(charge == charges[vendor.provider])
    #expect(street.double.created == 1)
    // The key goes to the API, and nowhere else.
    for request in street.double.requests {
      let isAPI = !request.target.hasPrefix(VendorDouble.resultPath)
      #expect(request.headers.values.contains { $0.contains(VendorDouble.key) } == isAPI, "\(request.target)")
    }
  }

  @Test("sends bytes over the wire", arguments: CloudVendor.all.filter(\.takesBytes))
  func bytes(vendor: CloudVendor) throws {
    let street = try Street(vendor)
    _ = try street.finish(try street.submit(data: CloudBench.picture), CollectingReceiver())
    #expect(street.double.created == 1)
    if vendor.provider == "eachlabs" {
      #expect(street.double.requests[1].body == CloudBench.picture)
      #expect(!street.double.requests[1].headers.values.contains { $0.contains(VendorDouble.key) })
    }
  }

  @Test("names a webhook as the settings do, in the query or in the body")
  func webhook() throws {
    for base in [CloudVendor.eachlabs, .fashn, .dreamMachine] {
      var vendor = base
      vendor.configuration = #"{"webhook": "https://your.host/done?a=b&c=d"}"#
      let street = try Street(vendor)
      _ = try street.finish(try street.submit(), CollectingReceiver())
      #expect(street.double.jobs.values.map(\.webhook) == ["https://your.host/done?a=b&c=d"])
    }
  }

  @Test("names a key that is not set", arguments: CloudVendor.all)
  func noKey(vendor: CloudVendor) throws {
    let street = try Street(vendor, environment: [:])
    let error = #expect(throws: ReframeError.self) { try street.submit() }
    #expect(error?.kind == .unauthenticated && error?.accepted == .no)
    #expect(error?.message.contains(vendor.secret) == true)
    #expect(street.double.requests.isEmpty)
  }

  @Test("says of a create that breaks off that nobody knows", arguments: CloudVendor.all)
  func breaks(vendor: CloudVendor) throws {
    for fault in [DoubleFault.dies, .truncated] {
      let street = try Street(vendor)
      street.double.fail(.create, fault)
      let error = #expect(throws: ReframeError.self) { try street.submit() }
      #expect(error?.accepted == .unknown, "\(fault): \(String(describing: error))")
      #expect(street.double.created == 1)
    }
  }

  @Test("a result that is none has been bought", arguments: CloudVendor.all)
  func badResults(vendor: CloudVendor) throws {
    let isVideo = try vendor.cards()[0].medium == .video
    for result in [DoubleResult.page, .wrongRatio, .missing] where !(isVideo && result == .wrongRatio) {
      let street = try Street(vendor)
      street.double.change { $0.result = result }
      let ticket = try street.submit()
      let error = #expect(throws: ReframeError.self) { try street.finish(ticket, CollectingReceiver()) }
      #expect(
        error?.accepted == .yes || error?.accepted == .unknown, "\(result): \(String(describing: error))")
      street.double.change { $0.result = .right }
      // The ticket still brings it.
      _ = try street.finish(ticket, CollectingReceiver())
      #expect(street.double.created == 1)
    }
  }
}
