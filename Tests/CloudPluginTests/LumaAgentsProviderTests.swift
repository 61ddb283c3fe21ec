import ReframeSDK
import TestSupport
import Testing
import VendorDoubles

/// What Luma Agents alone does.
@Suite("Luma Agents")
struct LumaAgentsProviderTests {
  let vendor = CloudVendor.lumaAgents

  @Test("is asked in its own words")
  func create() throws {
    let bench = try CloudBench(vendor)
    let job = try vendor.job(aspect: "16:9", ["resolution": .string("1080p"), "prompt": .string("a beach")])
    let ticket = try bench.submit(job.placed(-0.5, 0.125, 2, 0.75))
    #expect(
      bench.double.golden(0) == """
        POST /v1/generations
        accept: application/json
        authorization: Bearer sk-double-5a1f
        content-type: application/json
        x-request-id: att_1
        {"aspect_ratio":"16:9","model":"ray-3.2","prompt":"a beach",\
        "source":{"media_type":"video/mp4","url":"https://pictures.example/a.jpg"},"type":"video_reframe",\
        "video":{"resolution":"1080p",\
        "source_position":{"h_norm":0.75,"w_norm":2,"x_norm":-0.5,"y_norm":0.125}}}
        """)
    _ = try bench.poll(ticket)
    #expect(
      bench.double.golden(1) == """
        GET /v1/generations/00000000-0000-4000-8000-000000000001
        accept: application/json
        authorization: Bearer sk-double-5a1f
        x-request-id: att_1
        """)
  }

  @Test("hands a video over, whose price it does not tell")
  func video() throws {
    let bench = try CloudBench(vendor)
    let rendition = try bench.finish(try bench.submit(try vendor.job()))[0].rendition
    #expect(rendition.mediaType == "video/mp4" && rendition.charge == nil)
  }

  @Test("gets bytes as bare Base64")
  func inline() throws {
    let bench = try CloudBench(vendor)
    try bench.submit(try vendor.job(), url: nil, data: [0, 255, 16], mediaType: "video/quicktime")
    let source = bench.double.requests[0].json?["source"]
    #expect(source == .object(["data": .string("AP8Q"), "media_type": .string("video/quicktime")]))
  }

  @Test("gets long sources as files, without the key, and buys only then")
  func upload() throws {
    let bench = try CloudBench(vendor)
    let video = [UInt8](repeating: 3, count: (16 << 20) + 1)
    let ticket = try bench.submit(try vendor.job(), url: nil, data: video)
    let calls = bench.double.requests.map { "\($0.method) \($0.target)" }
    #expect(
      calls == [
        "POST /v1/files", "PUT /uploads/file-1?expires=900", "POST /v1/files/file-1/complete",
        "POST /v1/generations",
      ])
    #expect(
      bench.double.requests[0].json
        == .object([
          "mime_type": .string("video/mp4"), "size_bytes": .count(video.count), "purpose": .string("input"),
        ]))
    #expect(bench.double.requests[1].headers == ["content-type": "video/mp4"])
    #expect(bench.double.requests[1].body == video)
    #expect(bench.double.requests[3].json?["source"] == .object(["file_id": .string("file-1")]))
    #expect(try bench.finish(ticket).count == 1)
    for (call, fault) in [
      (DoubleCall.presign, DoubleFault.gateway(503)), (.upload, .dies), (.presign, .withoutID),
    ] {
      bench.double.fail(call, fault)
      let error = try bench.failure { try bench.submit(try vendor.job(), url: nil, data: video) }
      #expect(error.accepted == .no && error.isRetryable, "\(error)")
    }
    #expect(bench.double.created == 1)
  }

  @Test("refuses before a call what the vendor would refuse")
  func refusals() throws {
    let bench = try CloudBench(vendor)
    let job = try vendor.job()
    let tall = try vendor.job(nil, ["resolution": .string("1080p")])
    let places = [
      job.placed(-2.1, 0, 1, 1), job.placed(0, 2.1, 1, 1), job.placed(0, 0, 0, 1), job.placed(0, 0, 1, 2.1),
    ]
    let texts = ["", String(repeating: "a", count: 6001)].map { text in
      try? vendor.job(nil, ["prompt": .string(text)])
    }
    for refused in try [tall] + places + texts.map({ try #require($0) }) {
      let error = try bench.failure { try bench.submit(refused) }
      #expect(error.kind == .unsupported && error.accepted == .no, "\(error)")
    }
    #expect(
      try bench.failure { try bench.submit(tall) }.message
        == "Luma Agents cannot do this with ray-3.2/video_reframe: 1080p is not offered for 9:16, only for 1:1, 4:3, "
        + "16:9, 21:9")
    let half = try vendor.job(nil, ["source_position": .object(["x_norm": .number(0)])])
    #expect(
      try bench.failure { try bench.submit(half) }.message.hasSuffix("x_norm, y_norm, w_norm and h_norm"))
    let twice = try vendor.job(nil, ["source_position": .object([:])]).placed(0, 0, 1, 1)
    #expect(try bench.failure { try bench.submit(twice) }.kind == .invalidArgument)
    let unknown = try bench.failure { try bench.submit(job, mediaType: "image/png") }
    #expect(unknown.message.hasSuffix("the source's media type, video/…, which is 'image/png'"))
    var silent = job
    silent.parameters = .object([:])
    #expect(
      try bench.failure { try bench.submit(silent) }
        == ReframeError(
          .invalidArgument, "ray-3.2/video_reframe of Luma Agents needs 'prompt'; say it with the job"))
    #expect(bench.double.requests.isEmpty)
  }

  @Test(
    "never asks for what is refused when videos are reframed",
    arguments: ["hdr", "exr_export", "loop", "edit", "start_frame", "end_frame"])
  func otherTypes(name: String) throws {
    let bench = try CloudBench(vendor)
    let error = try bench.failure { try bench.submit(try vendor.job(nil, [name: .bool(true)])) }
    #expect(
      error
        == ReframeError(
          .unsupported,
          "Luma Agents cannot do this with ray-3.2/video_reframe: '\(name)' is refused when a video is reframed; leave "
            + "it out"))
    #expect(bench.double.requests.isEmpty)
  }

  @Test("reframes a video of its own, by its id and without sending anything")
  func earlier() throws {
    let bench = try CloudBench(vendor)
    bench.double.change { $0.pollsUntilDone = 0 }
    let first = try bench.submit(try vendor.job())
    let id = try #require(bench.double.jobs.keys.first)
    let again = try vendor.job(
      aspect: "1:1", ["generation_id": .string(id), "user_id": .string("anna")])
    let early = try bench.failure { try bench.submit(again, url: nil, data: CloudBench.picture) }
    #expect(early.kind == .invalidArgument && early.message.contains("no completed video generation"))
    _ = try bench.finish(first)
    let ticket = try bench.submit(again, url: nil, data: CloudBench.picture)
    #expect(
      bench.double.requests.last?.json
        == .object([
          "aspect_ratio": .string("1:1"), "model": .string("ray-3.2"), "type": .string("video_reframe"),
          "prompt": .string("a beach"), "source": .object(["generation_id": .string(id)]),
          "user_id": .string("anna"), "video": .object(["resolution": .string("720p")]),
        ]))
    #expect(try bench.finish(ticket).count == 1)
    for bad in ["", "d290f1ee", String(repeating: "g", count: 36)] {
      let error = try bench.failure { try bench.submit(try vendor.job(nil, ["generation_id": .string(bad)])) }
      #expect(error.kind == .unsupported && error.accepted == .no)
    }
    let long = try vendor.job(nil, ["user_id": .string(String(repeating: "a", count: 257))])
    #expect(try bench.failure { try bench.submit(long) }.kind == .unsupported)
    #expect(bench.double.created == 2)
  }

  @Test("takes a place in the vendor's own words")
  func ownPosition() throws {
    let bench = try CloudBench(vendor)
    let place = JSONValue.object([
      "x_norm": .number(0), "y_norm": .number(0.1), "w_norm": .number(1), "h_norm": .number(0.5),
    ])
    try bench.submit(try vendor.job(nil, ["source_position": place]))
    #expect(bench.double.requests[0].json?["video"]?["source_position"] == place)
  }

  @Test(
    "its errors say what they cost",
    arguments: [
      (400, ReframeError.Kind.invalidArgument, false, ReframeError.Acceptance.no),
      (401, .unauthenticated, false, .no), (402, .quota, false, .no), (403, .forbidden, false, .no),
      (413, .invalidArgument, false, .no), (422, .invalidArgument, false, .no),
      // It does not say whether a job came of these.
      (500, .unavailable, true, .unknown), (502, .unavailable, true, .unknown),
      (503, .unavailable, true, .unknown),
    ])
  func errors(status: Int, kind: ReframeError.Kind, isRetryable: Bool, accepted: ReframeError.Acceptance)
    throws
  {
    let bench = try CloudBench(vendor)
    bench.double.fail(.create, .trouble(status))
    let error = try bench.failure { try bench.submit(try vendor.job()) }
    #expect(error.kind == kind && error.isRetryable == isRetryable && error.accepted == accepted)
    #expect(error.message.contains("(\(status): ingestion unavailable)"))
  }

  @Test("a list of faults reads as one", arguments: [false, true])
  func lists(isList: Bool) throws {
    let bench = try CloudBench(vendor)
    let double = try #require(bench.double as? LumaAgentsDouble)
    double.listsFaults = isList
    let error = try bench.failure { try bench.submit(try vendor.job(nil, ["unheard_of": .count(1)])) }
    #expect(
      error
        == ReframeError(
          .invalidArgument,
          "Luma Agents refused the request (422: unheard_of is not known); change what it names"))
  }

  @Test("both kinds of too many say how long to wait")
  func tooMany() throws {
    let bench = try CloudBench(vendor)
    bench.double.fail(.create, .tooMany(headers: [:]), .tooMany(headers: ["Retry-After": "1.5"]))
    #expect(
      try bench.failure { try bench.submit(try vendor.job()) }
        == ReframeError(
          .rateLimited,
          "Luma Agents takes no more calls now (429: Too many concurrent jobs); try again in 60 s",
          isRetryable: true, retryAfterMilliseconds: 60_000))
    let second = try bench.failure { try bench.submit(try vendor.job()) }
    #expect(second.retryAfterMilliseconds == 1500 && second.message.contains("Rate limit exceeded"))
  }

  @Test(
    "knows every code of a failure",
    arguments: [
      ("content_moderated", ReframeError.Kind.contentPolicy), ("generation_failed", .unavailable),
      ("budget_exhausted", .quota), ("output_not_found", .unavailable), ("image_too_large", .invalidArgument),
      ("unsupported_format", .invalidArgument), ("corrupt_input", .invalidArgument),
      ("invalid_request", .invalidArgument), ("rate_limited", .rateLimited),
    ])
  func codes(code: String, kind: ReframeError.Kind) throws {
    let bench = try CloudBench(vendor)
    bench.double.change { $0.outcome = .failure(code: code, words: "why") }
    let ticket = try bench.submit(try vendor.job())
    let error = try bench.failure { _ = try bench.finish(ticket) }
    #expect(error.kind == kind && error.code == code && error.accepted == .yes && !error.isRetryable)
    #expect(error.message.contains("(the job failed \(code): why)"))
  }
}
