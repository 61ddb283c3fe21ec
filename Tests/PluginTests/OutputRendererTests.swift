import Imaging
import ReframeSDK
import Testing

/// Source pixels that are neither cropped away nor scaled arrive bit for bit.
@Suite("Rendering")
struct OutputRendererTests {
  private static let sizes = [(1, 1), (1, 13), (17, 1), (2, 3), (31, 29), (53, 20)]

  private func check(_ result: Engine.Result?, against source: Raster) throws {
    let result = try #require(result)
    let plan = try #require(result.plan)
    let picture = try result.bytes.decoded()
    #expect(PixelSize(width: picture.width, height: picture.height) == plan.framing.canvas)
    let place = plan.framing.placement
    let visible = place.visible(on: plan.framing.canvas)
    let shown = Raster.Rect(
      x: visible.x - Int(place.x.rounded()), y: visible.y - Int(place.y.rounded()), width: visible.width,
      height: visible.height)
    let part = Raster.Rect(x: visible.x, y: visible.y, width: visible.width, height: visible.height)
    #expect(picture.channels == source.channels)
    #expect(picture.samples(part) == source.samples(shown), "\(plan.framing)")
  }

  @Test("expands around untouched pixels", arguments: Engine.fills, [3, 4])
  func expands(fill: String, channels: Int) throws {
    let engine = try Engine()
    for (width, height) in Self.sizes {
      let source = try Pictures.patterned(width, height, channels: channels)
      let file = try ImageEncoder(.png).data(source)
      for ratio in ["1:1", "9:16", "16:9", "3:2"] {
        let job = try ReframeJob.png(ratio) {
          $0.mode = .expand
          $0.fill = fill
        }
        let result = try engine.reframe(file, job).first
        try check(result, against: source)
        #expect(result?.plan?.operation != .crop)
      }
    }
  }

  @Test("places untouched pixels where it is told", arguments: Engine.fills)
  func places(fill: String) throws {
    let engine = try Engine()
    for (width, height) in Self.sizes {
      let source = try Pictures.patterned(width, height)
      let file = try ImageEncoder(.png).data(source)
      let size = PixelSize(width: 37, height: 41)
      for (x, y) in [(0, 0), (3, 7), (36, 40), (11, -height + 1), (-width + 1, 5), (-width / 2, -height / 2)]
      {
        var output = try #require(
          AspectRatio(width: 37, height: 41).map { OutputRequest(aspect: $0, size: size) })
        output.placement = UnitRect(
          x: Double(x) / 37, y: Double(y) / 41, width: Double(width) / 37, height: Double(height) / 41)
        let result = try engine.reframe(file, .png([output]) { $0.fill = fill }).first
        try check(result, against: source)
        #expect(result?.plan?.framing.placement.visible(on: size).x == max(0, x))
      }
    }
  }

  @Test("crops untouched pixels", arguments: ["1:1", "9:16", "16:9", "5:4"], [3, 4])
  func crops(ratio: String, channels: Int) throws {
    let engine = try Engine()
    for (width, height) in Self.sizes {
      let source = try Pictures.patterned(width, height, channels: channels)
      let job = try ReframeJob.png(ratio) {
        $0.mode = .crop
        $0.subject = UnitRect(x: 0.8, y: 0.1, width: 0, height: 0)
      }
      try check(try engine.reframe(try ImageEncoder(.png).data(source), job).first, against: source)
    }
  }

  @Test("crops on one axis and expands on the other")
  func both() throws {
    let source = try Pictures.patterned(40, 10)
    var output = try #require(AspectRatio("1:1").map { OutputRequest(aspect: $0) })
    output.size = PixelSize(width: 20, height: 20)
    output.placement = UnitRect(x: -0.5, y: 0.25, width: 2, height: 0.5)
    let result = try Engine().reframe(try ImageEncoder(.png).data(source), .png([output])).first
    try check(result, against: source)
    #expect(result?.plan?.operation == .cropAndExpand)
    #expect(result?.plan?.crop == PixelRect(x: 10, y: 0, width: 20, height: 10))
    #expect(result?.plan?.fill == "auto")
  }

  @Test("a source thinner than a pixel of the canvas is still seen")
  func thin() throws {
    let file = try ImageEncoder(.png).data(try Pictures.flat(900, 2, [10, 200, 30]))
    let size = PixelSize(width: 30, height: 41)
    let job = try ReframeJob.png("30:41", size: size) {
      $0.mode = .expand
      $0.fill = "solid"
      $0.fillParameters = .object(["color": .string("#000000")])
    }
    let picture = try #require(try Engine().reframe(file, job).first).bytes.decoded()
    #expect((0..<41).filter { picture.pixel(15, $0) != [0, 0, 0] } == [20])
    #expect(picture.pixel(15, 20) == [10, 200, 30])
  }

  @Test("scales to a size, up and down, and hits it exactly")
  func scales() throws {
    let engine = try Engine()
    let file = try ImageEncoder(.png).data(try Pictures.flat(30, 20, [90, 60, 30]))
    for size in [
      PixelSize(width: 7, height: 5), PixelSize(width: 61, height: 47), PixelSize(width: 1, height: 1),
    ] {
      for mode in [ReframeMode.crop, .expand] {
        let job = try ReframeJob.png("\(size.width):\(size.height)", size: size) { $0.mode = mode }
        let picture = try #require(try engine.reframe(file, job).first).bytes.decoded()
        #expect(PixelSize(width: picture.width, height: picture.height) == size)
        let middle = picture.pixel(size.width / 2, size.height / 2)
        for (value, expected) in zip(middle, [90, 60, 30]) { #expect(abs(Int(value) - expected) <= 1) }
      }
    }
  }

  @Test("writes the format that is asked for", arguments: OutputFormat.stills)
  func formats(format: OutputFormat) throws {
    let job = try ReframeJob.png("1:1") { $0.outputs[0].format = format }
    let result = try #require(try Engine().reframe(try Pictures.png(9, 4), job).first)
    #expect(result.rendition.mediaType == format.mediaType)
    #expect(try result.bytes.probed().format.rawValue == format.rawValue)
  }

  @Test("a lower quality makes a smaller file", arguments: [OutputFormat.jpeg, .webp])
  func quality(format: OutputFormat) throws {
    let file = try Pictures.png(64, 64)
    let counts = try [10, 50, 95].map { quality in
      let job = try ReframeJob.png("1:1") {
        $0.outputs[0].format = format
        $0.outputs[0].quality = quality
      }
      return try #require(try Engine().reframe(file, job).first).bytes.count
    }
    #expect(counts[0] < counts[1] && counts[1] < counts[2])
  }
}
