import ReframeSDK
import Testing
import VendorDoubles

/// What Eachlabs alone does, coded and described alike.
@Suite("Eachlabs")
struct EachlabsProviderTests {
  @Test("is asked in its own words", arguments: CloudVendor.eachlabsForms)
  func create(vendor: CloudVendor) throws {
    let bench = try CloudBench(vendor)
    try bench.submit(
      try vendor.job(
        aspect: "7:3",
        ["model": .string("photon-1"), "prompt": .string("a \"beach\""), "x_start": .count(12)]))
    #expect(
      bench.double.golden(0) == """
        POST /v1/prediction/
        accept: application/json
        content-type: application/json
        x-api-key: sk-double-5a1f
        x-request-id: att_1
        {"input":{"aspect_ratio":"21:9","image":"https://pictures.example/a.jpg","model":"photon-1",\
        "prompt":"a \\"beach\\"","x_start":12},"model":"reframe-image"}
        """)
  }

  @Test(
    "is asked for the other model, after what was bought, and to drop it, in its own words",
    arguments: CloudVendor.eachlabsForms)
  func others(vendor: CloudVendor) throws {
    let bench = try CloudBench(vendor)
    let ticket = try bench.submit(try vendor.job("luma-photon-flash-reframe-image", aspect: "1:1"))
    _ = try bench.poll(ticket)
    try bench.cancel(ticket)
    #expect(
      bench.double.golden(0).hasSuffix(
        """
        {"input":{"aspect_ratio":"1:1","image_url":"https://pictures.example/a.jpg"},\
        "model":"luma-photon-flash-reframe-image"}
        """))
    let headers = "accept: application/json\nx-api-key: sk-double-5a1f\nx-request-id: att_1"
    #expect(bench.double.golden(1) == "GET /v1/prediction/pred-1\n\(headers)")
    #expect(bench.double.golden(2) == "POST /v1/prediction/pred-1/cancel\n\(headers)")
  }

  @Test(
    "uploads bytes first, without the key, and passes on where they lie", arguments: CloudVendor.eachlabsForms
  )
  func upload(vendor: CloudVendor) throws {
    let bench = try CloudBench(vendor)
    try bench.submit(try vendor.job(), url: nil, data: CloudBench.picture)
    #expect(
      bench.double.golden(0) == """
        POST /v1/upload/presign
        accept: application/json
        content-type: application/json
        x-api-key: sk-double-5a1f
        x-request-id: att_1
        {"content_type":"image/jpeg","expires_in_seconds":86400}
        """)
    #expect(
      bench.double.golden(1) == """
        PUT /uploads/file-1?signature=abc
        content-type: image/jpeg
        not really a picture
        """)
    let image = bench.double.requests[2].json?["input"]?["image"]
    #expect(image == .string("https://vendor.example/uploads/file-1"))
  }

  @Test("prefers its upload to an address that is not https", arguments: CloudVendor.eachlabsForms)
  func plainAddress(vendor: CloudVendor) throws {
    let bench = try CloudBench(vendor)
    try bench.submit(try vendor.job(), url: "http://pictures.example/a.jpg", data: CloudBench.picture)
    #expect(bench.double.requests.count == 3)
    let error = try bench.failure { try bench.submit(try vendor.job(), url: "http://pictures.example/a.jpg") }
    #expect(
      error
        == ReframeError(
          .unsupported,
          "Eachlabs cannot do this with reframe-image: it takes public https addresses only, or bytes to upload"
        ))
  }

  @Test("an upload that fails has bought nothing", arguments: CloudVendor.eachlabsForms)
  func uploadFails(vendor: CloudVendor) throws {
    let faults: [(DoubleCall, DoubleFault, ReframeError.Kind)] = [
      (.presign, .gateway(502), .unavailable), (.presign, .tooMany(headers: [:]), .rateLimited),
      (.presign, .dies, .unavailable), (.presign, .page, .unavailable), (.presign, .withoutID, .unavailable),
      (.upload, .gateway(403), .unavailable), (.upload, .dies, .unavailable), (.upload, .hangs, .timeout),
    ]
    for (call, fault, kind) in faults {
      let bench = try CloudBench(vendor)
      bench.double.fail(call, fault)
      let error = try bench.failure {
        try bench.submit(try vendor.job(), url: nil, data: CloudBench.picture)
      }
      #expect(error.kind == kind && error.accepted == .no, "\(call) \(fault): \(error)")
      #expect(bench.double.created == 0)
    }
  }

  @Test("puts the source in pixels of the output, where that is known", arguments: CloudVendor.eachlabsForms)
  func placement(vendor: CloudVendor) throws {
    let bench = try CloudBench(vendor)
    let job = try vendor.job(aspect: "16:9")
    try bench.submit(job.placed(0.25, -0.1, 0.5, 1.2, size: PixelSize(width: 1920, height: 1080)))
    let input = try #require(bench.double.requests[0].json?["input"])
    #expect(input["x_start"] == .count(480) && input["x_end"] == .count(1440))
    #expect(input["y_start"] == .count(-108) && input["y_end"] == .count(1188))
    let unknown = try bench.failure { try bench.submit(job.placed(0, 0, 1, 1)) }
    #expect(
      unknown
        == ReframeError(
          .unsupported,
          "Eachlabs cannot do this with reframe-image: it counts in pixels of the output, whose size for 16:9 is not "
            + "published; leave the place of the source to it"))
    let thin = job.placed(0.5, 0, 0.000_01, 1, size: PixelSize(width: 1920, height: 1080))
    #expect(try bench.failure { try bench.submit(thin) }.kind == .unsupported)
    var twice = job.placed(0, 0, 1, 1, size: PixelSize(width: 1920, height: 1080))
    twice.parameters = .object(["x_start": .count(3)])
    #expect(try bench.failure { try bench.submit(twice) }.kind == .invalidArgument)
    #expect(bench.double.created == 1)
  }

  @Test(
    "answers in every shape mean the same", arguments: EachlabsDouble.Shape.allCases,
    CloudVendor.eachlabsForms)
  func shapes(shape: EachlabsDouble.Shape, vendor: CloudVendor) throws {
    let bench = try CloudBench(vendor)
    let double = try #require(bench.double as? EachlabsDouble)
    (double.pollShape, double.errorShape) = (shape, shape)
    let entry = try bench.finish(try bench.submit(try vendor.job()))[0]
    #expect(entry.rendition.charge == (shape == .page ? nil : Money(micros: 10_000, unit: "USD")))
    double.change { $0.outcome = .failure(code: "INPUT_VALIDATION_ERROR", words: "x_start is too far left") }
    let ticket = try bench.submit(try vendor.job())
    let error = try bench.failure { _ = try bench.finish(ticket) }
    #expect(error.accepted == .no && error.message.contains("x_start is too far left"))
    #expect(error.code == (shape == .page ? "" : "INPUT_VALIDATION_ERROR"))
    #expect(error.kind == (shape == .page ? .unavailable : .invalidArgument))
    double.change { $0.creates = 0 }
    let refused = try bench.failure { try bench.submit(try vendor.job()) }
    #expect(refused.message == "Eachlabs takes no more calls now (429: too many requests); try again later")
  }

  @Test(
    "names every price to the cent", arguments: [("photon-flash-1", Int64(10_000)), ("photon-1", 30_000)])
  func charge(model: String, price: Int64) throws {
    for vendor in CloudVendor.eachlabsForms {
      let bench = try CloudBench(vendor)
      let entry = try bench.finish(
        try bench.submit(try vendor.job("reframe-image", ["model": .string(model)])))[0]
      #expect(entry.rendition.charge == Money(micros: price, unit: "USD"))
      #expect(bench.double.paid == price)
      _ = try bench.finish(try bench.submit(try vendor.job("luma-photon-flash-reframe-image")))
      #expect(bench.double.paid == price + 5_000)
    }
  }

  /// The contract's table of errors.
  private static let rows: [(Int, ReframeError.Kind, Bool, ReframeError.Acceptance)] = [
    (400, .invalidArgument, false, .no), (401, .unauthenticated, false, .no), (402, .quota, false, .no),
    (403, .forbidden, false, .no), (404, .notFound, false, .no), (429, .rateLimited, true, .no),
    // The vendor's text says that no prediction was created.
    (500, .unavailable, true, .no), (502, .unavailable, true, .unknown), (503, .unavailable, true, .unknown),
    (504, .timeout, true, .unknown),
  ]

  @Test("its errors say what they cost", arguments: EachlabsDouble.Shape.allCases, CloudVendor.eachlabsForms)
  func errors(shape: EachlabsDouble.Shape, vendor: CloudVendor) throws {
    for (status, kind, isRetryable, accepted) in Self.rows {
      let bench = try CloudBench(vendor)
      let double = try #require(bench.double as? EachlabsDouble)
      double.errorShape = shape
      double.fail(.create, .trouble(status))
      let error = try bench.failure { try bench.submit(try vendor.job()) }
      #expect(
        error.kind == kind && error.isRetryable == isRetryable && error.accepted == accepted, "\(status)")
      #expect(error.message.contains("(\(status): "), "\(error)")
    }
  }

  @Test("what it refuses is told in its own words", arguments: CloudVendor.eachlabsForms)
  func refusals(vendor: CloudVendor) throws {
    let bench = try CloudBench(vendor)
    var job = try vendor.job()
    job.model = "no-such-model"
    #expect(
      try bench.failure { try bench.submit(job) }
        == ReframeError(
          .notFound,
          "Eachlabs does not know this model or address (404: Model not found); check the model and base-url")
    )
    bench.double.change { $0.balance = 9_999 }
    #expect(
      try bench.failure { try bench.submit(try vendor.job()) }
        == ReframeError(
          .quota, "Eachlabs has no credit left (402: payment required); top up your account there"))
    #expect(
      try bench.failure { try bench.submit(try vendor.job(nil, ["model": .string("photon-9")])) }
        == ReframeError(
          .invalidArgument,
          "Eachlabs refused the request (400: Invalid input for model; model is not offered); change what it names"
        ))
    #expect(bench.double.created == 0)
  }

  @Test(
    "knows every code of a failure",
    arguments: [
      ("PROVIDER_REJECTED", ReframeError.Kind.invalidArgument),
      ("INPUT_VALIDATION_ERROR", .invalidArgument), ("PROVIDER_BAD_REQUEST", .invalidArgument),
      ("INPUT_DOWNLOAD_ERROR", .invalidArgument), ("PROVIDER_FAILED", .unavailable),
      ("PROVIDER_RATE_LIMIT", .rateLimited), ("PROVIDER_AUTH_ERROR", .unavailable),
      ("PROVIDER_SERVER_ERROR", .unavailable), ("NETWORK_ERROR", .unavailable),
      ("EXECUTION_TIMEOUT", .timeout),
    ])
  func codes(code: String, kind: ReframeError.Kind) throws {
    for vendor in CloudVendor.eachlabsForms {
      let bench = try CloudBench(vendor)
      bench.double.change { $0.outcome = .failure(code: code, words: "no") }
      let ticket = try bench.submit(try vendor.job())
      let error = try bench.failure { _ = try bench.finish(ticket) }
      #expect(error.kind == kind && !error.isRetryable)
      #expect(error.code == code && error.accepted == .no)
    }
  }

  @Test("every word of every shape is read", arguments: CloudVendor.eachlabsForms)
  func words(vendor: CloudVendor) throws {
    let ends: [(String, ReframeError.Kind)] = [
      ("failed", .unavailable), ("cancelled", .cancelled), ("canceled", .cancelled),
    ]
    for (word, kind) in ends {
      let bench = try CloudBench(vendor)
      bench.double.change { $0.outcome = .stuck(at: word) }
      let ticket = try bench.submit(try vendor.job())
      let error = try bench.failure { _ = try bench.poll(ticket) }
      #expect(error.kind == kind && error.accepted == .no, "\(word)")
    }
    let bench = try CloudBench(vendor)
    let double = try #require(bench.double as? EachlabsDouble)
    double.listsOutput = true
    #expect(try bench.finish(try bench.submit(try vendor.job()))[0].rendition.url?.hasSuffix(".png") == true)
  }

  @Test(
    "goes by the class of a failure without a code, and never asks again after a job that has ended",
    arguments: [
      ("VALIDATION", nil, ReframeError.Kind.invalidArgument), ("RATE_LIMIT", nil, .rateLimited),
      ("TIMEOUT", nil, .timeout), ("PROVIDER", nil, .unavailable), ("AUTH", nil, .unavailable),
      ("NETWORK", nil, .unavailable), ("INTERNAL", nil, .unavailable), ("UNKNOWN", nil, .unavailable),
      ("PROVIDER", false, .unavailable), ("TIMEOUT", true, .timeout),
    ] as [(String, Bool?, ReframeError.Kind)])
  func classes(category: String, retryable: Bool?, kind: ReframeError.Kind) throws {
    for vendor in CloudVendor.eachlabsForms {
      let bench = try CloudBench(vendor)
      let double = try #require(bench.double as? EachlabsDouble)
      (double.failedWord, double.category, double.retryable) = ("failed", category, retryable)
      double.change { $0.outcome = .failure(code: "", words: "no") }
      let ticket = try bench.submit(try vendor.job())
      let error = try bench.failure { _ = try bench.finish(ticket) }
      #expect(error.kind == kind && !error.isRetryable && error.accepted == .no, "\(vendor)")
    }
  }

  @Test("is told whom to call, and what to repeat there")
  func webhook() throws {
    let settings = #"{"webhook": "https://your.host/done?a=b", "webhookSecret": "w \"1\""}"#
    let bench = try CloudBench(.eachlabs, configuration: settings)
    try bench.submit(try CloudVendor.eachlabs.job("luma-photon-flash-reframe-image"))
    let request = bench.double.requests[0].json
    #expect(request?["webhook_url"] == .string("https://your.host/done?a=b"))
    #expect(request?["webhook_secret"] == .string("w \"1\""))
    let job = try #require(bench.double.jobs.values.first)
    #expect(job.webhook == "https://your.host/done?a=b" && job.webhookSecret == "w \"1\"")
  }

  @Test("a job that was dropped is free", arguments: CloudVendor.eachlabsForms)
  func dropped(vendor: CloudVendor) throws {
    let bench = try CloudBench(vendor)
    let ticket = try bench.submit(try vendor.job())
    try bench.cancel(ticket)
    let error = try bench.failure { _ = try bench.poll(ticket) }
    #expect(error == ReframeError(.cancelled, "the job was cancelled at Eachlabs (the job failed)"))
    #expect(bench.double.paid == 0)
  }
}
