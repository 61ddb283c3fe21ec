import CReframe
import ReframeSDK
import Testing
import TestSupport
import VendorDoubles

/// What every cloud provider must make of trouble: above all, whether something was bought.
@Suite("Trouble at every cloud provider")
struct CloudFaultTests {
  /// A fault of the create, whether it is retryable, what it says of acceptance, and how many jobs it leaves behind.
  private static let creates: [(DoubleFault, ReframeError.Kind, Bool, ReframeError.Acceptance, Int)] = [
    (.tooMany(headers: ["Retry-After": "7"]), .rateLimited, true, .no, 0),
    (.gateway(502), .unavailable, true, .unknown, 0), (.gateway(503), .unavailable, true, .unknown, 0),
    (.gateway(504), .timeout, true, .unknown, 0), (.gateway(403), .forbidden, false, .no, 0),
    (.gateway(413), .invalidArgument, false, .no, 0), (.gateway(302), .unavailable, false, .no, 0),
    (.refused, .unavailable, true, .unknown, 0), (.dies, .unavailable, true, .unknown, 1),
    (.hangs, .timeout, true, .unknown, 1), (.truncated, .unavailable, true, .unknown, 1),
    (.page, .unavailable, false, .unknown, 1), (.garbled, .unavailable, false, .unknown, 1),
    (.withoutID, .unavailable, false, .unknown, 1),
  ]

  @Test("says of every create that went wrong whether it bought", arguments: CloudVendor.all)
  func create(vendor: CloudVendor) throws {
    for (fault, kind, isRetryable, accepted, created) in Self.creates {
      let bench = try CloudBench(vendor)
      bench.double.fail(.create, fault)
      let error = try bench.failure { try bench.submit(try vendor.job()) }
      #expect(error.kind == kind, "\(fault): \(error)")
      #expect(error.isRetryable == isRetryable, "\(fault)")
      #expect(error.accepted == accepted, "\(fault)")
      #expect(bench.double.created == created, "\(fault)")
      // Nothing is bought again by the plugin itself.
      #expect(bench.double.requests.count == 1, "\(fault)")
    }
  }

  @Test("passes on what is harmless", arguments: CloudVendor.all)
  func harmless(vendor: CloudVendor) throws {
    for fault in [DoubleFault.slow, .mistyped] {
      let bench = try CloudBench(vendor)
      bench.double.fail(.create, fault)
      bench.double.fail(.poll, fault)
      #expect(try bench.finish(try bench.submit(try vendor.job())).count == 1)
    }
  }

  @Test("asks again after trouble when asking, and has bought in any case", arguments: CloudVendor.all)
  func poll(vendor: CloudVendor) throws {
    let faults: [DoubleFault] = [
      .tooMany(headers: ["retry-after-ms": "1500"]), .gateway(502), .gateway(503), .gateway(504),
      .trouble(500),
      .refused, .dies, .hangs, .truncated, .page, .garbled,
    ]
    for fault in faults {
      let bench = try CloudBench(vendor)
      let ticket = try bench.submit(try vendor.job())
      bench.double.fail(.poll, fault)
      let error = try bench.failure { _ = try bench.poll(ticket) }
      #expect(error.accepted == .yes && error.isRetryable, "\(fault): \(error)")
      if case .tooMany = fault { #expect(error.retryAfterMilliseconds == 1500) }
      #expect(try bench.finish(ticket).count == 1)
      #expect(bench.double.created == 1)
    }
  }

  @Test("says that a ticket is lost when the vendor does not know it", arguments: CloudVendor.all)
  func lost(vendor: CloudVendor) throws {
    let bench = try CloudBench(vendor)
    let ticket = try bench.submit(try vendor.job())
    let id = try #require(bench.double.jobs.keys.first)
    let error = try bench.failure { _ = try bench.poll(ticket.replacing(id, with: "other")) }
    #expect(error.kind == .notFound && error.accepted == .yes && !error.isRetryable)
  }

  @Test("names the key that is wrong, and never shows it", arguments: CloudVendor.all)
  func wrongKey(vendor: CloudVendor) throws {
    let bench = try CloudBench(vendor)
    bench.use(key: "sk-wrong-77")
    let error = try bench.failure { try bench.submit(try vendor.job()) }
    #expect(error.kind == .unauthenticated && error.accepted == .no && !error.isRetryable)
    #expect(error.message.contains("set it to a valid key") && error.message.contains(vendor.secret))
    #expect(!error.message.contains("sk-wrong-77"))
    bench.use(key: VendorDouble.key)
    let ticket = try bench.submit(try vendor.job())
    bench.use(key: "sk-wrong-77")
    let later = try bench.failure { _ = try bench.poll(ticket) }
    #expect(later.kind == .unauthenticated && later.accepted == .yes && !later.isRetryable)
  }

  @Test("keeps what the host says of a connection that never was", arguments: CloudVendor.all)
  func unreachable(vendor: CloudVendor) throws {
    let bench = try CloudBench(vendor)
    bench.cut(ReframeError(.unavailable, "no route", isRetryable: true, accepted: .no))
    let error = try bench.failure { try bench.submit(try vendor.job()) }
    #expect(error == ReframeError(.unavailable, "no route", isRetryable: true, accepted: .no))
    bench.cut(nil)
    let ticket = try bench.submit(try vendor.job())
    bench.cut(ReframeError(.unavailable, "no route", accepted: .no))
    let later = try bench.failure { _ = try bench.poll(ticket) }
    #expect(later == ReframeError(.unavailable, "no route", isRetryable: true, accepted: .yes))
    bench.cut(ReframeError(.cancelled, "the job was cancelled"))
    let cancelled = try bench.failure { _ = try bench.poll(ticket) }
    #expect(cancelled == ReframeError(.cancelled, "the job was cancelled", accepted: .yes))
  }

  @Test("has bought what the host then does not take", arguments: CloudVendor.all)
  func hostRefuses(vendor: CloudVendor) throws {
    let bench = try CloudBench(vendor)
    bench.double.change { $0.pollsUntilDone = 0 }
    let ticket = try bench.submit(try vendor.job())
    let output = RecordedOutput(refusing: RF_UNAVAILABLE)
    let error = try bench.failure { _ = try bench.poll(ticket, to: output) }
    #expect(error.kind == .unavailable && error.accepted == .yes && error.isRetryable)
    #expect(try bench.finish(ticket).count == 1)
  }

  @Test("mints a fresh address with every question", arguments: CloudVendor.all)
  func freshAddresses(vendor: CloudVendor) throws {
    let bench = try CloudBench(vendor)
    bench.double.change {
      $0.pollsUntilDone = 0
      $0.addressesExpire = true
    }
    let ticket = try bench.submit(try vendor.job())
    let fetch = { (url: String?) throws -> Int in
      let target = try #require(url).replacing("https://vendor.example", with: "")
      return bench.double.respond(
        to: LoopbackServer.Request(method: "GET", target: target, headers: [:], body: [])
      )
      .status
    }
    let first = try bench.finish(ticket)[0].rendition.url
    #expect(try fetch(first) == 200)
    let second = try bench.finish(ticket)[0].rendition.url
    #expect(try fetch(first) == 403)
    #expect(try fetch(second) == 200)
    #expect(bench.double.created == 1)
  }

  @Test("takes what the vendor bears for too many calls", arguments: CloudVendor.all)
  func limits(vendor: CloudVendor) throws {
    let bench = try CloudBench(vendor)
    bench.double.change { $0.concurrent = 2 }
    let tickets = try (0..<2).map { _ in try bench.submit(try vendor.job()) }
    let error = try bench.failure { try bench.submit(try vendor.job()) }
    #expect(error.kind == .rateLimited && error.accepted == .no && error.isRetryable)
    _ = try bench.finish(tickets[0])
    try bench.submit(try vendor.job())
    #expect(bench.double.created == 3)
  }

  @Test("believes the vendor that trying again is of no use", arguments: CloudVendor.all)
  func doNotRetry(vendor: CloudVendor) throws {
    let bench = try CloudBench(vendor)
    bench.double.fail(.create, .tooMany(headers: ["x-should-retry": "false", "Retry-After": "9"]))
    let error = try bench.failure { try bench.submit(try vendor.job()) }
    #expect(error.kind == .rateLimited && !error.isRetryable && error.retryAfterMilliseconds == 0)
  }
}
