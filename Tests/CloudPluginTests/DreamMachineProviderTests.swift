import ReframeSDK
import Testing
import VendorDoubles

/// What Luma Dream Machine alone does.
@Suite("Luma Dream Machine")
struct DreamMachineProviderTests {
  let vendor = CloudVendor.dreamMachine

  @Test("is asked in its own words")
  func create() throws {
    let bench = try CloudBench(vendor)
    let job = try vendor.job(
      aspect: "16:9",
      ["model": .string("photon-flash-1"), "format": .string("png"), "prompt": .string("a beach")])
    let ticket = try bench.submit(job.placed(0.25, 0, 0.5, 1))
    #expect(
      bench.double.golden(0) == """
        POST /dream-machine/v1/generations/image/reframe
        accept: application/json
        authorization: Bearer sk-double-5a1f
        content-type: application/json
        {"aspect_ratio":"16:9","format":"png","generation_type":"reframe_image",\
        "media":{"url":"https://pictures.example/a.jpg"},"model":"photon-flash-1","prompt":"a beach",\
        "x_end":1536,"x_start":512,"y_end":1152,"y_start":0}
        """)
    let headers = "accept: application/json\nauthorization: Bearer sk-double-5a1f"
    _ = try bench.poll(ticket)
    #expect(bench.double.golden(1) == "GET /dream-machine/v1/generations/gen-1\n\(headers)")
  }

  @Test("reframes videos at an address of their own")
  func video() throws {
    let bench = try CloudBench(vendor)
    let frame = JSONValue.object(["url": .string("https://pictures.example/first.jpg")])
    let job = try vendor.job(
      "dream-machine/reframe_video", aspect: "9:21", ["model": .string("ray-flash-2"), "first_frame": frame])
    let rendition = try bench.finish(try bench.submit(job.placed(0, 0, 1, 1)))[0].rendition
    #expect(
      bench.double.golden(0).hasPrefix(
        "POST /dream-machine/v1/generations/video/reframe\naccept: application/json\n"))
    #expect(
      bench.double.requests[0].json
        == .object([
          "aspect_ratio": .string("9:21"), "generation_type": .string("reframe_video"),
          "media": .object(["url": .string("https://pictures.example/a.jpg")]),
          "model": .string("ray-flash-2"),
          "first_frame": frame, "x_start": .count(0), "x_end": .count(656), "y_start": .count(0),
          "y_end": .count(1552),
        ]))
    #expect(rendition.mediaType == "video/mp4" && rendition.url?.hasSuffix(".mp4") == true)
    #expect(rendition.size == PixelSize(width: 656, height: 1552))
  }

  @Test("never deletes what may have been paid for")
  func cancel() throws {
    let bench = try CloudBench(vendor)
    let ticket = try bench.submit(try vendor.job())
    #expect(try bench.failure { try bench.cancel(ticket) }.accepted == .yes)
    #expect(bench.double.requests.count == 1)
    #expect(try bench.finish(ticket).count == 1)
  }

  @Test("is told whom to call")
  func webhook() throws {
    let hook = "https://your.host/done"
    let bench = try CloudBench(vendor, configuration: #"{"webhook": "\#(hook)"}"#)
    for slug in ["dream-machine/reframe_image", "dream-machine/reframe_video"] {
      try bench.submit(try vendor.job(slug))
    }
    #expect(bench.double.jobs.values.map(\.webhook) == [hook, hook])
    #expect(bench.double.requests.allSatisfy { $0.json?["callback_url"] == .string(hook) })
  }

  @Test("writes what it was told to, which is JPEG if nothing was", arguments: [nil, "jpg", "png"])
  func formats(format: String?) throws {
    let bench = try CloudBench(vendor)
    let job = try vendor.job(nil, ["format": format.map(JSONValue.string) ?? .null])
    let rendition = try bench.finish(try bench.submit(job))[0].rendition
    #expect(rendition.mediaType == (format == "png" ? "image/png" : "image/jpeg"))
  }

  @Test("the place of the source is said in one way only")
  func twice() throws {
    let bench = try CloudBench(vendor)
    for name in ["x_end", "grid_position_y", "resized_width", "resized_height"] {
      let job = try vendor.job(nil, [name: .count(100)]).placed(0, 0, 1, 1)
      let error = try bench.failure { try bench.submit(job) }
      #expect(error.kind == .invalidArgument && error.message.hasSuffix("as such and by '\(name)'"))
    }
    #expect(bench.double.requests.isEmpty)
  }

  @Test("takes no bytes, and says what to do")
  func bytes() throws {
    let bench = try CloudBench(vendor)
    #expect(
      try bench.failure { try bench.submit(try vendor.job(), url: nil, data: CloudBench.picture) }
        == ReframeError(
          .unsupported,
          "Luma Dream Machine cannot do this with dream-machine/reframe_image: it takes no uploads; give an https "
            + "address of the source"))
  }

  @Test(
    "means the same by either of the statuses that nobody documents", arguments: [(401, 400), (403, 422)])
  func statuses(key: Int, validation: Int) throws {
    let bench = try CloudBench(vendor)
    let double = try #require(bench.double as? DreamMachineDouble)
    (double.keyStatus, double.validationStatus) = (key, validation)
    #expect(
      try bench.failure { try bench.submit(try vendor.job(nil, ["prompt": .string("ab")])) }
        == ReframeError(
          .invalidArgument,
          "Luma Dream Machine refused the request (\(validation): Prompt is too short, minimum length is 3 "
            + "characters); change what it names"))
    bench.use(key: "wrong")
    let error = try bench.failure { try bench.submit(try vendor.job()) }
    #expect(error.kind == .unauthenticated && error.accepted == .no)
  }

  @Test(
    "reads what went wrong from its words, as there are no codes",
    arguments: [
      ("Frame moderation failed", ReframeError.Kind.contentPolicy),
      ("Prompt: Contains blacklisted words", .contentPolicy),
      ("Failed to read user input frames", .invalidArgument), ("Something else", .unavailable),
    ])
  func failures(words: String, kind: ReframeError.Kind) throws {
    let bench = try CloudBench(vendor)
    bench.double.change { $0.outcome = .failure(code: "", words: words) }
    let ticket = try bench.submit(try vendor.job())
    let error = try bench.failure { _ = try bench.finish(ticket) }
    #expect(error.kind == kind && error.accepted == .yes && !error.isRetryable)
    #expect(error.message.contains("(the job failed: \(words))"))
  }

  @Test("of its own trouble nobody knows whether it bought")
  func trouble() throws {
    let bench = try CloudBench(vendor)
    for status in [500, 502, 503] {
      bench.double.fail(.create, .trouble(status))
      let error = try bench.failure { try bench.submit(try vendor.job()) }
      #expect(error.kind == .unavailable && error.accepted == .unknown && error.isRetryable)
    }
  }
}
