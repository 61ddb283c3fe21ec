import Hosting
import ReframeSDK
import Testing
import TestSupport

@testable import Catalogue

/// The prices that the vendors publish, through the catalogue, the price books and the calculators' libraries.
@Suite("The vendors' published prices")
struct SeedPriceTests {
  let host: Host
  let catalogue: ModelCatalogue

  init() throws {
    var configuration = HostConfiguration(explicit: [], environment: [:])
    configuration.pluginFolders = [try TestBundles.priced().path]
    configuration.catalogueFolders = [TestBundles.catalogue]
    host = Host(configuration)
    catalogue = ModelCatalogue(host, on: try #require(CalendarDay("2026-09-01")))
  }

  private func quote(
    _ slug: String, _ aspect: String = "9:16", resolution: String? = nil, count: Int = 1,
    milliseconds: Int64? = nil, _ parameters: [(name: String, text: String)] = []
  ) throws -> QuotedModel {
    var job = ReframeJob(model: "", outputs: [OutputRequest(aspect: try #require(AspectRatio(aspect)))])
    job.imageCount = count
    job.source = SourceDescription()
    job.source?.mediaType = milliseconds == nil ? "image/jpeg" : "video/mp4"
    job.source?.durationMilliseconds = milliseconds
    let wanted = Wanted(job, resolution: resolution, parameters: parameters)
    return QuotedModel(wanted, on: try catalogue.entry(slug), host: host)
  }

  @Test("The files are all used")
  func files() {
    #expect(catalogue.refusals == [])
    #expect(
      catalogue.entries.map(\.card.slug) == [
        "dream-machine/reframe_image", "dream-machine/reframe_video", "local/reframe",
        "luma-photon-flash-reframe-image", "luma/reframe-image", "luma/reframe-video",
        "ray-3.2/video_reframe", "reframe", "reframe-image",
      ])
    #expect(catalogue.entries.compactMap(\.provider) == ["local"])
  }

  @Test(
    "Eachlabs' and Luma's pictures, to the cent",
    arguments: [
      ("reframe-image", nil, 10_000, 10_000), ("reframe-image", "photon-flash-1", 10_000, 10_000),
      ("reframe-image", "photon-1", 30_000, 30_000), ("luma-photon-flash-reframe-image", nil, 5000, 5000),
      ("dream-machine/reframe_image", "photon-1", 15_000, 15_000),
      ("dream-machine/reframe_image", "photon-flash-1", 2000, 4000), ("local/reframe", nil, 0, 0),
    ] as [(String, String?, Int64, Int64)])
  func pictures(slug: String, model: String?, expected: Int64, maximum: Int64) throws {
    for count in [1, 3] {
      let quote = try #require(
        try quote(slug, count: count, model.map { [("model", $0)] } ?? []).quote)
      #expect(quote.expected == Money(micros: expected * Int64(count), unit: "USD"))
      #expect(quote.maximum == Money(micros: maximum * Int64(count), unit: "USD"))
    }
  }

  @Test(
    "Every cell of FASHN's table, by the number of images",
    arguments: [
      ("fast", "1k", 1), ("fast", "2k", 2), ("fast", "4k", 3), ("balanced", "1k", 2), ("balanced", "2k", 3),
      ("balanced", "4k", 4), ("quality", "1k", 3), ("quality", "2k", 4), ("quality", "4k", 5),
      (nil, "1k", 1), (nil, "2k", 4), (nil, "4k", 5), (nil, nil, 1), ("quality", nil, 3),
    ] as [(String?, String?, Int)])
  func fashn(mode: String?, resolution: String?, credits: Int) throws {
    for count in 1...4 {
      let model = try quote(
        "reframe", "4:5", resolution: resolution, count: count, mode.map { [("generation_mode", $0)] } ?? [])
      let amount = Money(micros: Int64(credits * count) * 1_000_000, unit: "credits/fashn")
      #expect(model.quote?.expected == amount && model.quote?.maximum == amount)
      #expect(model.comparison == Money(micros: Int64(credits * count) * 75_000, unit: "USD"))
    }
    let asParameters = try quote(
      "reframe", "4:5",
      [("num_images", "4")] + (mode.map { [("generation_mode", $0)] } ?? [])
        + (resolution.map { [("resolution", $0)] } ?? []))
    #expect(asParameters.quote?.expected?.micros == Int64(credits) * 4_000_000)
  }

  @Test(
    "Ray 3.2 by started second and resolution",
    arguments: [
      ("360p", 1, 30_000), ("540p", 1000, 60_000), ("720p", 1001, 240_000), (nil, 2000, 240_000),
      ("1080p", 29_001, 10_800_000), ("360p", 30_000, 900_000),
    ] as [(String?, Int64, Int64)])
  func ray(resolution: String?, milliseconds: Int64, micros: Int64) throws {
    let model = try quote("ray-3.2/video_reframe", "16:9", resolution: resolution, milliseconds: milliseconds)
    #expect(model.quote?.expected == Money(micros: micros, unit: "USD"))
  }

  @Test("A price that nobody published is unknown, and never 0")
  func unknown() throws {
    let cases: [(QuotedModel, String)] = [
      (
        try quote("dream-machine/reframe_video", milliseconds: 1000, [("model", "ray-2")]),
        "the vendor's price is not known"
      ),
      (try quote("luma/reframe-image"), "the vendor's price is not known"),
      (try quote("luma/reframe-video", milliseconds: 1000), "the vendor's price is not known"),
      (try quote("dream-machine/reframe_image"), "the price depends on 'model', which is not given"),
    ]
    for (model, note) in cases {
      #expect(model.quote?.expected == nil && model.quote?.maximum == nil && model.comparison == nil)
      #expect(model.quote?.note == note)
    }
  }

  @Test("What the vendors refuse of a video is said before", arguments: [0, 1, 6000, 6001])
  func prompts(length: Int) throws {
    var job = ReframeJob(model: "", outputs: [OutputRequest(aspect: try #require(AspectRatio("16:9")))])
    job.prompt = String(repeating: "ä", count: length)
    let entry = try catalogue.entry("ray-3.2/video_reframe")
    let reasons = Fitting(Wanted(job), to: entry.card).exclusions.map(\.reason)
    switch length {
    case 0: #expect(reasons == ["'prompt' has 0 characters; it takes at least 1"])
    case 6001: #expect(reasons == ["'prompt' has 6001 characters; it takes at most 6000"])
    default: #expect(reasons == [])
    }
    for name in ["hdr", "exr_export", "loop", "edit", "start_frame", "end_frame"] {
      let wanted = Wanted(job, parameters: [(name, "true")])
      let refused = Fitting(wanted, to: entry.card).exclusions.map(\.reason)
      #expect(refused.contains("it has no parameter '\(name)'"))
    }
  }

  @Test("FASHN refuses what has the ratio already")
  func sameRatio() throws {
    var job = ReframeJob(model: "", outputs: [OutputRequest(aspect: try #require(AspectRatio("16:9")))])
    job.source = SourceDescription()
    job.source?.mediaType = "image/jpeg"
    job.source?.size = PixelSize(width: 1360, height: 760)
    #expect(
      QuotedModel(Wanted(job), on: try catalogue.entry("reframe"), host: host).exclusions == [
        Exclusion(
          what: "ratio", reason: "the source is 1360x760, which is 16:9 already, and such sources are refused"
        )
      ])
  }

  @Test("What a model cannot do is said for each side of it")
  func excluded() throws {
    #expect(
      try quote("reframe-image", "4:5").exclusions == [
        Exclusion(what: "ratio", reason: "4:5 is not offered; it makes 1:1, 3:4, 4:3, 9:16, 16:9, 9:21, 21:9")
      ])
    #expect(
      try quote("ray-3.2/video_reframe", resolution: "1080p", milliseconds: 30_001).exclusions == [
        Exclusion(what: "duration", reason: "the source is 30.001 s long; at most 30 s are taken"),
        Exclusion(
          what: "resolution", reason: "1080p is not offered for 9:16, only for 1:1, 4:3, 16:9, 21:9"),
      ])
  }
}
