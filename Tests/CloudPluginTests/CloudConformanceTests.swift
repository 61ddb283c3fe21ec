import ReframeSDK
import TestSupport
import Testing
import VendorDoubles

/// What every cloud provider must do, tried through its library against its vendor's double.
@Suite("Every cloud provider")
struct CloudConformanceTests {
  /// Every model that ships, with its vendor.
  static let models: [(CloudVendor, String)] = CloudVendor.all.flatMap { vendor in
    ((try? vendor.cards()) ?? []).map { (vendor, $0.slug) }
  }

  @Test("tells no models of its own", arguments: CloudVendor.all)
  func noModels(vendor: CloudVendor) throws {
    #expect(try CloudBench(vendor).models() == "[]")
  }

  @Test("there is a model for every vendor")
  func thereAreModels() {
    #expect(Set(Self.models.map(\.0.name)).count == CloudVendor.all.count)
    #expect(Self.models.count == 8)
  }

  @Test("buys a job once, waits, and hands the result over", arguments: models)
  func happyPath(vendor: CloudVendor, slug: String) throws {
    let bench = try CloudBench(vendor)
    bench.double.change { $0.pollsUntilDone = 3 }
    for aspect in try vendor.job(slug).card?.aspects ?? [] {
      let before = bench.double.created
      let ticket = try bench.submit(try vendor.job(slug, aspect: aspect.description))
      let entries = try bench.finish(ticket)
      #expect(bench.double.created == before + 1)
      try #require(entries.count == 1)
      let rendition = entries[0].rendition
      #expect(rendition.url?.hasPrefix("https://vendor.example/results/") == true)
      #expect(rendition.output == 0 && rendition.variation == 0 && rendition.role == .result)
      #expect(entries[0].bytes.isEmpty)
      let job = try #require(bench.double.jobs.values.first { rendition.url?.contains("/\($0.id)/") == true })
      #expect(AspectRatio(job.aspect) == aspect)
    }
  }

  @Test("says what it will do without a call", arguments: models)
  func plan(vendor: CloudVendor, slug: String) throws {
    let bench = try CloudBench(vendor)
    let job = try vendor.job(slug)
    let plan = try bench.plan(job)
    #expect(plan.outputs.count == 1)
    #expect(plan.source == PixelSize(width: 1200, height: 800))
    #expect(plan.outputs[0].operation == .expand)
    #expect(plan.outputs[0].expectedSeconds == job.card?.averageSeconds)
    let canvas = plan.outputs[0].framing.canvas
    #expect(abs(canvas.ratio / (9.0 / 16) - 1) < 0.02)
    #expect(bench.double.requests.isEmpty)
  }

  @Test("refuses what its model cannot do, without a call", arguments: CloudVendor.all)
  func refusals(vendor: CloudVendor) throws {
    let bench = try CloudBench(vendor)
    var strange = try vendor.job(aspect: "17:5")
    let two = try vendor.job()
    var crop = two
    crop.mode = .crop
    var pair = two
    pair.outputs.append(pair.outputs[0])
    var bare = two
    bare.card = nil
    strange.seed = 7
    for job in [strange, crop, pair, bare] {
      for body in [{ _ = try bench.plan(job) }, { _ = try bench.submit(job) }] {
        let error = try bench.failure(body)
        #expect(error.kind == (job.card == nil ? .invalidArgument : .unsupported))
        #expect(error.accepted == .no && !error.isRetryable)
        #expect(error.message.count > 30)
      }
    }
    #expect(bench.double.requests.isEmpty)
  }

  @Test("refuses a source that is neither bytes nor an address", arguments: CloudVendor.all)
  func noSource(vendor: CloudVendor) throws {
    let bench = try CloudBench(vendor)
    for url in [nil, "ftp://a.example/x.jpg", "file:///etc/passwd"] {
      let error = try bench.failure { try bench.submit(try vendor.job(), url: url) }
      #expect(error.kind == .unsupported && error.accepted == .no)
    }
    #expect(bench.double.requests.isEmpty)
  }

  @Test("sends bytes, or says that it needs an address", arguments: CloudVendor.all)
  func bytes(vendor: CloudVendor) throws {
    let bench = try CloudBench(vendor)
    let submit = { try bench.submit(try vendor.job(), url: nil, data: CloudBench.picture) }
    if vendor.takesBytes {
      #expect(try bench.finish(try submit()).count == 1)
    } else {
      let error = try bench.failure { _ = try submit() }
      #expect(error.kind == .unsupported && error.message.contains("https address"))
    }
  }

  @Test("waits at every word that is no end, known or not", arguments: CloudVendor.all)
  func waiting(vendor: CloudVendor) throws {
    let bench = try CloudBench(vendor)
    for word in vendor.waiting {
      bench.double.change { $0.outcome = .stuck(at: word) }
      let ticket = try bench.submit(try vendor.job())
      for _ in 0..<4 {
        let wait = try #require(try bench.poll(ticket))
        #expect((1000...10_000).contains(wait))
      }
    }
  }

  @Test("reports a job that failed, and whether that is free", arguments: CloudVendor.all)
  func failed(vendor: CloudVendor) throws {
    let bench = try CloudBench(vendor)
    bench.double.change { $0.outcome = .failure(code: "SomethingNew", words: "It broke \u{7}badly") }
    let ticket = try bench.submit(try vendor.job())
    let error = try bench.failure { _ = try bench.finish(ticket) }
    #expect(error.kind == .unavailable)
    #expect(error.accepted == (vendor.failureIsFree ? .no : .yes))
    // Whoever asks again must not be kept asking for ever.
    #expect(!error.isRetryable)
    #expect(error.message.contains("It broke badly"))
    #expect(vendor.failureIsFree ? bench.double.paid == 0 : bench.double.paid > 0)
  }

  @Test("knows a refusal for what the source shows", arguments: CloudVendor.all)
  func content(vendor: CloudVendor) throws {
    guard let refused = vendor.refusedForContent else { return }
    let bench = try CloudBench(vendor)
    bench.double.change { $0.outcome = .failure(code: refused.code, words: refused.words) }
    let ticket = try bench.submit(try vendor.job())
    let error = try bench.failure { _ = try bench.finish(ticket) }
    #expect(error.kind == .contentPolicy && error.code == refused.code && !error.isRetryable)
  }

  @Test("drops a job, or says that it cannot", arguments: CloudVendor.all)
  func cancel(vendor: CloudVendor) throws {
    let bench = try CloudBench(vendor)
    let ticket = try bench.submit(try vendor.job())
    guard vendor.canCancel else {
      let error = try bench.failure { try bench.cancel(ticket) }
      #expect(error.kind == .unsupported && error.message.contains("no way to cancel"))
      return
    }
    try bench.cancel(ticket)
    #expect(bench.double.jobs.values.allSatisfy { $0.isCancelled })
    let strange = ticket.replacing(bench.double.jobs.keys.first ?? "", with: "gone")
    #expect(try bench.failure { try bench.cancel(strange) }.kind == .notFound)
  }

  @Test("buys nothing for a job that is cancelled already", arguments: CloudVendor.all)
  func cancelledBefore(vendor: CloudVendor) throws {
    let bench = try CloudBench(vendor)
    let error = try bench.failure { try bench.submit(try vendor.job(), cancelled: true) }
    #expect(error.kind == .cancelled && error.accepted == .no)
    #expect(bench.double.requests.isEmpty)
  }

  @Test(
    "knows tickets only of its own making", arguments: CloudVendor.all,
    [
      "", "{}", "?", "[]",
      #"{"id":"..","model":"m","aspect":"1:1","mediaType":"","count":1,"submittedAt":0}"#,
    ])
  func badTickets(vendor: CloudVendor, ticket: String) throws {
    let bench = try CloudBench(vendor)
    #expect(try bench.failure { _ = try bench.poll(ticket) }.kind == .notFound)
    #expect(try bench.failure { try bench.cancel(ticket) }.kind == .notFound)
    #expect(bench.double.requests.isEmpty)
  }

  @Test("is not led to other addresses by an id", arguments: CloudVendor.all)
  func hostileID(vendor: CloudVendor) throws {
    let bench = try CloudBench(vendor)
    let ticket = try bench.submit(try vendor.job())
    let id = try #require(bench.double.jobs.keys.first)
    let error = try bench.failure { _ = try bench.poll(ticket.replacing(id, with: "../../credits?a=b#c")) }
    #expect(error.kind == .notFound && error.accepted == .yes)
    #expect(bench.double.requests.last?.target.hasSuffix("/..%2F..%2Fcredits%3Fa%3Db%23c") == true)
  }

  /// What is no address of a webhook, as JSON.
  private static let badHooks = [
    "\"\"", "7", "\"your.host\"", "\"https://\"", "\"ftp://a.b\"", "\"https://a b\"", "\"https://a.b/#x\"",
  ]

  @Test(
    "names what is wrong with a webhook",
    arguments: [
      (CloudVendor.eachlabs, "Eachlabs"), (.fashn, "FASHN"), (.dreamMachine, "Luma Dream Machine"),
      (.lumaAgents, "Luma Agents"),
    ])
  func webhooks(vendor: CloudVendor, name: String) throws {
    let fault = { (settings: String) -> String? in
      let error = #expect(throws: ReframeError.self) {
        _ = try CloudBench(vendor, configuration: settings)
      }
      #expect(error?.kind == .invalidArgument)
      return error.map { String($0.message.trimmingPrefix("the plugin '\(vendor.name)' cannot start: ")) }
    }
    let (without, alone) =
      name == "Luma Agents"
      ? (
        "\(name) calls no webhooks; leave 'webhook' out, as it is asked after its jobs",
        "\(name) calls no webhooks; leave 'webhookSecret' out, as it is asked after its jobs"
      )
      : (
        "'webhook' of \(name) is not an address such as https://your.host/done",
        "'webhookSecret' of \(name) has no use without 'webhook'; say both or none"
      )
    for bad in Self.badHooks { #expect(fault(#"{"webhook": \#(bad)}"#) == without) }
    #expect(fault(#"{"webhookSecret": "s"}"#) == alone)
    if vendor.name != "eachlabs" && vendor.name != "luma-agents" {
      #expect(
        fault(#"{"webhook": "https://a.b", "webhookSecret": "s"}"#)
          == "\(name) signs no webhooks, so 'webhookSecret' would never arrive; leave it out")
    }
    _ = try CloudBench(vendor, configuration: #"{"webhook": null, "webhookSecret": null}"#)
  }

  @Test("goes where the settings say, and nowhere else", arguments: CloudVendor.all)
  func baseURL(vendor: CloudVendor) throws {
    let moved = try CloudBench(
      vendor, configuration: try vendor.configuration(base: "https://proxy.example/x//"))
    let error = try moved.failure { try moved.submit(try vendor.job()) }
    #expect(error.message == "the manifest does not name 'proxy.example'")
    for bad in ["ftp://a", "", "https://", "proxy.example", "https://a.example/?b"] {
      let error = #expect(throws: ReframeError.self) {
        try CloudBench(vendor, configuration: try vendor.configuration(base: bad))
      }
      #expect(error?.message.contains("is not an address such as https://") == true)
    }
  }
}
