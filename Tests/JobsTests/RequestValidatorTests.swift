import ReframeSDK
import Testing

@testable import Jobs

@Suite("A request becomes a job, or a list of faults")
struct RequestValidatorTests {
  /// The faults of a request for 9:16 after `change`.
  private func faults(_ change: (inout ReframeRequest) -> Void) -> [Problem] {
    var request = ReframeRequest()
    request.aspects = ["9:16"]
    change(&request)
    do throws(Problems) {
      _ = try ReframeJob(validating: request)
      return []
    } catch {
      return error.list
    }
  }

  private func job(_ change: (inout ReframeRequest) -> Void) throws -> ReframeJob {
    var request = ReframeRequest()
    request.aspects = ["9:16"]
    change(&request)
    return try ReframeJob(validating: request)
  }

  @Test("A ratio alone is enough; the rest has defaults")
  func defaults() throws {
    let job = try job { _ in }
    let output = OutputRequest(aspect: try #require(AspectRatio("9:16")))
    #expect(job == ReframeJob(model: "local/reframe", outputs: [output]))
    #expect(job.mode == .auto)
    #expect(job.seed == 42)
    #expect(job.outputs[0].quality == 85)
  }

  @Test("Every option arrives")
  func everything() throws {
    let job = try job { request in
      request.model = "other"
      request.aspects = ["1:1", "16:9"]
      request.resolution = "1k"
      request.mode = "expand"
      request.fill = "solid"
      request.fillParameters = ["color": .string("#fff")]
      request.detector = "faces"
      request.subject = [1, 2, 3, 4]
      request.sourcePosition = [0.25, 0, 0.5, 1]
      request.format = "jpg"
      request.quality = 1
      request.seed = 4_294_967_295
      request.prompt = "a beach"
      request.keepsMetadata = true
      request.isStrict = true
      request.explains = true
      request.pixelLimit = 2_000_000
    }
    #expect(job.model == "other")
    #expect(job.outputs.map(\.size?.description) == ["1024x1024", "1360x760"])
    #expect(job.outputs.map(\.format) == [.jpeg, .jpeg])
    #expect(job.outputs.map(\.quality) == [1, 1])
    #expect(
      job.outputs.map(\.placement)
        == Array(repeating: UnitRect(x: 0.25, y: 0, width: 0.5, height: 1), count: 2))
    #expect(job.mode == .expand && job.fill == "solid" && job.detector == "faces")
    #expect(job.fillParameters == .object(["color": .string("#fff")]))
    #expect(job.subject == UnitRect(x: 1, y: 2, width: 3, height: 4))
    #expect(job.seed == .max && job.prompt == "a beach" && job.pixelLimit == 2_000_000)
    #expect(job.keepsMetadata && job.isStrict && job.explains)
  }

  @Test("Sizes bring their own ratios, even those of coprime sides")
  func sizes() throws {
    let job = try job { request in
      request.aspects = []
      request.sizes = ["1080x1920", "1919x1079"]
    }
    #expect(job.outputs.map(\.aspect.description) == ["9:16", "1919:1079"])
    #expect(job.outputs.map(\.size?.description) == ["1080x1920", "1919x1079"])
    let text = try JSON.encode(job)
    #expect(try JSON.decode(ReframeJob.self, from: text, what: "job") == job)
  }

  @Test("A focus is a subject without a size")
  func focus() throws {
    #expect(
      try job { $0.focus = [0.5, 0.25] }.subject == UnitRect(x: 0.5, y: 0.25, width: 0, height: 0))
  }

  @Test("A placement in canvas pixels becomes fractions")
  func placement() throws {
    let job = try job { request in
      request.aspects = []
      request.sizes = ["200x100", "400x100"]
      request.placement = [50, -10, 150, 110]
    }
    #expect(
      job.outputs.map(\.placement) == [
        UnitRect(x: 0.25, y: -0.1, width: 0.5, height: 1.2),
        UnitRect(x: 0.125, y: -0.1, width: 0.25, height: 1.2),
      ])
  }

  private static let rules: [(String, String, @Sendable (inout ReframeRequest) -> Void)] = [
    ("aspect", "say what to make: a ratio such as 9:16, or a size such as 1080x1920", { $0.aspects = [] }),
    ("size", "a size has its own ratio; give either ratios or sizes", { $0.sizes = ["10x10"] }),
    (
      "aspect",
      "'16:0' is not a ratio; write two positive numbers such as 9:16 or 2.35:1, neither more than 1000 times the other",
      { $0.aspects = ["1:1", "16:0"] }
    ),
    ("aspect", "'7:3' is there twice; give each ratio once", { $0.aspects = ["21:9", "7:3"] }),
    ("resolution", "'8k' is none of 1k, 2k, 4k", { $0.resolution = "8k" }),
    (
      "resolution",
      "4k is 3072x5464 for 9:16, which has 16785408 pixels; at most 16000000 are allowed (max-pixels)",
      { ($0.resolution, $0.pixelLimit) = ("4k", 16_000_000) }
    ),
    ("mode", "'zoom' is none of auto, crop, expand, carve", { $0.mode = "zoom" }),
    ("format", "'gif' is none of jpeg, png, webp", { $0.format = "gif" }),
    ("quality", "0 is not between 1 and 100", { $0.quality = 0 }),
    ("quality", "101 is not between 1 and 100", { $0.quality = 101 }),
    ("seed", "-1 is not between 0 and 4294967295", { $0.seed = -1 }),
    ("seed", "4294967296 is not between 0 and 4294967295", { $0.seed = 4_294_967_296 }),
    ("max-pixels", "0 is not a positive number of pixels", { $0.pixelLimit = 0 }),
    ("focus", "give either a subject or a focus", { ($0.subject, $0.focus) = ([0, 0, 1, 1], [0, 0]) }),
    ("subject", "needs 4 numbers: x,y,width,height", { $0.subject = [1, 2, 3] }),
    ("subject", "needs 4 numbers: x,y,width,height", { $0.subject = [0, 0, .nan, 1] }),
    (
      "subject", "the box needs a corner inside the picture and a positive width and height",
      { $0.subject = [0, 0, 0, 1] }
    ),
    (
      "subject", "the box needs a corner inside the picture and a positive width and height",
      { $0.subject = [-1, 0, 5, 5] }
    ),
    ("focus", "needs 2 numbers: x,y", { $0.focus = [1] }),
    ("focus", "needs 2 numbers: x,y", { $0.focus = [1, .infinity] }),
    ("focus", "the point lies off the picture", { $0.focus = [-1, 0] }),
    (
      "source-position", "give either a placement or a source position",
      { ($0.placement, $0.sourcePosition, $0.resolution) = ([0, 0, 9, 9], [0, 0, 1, 1], "1k") }
    ),
    ("placement", "needs 4 numbers: x0,y0,x1,y1", { $0.placement = [1] }),
    (
      "placement", "is in canvas pixels, so the canvas needs a size or a resolution",
      { $0.placement = [0, 0, 1, 1] }
    ),
    ("source-position", "needs 4 numbers: x,y,width,height", { $0.sourcePosition = [] }),
    ("source-position", "each number lies between -2 and 2", { $0.sourcePosition = [0, 0, 2.1, 1] }),
    (
      "source-position", "has no area: the right edge lies right of the left one, the bottom below the top",
      { $0.sourcePosition = [0, 0, 1, 0] }
    ),
    (
      "source-position", "makes the source more than a thousand times as large or as small as the canvas",
      { $0.sourcePosition = [0, 0, 0.0001, 1] }
    ),
    (
      "source-position", "lies off the canvas, so nothing of the source would be seen",
      { $0.sourcePosition = [1.5, 0, 1, 1] }
    ),
    (
      "placement", "has no area: the right edge lies right of the left one, the bottom below the top",
      { ($0.placement, $0.resolution) = ([10, 0, 10, 5], "1k") }
    ),
    (
      "placement", "makes the source more than a thousand times as large or as small as the canvas",
      { ($0.placement, $0.resolution) = ([0, 0, 1e9, 5], "1k") }
    ),
    (
      "placement", "lies off the canvas, so nothing of the source would be seen",
      { ($0.placement, $0.resolution) = ([-10, 0, 0, 5], "1k") }
    ),
    (
      "mode", "the placement leaves part of the canvas exposed, which a crop cannot; use expand or auto",
      { ($0.mode, $0.sourcePosition) = ("crop", [0.25, 0, 0.5, 1]) }
    ),
  ]

  @Test("Each fault has its field and says what would be right", arguments: rules.indices)
  func single(index: Int) {
    let (field, message, change) = Self.rules[index]
    #expect(faults(change) == [Problem(field, message)])
  }

  @Test(
    "A size that is none, too long or too large is refused",
    arguments: [
      ("1080", "'1080' is not a size; write width x height in pixels, such as 1080x1920"),
      ("0x5", "'0x5' is not a size; write width x height in pixels, such as 1080x1920"),
      ("5x-5", "'5x-5' is not a size; write width x height in pixels, such as 1080x1920"),
      ("5x5x5", "'5x5x5' is not a size; write width x height in pixels, such as 1080x1920"),
      ("x", "'x' is not a size; write width x height in pixels, such as 1080x1920"),
      ("", "'' is not a size; write width x height in pixels, such as 1080x1920"),
      (
        "1000001x1000001",
        "'1000001x1000001' is not a size; write width x height in pixels, such as 1080x1920"
      ),
      (
        "99999999999999999999x1",
        "'99999999999999999999x1' is not a size; write width x height in pixels, such as 1080x1920"
      ),
      ("1001x1", "1001x1 is more than 1000 times as long as it is broad"),
      ("20000x20000", "20000x20000 has 400000000 pixels; at most 268435456 are allowed (max-pixels)"),
    ])
  func size(text: String, message: String) {
    #expect(faults { ($0.aspects, $0.sizes) = ([], [text]) } == [Problem("size", message)])
  }

  @Test("A size given twice, and a resolution beside sizes, are refused")
  func sizeConflicts() {
    #expect(
      faults { ($0.aspects, $0.sizes) = ([], ["5x5", "5x5"]) }
        == [Problem("size", "5x5 is there twice; give each size once")])
    #expect(
      faults { ($0.aspects, $0.sizes, $0.resolution) = ([], ["5x5"], "1k") }
        == [Problem("resolution", "a size says how many pixels; give a resolution with ratios only")])
  }

  @Test("Every fault is told at once, and once for all outputs")
  func several() {
    let list = faults { request in
      request.aspects = ["1:1", "16:9", "nonsense"]
      request.mode = "zoom"
      request.quality = 500
      request.seed = -7
      request.format = "bmp"
      request.focus = [-1, -1]
      request.placement = [0, 0, 1, 1]
    }
    #expect(
      list.map(\.field).sorted() == ["aspect", "focus", "format", "mode", "placement", "quality", "seed"])
  }

  @Test("A bad source position is told even if no ratio is right")
  func withoutOutputs() {
    let list = faults { ($0.aspects, $0.sourcePosition) = (["?"], [9, 9, 9, 9]) }
    #expect(list.map(\.field) == ["aspect", "source-position"])
  }

  @Test("A crop may be placed as long as it covers the canvas")
  func placedCrop() throws {
    let job = try job { ($0.mode, $0.sourcePosition) = ("crop", [-0.5, 0, 1.5, 1]) }
    #expect(job.outputs[0].placement == UnitRect(x: -0.5, y: 0, width: 1.5, height: 1))
  }
}
