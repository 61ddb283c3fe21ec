import ReframeSDK
import TestSupport
import Testing
import VendorDoubles

/// What FASHN alone does.
@Suite("FASHN")
struct FASHNProviderTests {
  let vendor = CloudVendor.fashn

  @Test("is asked in its own words")
  func create() throws {
    let bench = try CloudBench(vendor)
    let ticket = try bench.submit(
      try vendor.job(
        aspect: "4:5",
        [
          "resolution": .string("2k"), "generation_mode": .string("quality"), "num_images": .count(2),
          "seed": .count(4_294_967_295), "output_format": .string("jpeg"),
        ]))
    #expect(
      bench.double.golden(0) == """
        POST /v1/run
        accept: application/json
        authorization: Bearer sk-double-5a1f
        content-type: application/json
        {"inputs":{"aspect_ratio":"4:5","generation_mode":"quality","image":"https://pictures.example/a.jpg",\
        "num_images":2,"output_format":"jpeg","resolution":"2k","return_base64":false,"seed":4294967295},\
        "model_name":"reframe"}
        """)
    _ = try bench.poll(ticket)
    #expect(
      bench.double.golden(1)
        == "GET /v1/status/f1-u1\naccept: application/json\nauthorization: Bearer sk-double-5a1f")
  }

  @Test("gets bytes as a data URI")
  func inline() throws {
    let bench = try CloudBench(vendor)
    try bench.submit(try vendor.job(), url: nil, data: [0, 255, 16], mediaType: "image/png")
    let image = bench.double.requests[0].json?["inputs"]?["image"]
    #expect(image == .string("data:image/png;base64,AP8Q"))
    let large = [UInt8](repeating: 7, count: 3_000_001)
    try bench.submit(try vendor.job(), url: nil, data: large)
    let text = bench.double.requests[1].json?["inputs"]?["image"]?.string ?? ""
    #expect(Base64Text.decode(String(text.dropFirst("data:image/jpeg;base64,".count))) == large)
    let error = try bench.failure {
      try bench.submit(try vendor.job(), url: nil, data: [1], mediaType: "application/pdf")
    }
    #expect(error.kind == .unsupported && error.message.hasSuffix("image/…, which is 'application/pdf'"))
  }

  @Test("takes what it counts, in every cell of its table")
  func charges() throws {
    let cells: [(String, [Int64])] = [
      ("fast", [1, 2, 3]), ("balanced", [2, 3, 4]), ("quality", [3, 4, 5]),
    ]
    let bench = try CloudBench(vendor)
    var sum: Int64 = 0
    for (mode, credits) in cells {
      for (resolution, price) in zip(["1k", "2k", "4k"], credits) {
        for count in 1...4 {
          let ticket = try bench.submit(
            try vendor.job(
              nil,
              [
                "generation_mode": .string(mode), "resolution": .string(resolution),
                "num_images": .count(count),
              ]))
          let renditions = try bench.finish(ticket).map(\.rendition)
          #expect(renditions.map(\.variation) == Array(0..<count))
          let charged = Money(micros: price * Int64(count) * 1_000_000, unit: "credits/fashn")
          #expect(renditions.map(\.charge) == [charged] + Array(repeating: nil, count: count - 1))
          sum += charged.micros
        }
      }
    }
    #expect(bench.double.paid == sum && bench.double.created == 36)
  }

  @Test("takes results inline")
  func base64() throws {
    let bench = try CloudBench(vendor)
    let entries = try bench.finish(
      try bench.submit(
        try vendor.job(aspect: "3:2", ["return_base64": .bool(true), "num_images": .count(2)])))
    #expect(entries.count == 2)
    for entry in entries {
      #expect(entry.rendition.url == nil && entry.rendition.mediaType == "image/png")
      #expect(entry.rendition.size == PixelSize(width: 1248, height: 832))
      #expect(entry.bytes == TinyPicture.png(width: 156, height: 104))
    }
  }

  @Test("says that an inline result is gone after its hour")
  func expired() throws {
    let bench = try CloudBench(vendor)
    (bench.double as? FASHNDouble)?.inlineExpired = true
    let ticket = try bench.submit(try vendor.job(nil, ["return_base64": .bool(true)]))
    let error = try bench.failure { _ = try bench.finish(ticket) }
    #expect(
      error
        == ReframeError(
          .notFound,
          "FASHN has dropped the result, which it keeps for an hour when it goes inline; leave return_base64 out, and it "
            + "keeps it for three days", accepted: .yes))
  }

  @Test(
    "writes what it was told to", arguments: [("png", "image/png"), ("jpeg", "image/jpeg")], [false, true])
  func formats(format: (word: String, type: String), isInline: Bool) throws {
    let bench = try CloudBench(vendor)
    let job = try vendor.job(nil, ["output_format": .string(format.word), "return_base64": .bool(isInline)])
    let entry = try bench.finish(try bench.submit(job))[0]
    #expect(entry.rendition.mediaType == format.type)
    #expect(entry.bytes.isEmpty != isInline)
  }

  @Test("is told in the query whom to call")
  func webhook() throws {
    let hook = "https://your.host/done?job=1&x=a%20b"
    let bench = try CloudBench(vendor, configuration: #"{"webhook": "\#(hook)"}"#)
    try bench.submit(try vendor.job())
    try bench.submit(try vendor.job(), url: nil, data: CloudBench.picture)
    for request in bench.double.requests {
      #expect(
        request.target == "/v1/run?webhook_url=https%3A%2F%2Fyour.host%2Fdone%3Fjob%3D1%26x%3Da%2520b")
    }
    #expect(bench.double.jobs.values.map(\.webhook) == [hook, hook])
  }

  @Test("a value that is not offered is refused or ends the run, and is free", arguments: [false, true])
  func wrongValues(isLate: Bool) throws {
    let wrong: [(String, JSONValue)] = [
      ("num_images", .count(5)), ("seed", .count(-1)), ("resolution", .string("8k")),
      ("generation_mode", .string("best")), ("output_format", .string("webp")),
    ]
    for (name, value) in wrong {
      let bench = try CloudBench(vendor)
      (bench.double as? FASHNDouble)?.judgesLate = isLate
      let job = try vendor.job(nil, [name: value])
      let error = try bench.failure { _ = try bench.finish(try bench.submit(job)) }
      #expect(error.kind == .invalidArgument && error.accepted == .no && !error.isRetryable, "\(name)")
      #expect(error.code == (isLate ? "InputValidationError" : "BadRequest"))
      #expect(bench.double.paid == 0 && bench.double.created == (isLate ? 1 : 0))
    }
  }

  @Test("is asked after six runs at once no more often than it bears")
  func pace() throws {
    let bench = try CloudBench(vendor)
    let wait = try #require(try bench.poll(try bench.submit(try vendor.job())))
    #expect(6 * 10_000 / wait <= 50)
  }

  @Test("leaves where the source lies to the vendor")
  func placement() throws {
    let bench = try CloudBench(vendor)
    let error = try bench.failure { try bench.submit(try vendor.job().placed(0, 0, 1, 1)) }
    #expect(
      error
        == ReframeError(
          .unsupported, "FASHN cannot do this with reframe: where the source lies cannot be said"))
  }

  @Test("a name behind 429 says whether waiting helps")
  func tooMany() throws {
    let rows: [(String, ReframeError.Kind, Bool)] = [
      ("RateLimitExceeded", .rateLimited, true), ("ConcurrencyLimitExceeded", .rateLimited, true),
      ("OutOfCredits", .quota, false),
    ]
    for (name, kind, isRetryable) in rows {
      let bench = try CloudBench(vendor)
      let double = try #require(bench.double as? FASHNDouble)
      double.refusal = name
      double.fail(.create, .tooMany(headers: ["Retry-After": "3"]))
      let error = try bench.failure { try bench.submit(try vendor.job()) }
      #expect(error.kind == kind && error.isRetryable == isRetryable && error.code == name)
      #expect(error.retryAfterMilliseconds == (isRetryable ? 3000 : 0) && error.accepted == .no)
    }
    let bench = try CloudBench(vendor)
    bench.double.change { $0.balance = 2_999_999 }
    #expect(
      try bench.failure { try bench.submit(try vendor.job(nil, ["generation_mode": .string("quality")])) }
        == ReframeError(
          .quota, "FASHN has no credit left (429 OutOfCredits: No credits left); top up your account there",
          code: "OutOfCredits"))
  }

  @Test("its own errors issue no id, a proxy's may")
  func trouble() throws {
    let bench = try CloudBench(vendor)
    for status in [500, 502, 503] {
      bench.double.fail(.create, .trouble(status))
      let error = try bench.failure { try bench.submit(try vendor.job()) }
      #expect(error.accepted == .no && error.isRetryable && error.code == "InternalServerError")
    }
    bench.double.fail(.create, .gateway(500))
    let error = try bench.failure { try bench.submit(try vendor.job()) }
    #expect(error.accepted == .unknown && error.code.isEmpty)
    #expect(error.message.contains("it answered with text/html that is not JSON"))
  }

  @Test(
    "knows every name of a failure",
    arguments: [
      ("ImageLoadError", ReframeError.Kind.invalidArgument), ("ContentModerationError", .contentPolicy),
      ("InputValidationError", .invalidArgument), ("PoseError", .invalidArgument),
      ("PipelineError", .unavailable), ("ThirdPartyError", .unavailable), ("UnavailableError", .unavailable),
      ("3rdPartyProviderError", .unavailable), ("InternalServerError", .unavailable),
    ])
  func names(name: String, kind: ReframeError.Kind) throws {
    let bench = try CloudBench(vendor)
    bench.double.change {
      $0.outcome = .failure(code: name, words: "Image already matches target aspect ratio")
    }
    let ticket = try bench.submit(try vendor.job())
    let error = try bench.failure { _ = try bench.finish(ticket) }
    #expect(error.kind == kind && error.code == name && error.accepted == .no)
    #expect(!error.isRetryable, "the same job does not go on")
    #expect(error.message.contains("Image already matches target aspect ratio"))
  }

  @Test("of words that its documentation leaves open nobody knows what they cost")
  func open() throws {
    let bench = try CloudBench(vendor)
    for (word, kind) in [("canceled", ReframeError.Kind.cancelled), ("time_out", .timeout)] {
      bench.double.change { $0.outcome = .stuck(at: word) }
      let ticket = try bench.submit(try vendor.job())
      let error = try bench.failure { _ = try bench.poll(ticket) }
      #expect(error.kind == kind && error.accepted == .unknown && !error.isRetryable)
    }
  }
}
