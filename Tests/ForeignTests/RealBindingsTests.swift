import Foundation
import ReframeSDK
import TestSupport
import Testing

/// Three real libraries that know nothing of us, bound by a manifest alone.
@Suite("A manifest makes a plugin of")
struct RealBindingsTests {
  private static let placements: [PixelRect] = [
    PixelRect(x: 3, y: 2, width: 9, height: 5), PixelRect(x: 0, y: 0, width: 9, height: 8),
    PixelRect(x: 8, y: 4, width: 9, height: 7), PixelRect(x: 0, y: 0, width: 17, height: 11),
  ]

  @Test("a function of Debian's libpixman: a fill that continues edges", arguments: [3, 4])
  func pixman(channels: Int) throws {
    let here = try ForeignBench(binding: "pixman-edge", in: .process)
    let there = try ForeignBench(binding: "pixman-edge", in: .worker)
    for placed in Self.placements {
      let canvas = ForeignPicture.gradient(17, 11, channels: channels)
      let filled = try here.filled(canvas, placed: placed)
      #expect(filled.keepsPadding)
      for y in 0..<11 {
        for x in 0..<17 {
          let nearest = (min(max(x, placed.x), placed.maxX - 1), min(max(y, placed.y), placed.maxY - 1))
          #expect(filled.pixel(x, y) == canvas.pixel(nearest.0, nearest.1), "\(x),\(y) of \(placed)")
        }
      }
      #expect(try there.filled(canvas, placed: placed).bytes == filled.bytes)
    }
  }

  @Test("the same with a parameter", arguments: ForeignBench.Place.allCases)
  func pixmanMirror(place: ForeignBench.Place) throws {
    let bench = try ForeignBench(binding: "pixman-edge", in: place)
    let canvas = ForeignPicture.gradient(9, 4)
    let filled = try bench.filled(
      canvas, placed: PixelRect(x: 3, y: 0, width: 3, height: 4), parameters: #"{"mode": "mirror"}"#)
    for y in 0..<4 {
      for x in 0..<9 { #expect(filled.pixel(x, y) == canvas.pixel([5, 4, 3, 3, 4, 5, 5, 4, 3][x], y)) }
    }
  }

  @Test("a C file without any header of ours: a detector of what is bright")
  func brightBox() throws {
    let here = try ForeignBench(binding: "bright-box", in: .process)
    let there = try ForeignBench(binding: "bright-box", in: .worker)
    let picture = ForeignPicture.spot(40, 20, at: PixelRect(x: 10, y: 5, width: 8, height: 4))
    let found = try here.subjects(picture).map
    #expect(
      found.regions == [
        SubjectRegion(box: UnitRect(x: 0.25, y: 0.25, width: 0.2, height: 0.2), score: 0.8, label: "bright")
      ])
    #expect(try there.subjects(picture).map == found)
    #expect(try here.subjects(picture, parameters: #"{"threshold": 255}"#).map.regions.isEmpty)
    for bench in [here, there] {
      let error = #expect(throws: ReframeError.self) {
        try bench.subjects(picture, parameters: #"{"threshold": 256}"#)
      }
      #expect(error?.kind == .invalidArgument)
      #expect(error?.message == "fx_bright_box: the threshold is beyond 255")
      #expect(error?.accepted == .no)
    }
  }

  @Test(
    "a formula of the C library: a price that falls with the volume", arguments: ForeignBench.Place.allCases)
  func volumePrice(place: ForeignBench.Place) throws {
    let bench = try ForeignBench(binding: "volume-price", in: place)
    let quote = try bench.quote(outputs: 2, count: 8, settings: ["exponent": .string("0.5")])
    let two = Money(micros: 2_000_000, unit: "USD")
    #expect(quote.expected == two && quote.maximum == two)
    #expect(quote.lines == [.init(label: "run", quantity: 1, amount: two)])
    #expect(quote.rule == "rule" && quote.version == "7" && quote.note == nil)
    #expect(try bench.quote().expected?.micros == 500_000)
    #expect(try bench.quote(count: 1000).expected?.micros == 250_593_617)
  }

  @Test("the manifest that the guide shows")
  func guide() throws {
    let guide = try String(
      contentsOf: TestBundles.repository.appending(path: "SDK/README.md"), encoding: .utf8)
    let section = try #require(
      guide.components(separatedBy: "## Functions of a library that knows nothing of us").last)
    let manifest = try #require(
      section.components(separatedBy: "```json\n").dropFirst().first?.components(separatedBy: "```").first)
    let bench = try ForeignBench(manifest: manifest, id: "paint", in: .worker)
    let placed = PixelRect(x: 2, y: 1, width: 5, height: 3)
    let canvas = ForeignPicture.gradient(9, 6)
    let filled = try bench.filled(canvas, placed: placed, parameters: #"{"shade": 33}"#)
    for y in 0..<6 {
      for x in 0..<9 {
        let isInside = placed.contains(PixelRect(x: x, y: y, width: 1, height: 1))
        #expect(filled.pixel(x, y) == (isInside ? canvas.pixel(x, y) : [33, 33, 33]))
      }
    }
  }
}
