import ReframeSDK
import Testing

/// What a signature can say, each on a function of the fixture, in this process and in a worker.
@Suite("A foreign function takes and gives", .serialized)
struct LanguageTests {
  private static let places = ForeignBench.Place.allCases
  private static let corner =
    #"[{"x": "found.x / image.width", "y": "found.y / image.height", "width": 0.1, "height": 0.1}]"#

  @Test("buffers with their lengths", arguments: places)
  func buffer(place: ForeignBench.Place) throws {
    let bench = try ForeignBench.detector(
      "f64 fx_mean(const u8 *pixels[length], size_t length)",
      #"{"pixels": "image.pixels", "length": "image.length"}"#,
      regions: #"[{"x": 0, "y": 0, "width": 1, "height": 1, "score": "result / 255"}]"#, in: place)
    // A worker is sent the rows without what lies between them.
    let picture = ForeignPicture.gradient(20, 10, padding: place == .process ? 5 : 0)
    #expect(try bench.subjects(picture).map.regions.map(\.score) == [picture.mean / 255])
  }

  @Test("buffers from a byte on, and strides", arguments: places)
  func stride(place: ForeignBench.Place) throws {
    let bench = try ForeignBench.detector(
      "i32 fx_bright_box(const u8 *pixels[stride * (height - 1) + width * channels], i32 width, i32 height, long stride, int channels, int threshold, out box found)",
      #"{"pixels": "image.pixels + 2 * image.stride + 3 * image.channels", "width": 4, "height": 3, "stride": "image.stride", "channels": "image.channels", "threshold": 100}"#,
      regions: Self.corner, in: place)
    let picture = ForeignPicture.spot(20, 10, at: PixelRect(x: 5, y: 4, width: 1, height: 1))
    let box = try #require(try bench.subjects(picture).map.regions.first?.box)
    #expect(box.x == 2 / 20.0 && box.y == 2 / 10.0)
  }

  @Test("scalars of every width", arguments: places)
  func scalars(place: ForeignBench.Place) throws {
    let bench = try ForeignBench.price(
      "i64 fx_widths(i8 a, u8 b, i16 c, u16 d, i32 e, u32 f, i64 g, u64 h, f32 i, f64 j)",
      #"{"a": -128, "b": 255, "c": -32768, "d": 65535, "e": -2147483648, "f": 4294967295, "g": "0x100000000", "h": 7, "i": 2.5, "j": 3.5}"#,
      in: place)
    let sum: Int64 = -128 + 255 - 32768 + 65535 - 2_147_483_648 + 4_294_967_295 + 0x1_0000_0000 + 7 + 2 + 3
    #expect(try bench.micros() == sum * 1_000_000)
  }

  @Test("a negative number of eight bits", arguments: places)
  func narrow(place: ForeignBench.Place) throws {
    let bench = try ForeignBench.price(
      "i8 fx_narrow(i8 value)", #"{"value": -5}"#, amount: "result == -5 ? 1 : 0", in: place)
    #expect(try bench.micros() == 1_000_000)
  }

  @Test("strings", arguments: places)
  func text(place: ForeignBench.Place) throws {
    let bench = try ForeignBench.price(
      "int fx_word_value(text word)", #"{"word": "parameters.word ?? 'low'"}"#, in: place)
    #expect(try bench.micros() == 10_000_000)
    #expect(try bench.micros(["word": .string("h\u{f6}her")]) == 200_000_000)
    #expect(try bench.micros(["word": .string("a \"quoted\"\\ one\n")]) == 16_000_000)
    #expect(try bench.micros(["word": .string("")]) == 0)
    let error = #expect(throws: ReframeError.self) { try bench.micros(["word": .number(3)]) }
    #expect(error?.message == "fx_word_value: 'word', 'parameters.word ?? 'low'', is no text")
    let zero = #expect(throws: ReframeError.self) { try bench.micros(["word": .string("a\0b")]) }
    #expect(zero?.message == "fx_word_value: 'word' has a zero byte in its text")
  }

  @Test("structs by value", arguments: places)
  func structs(place: ForeignBench.Place) throws {
    let bench = try ForeignBench.detector(
      "point fx_middle(box area, point weight)",
      """
      {"area": {"x": 2, "y": 1, "width": "image.width", "height": "image.height / 2"}, "weight": {"x": 0.25, "y": 0.5}}
      """,
      regions:
        #"[{"x": "result.x / image.width", "y": "result.y / image.height", "width": 0, "height": 0}]"#,
      in: place)
    let box = try #require(try bench.subjects().map.regions.first?.box)
    #expect(box.x == (2 + 20 * 0.25) / 20.0 && box.y == (1 + 5 * 0.5) / 10.0)
  }

  @Test("structs that fit no register", arguments: places)
  func largeStruct(place: ForeignBench.Place) throws {
    let bench = try ForeignBench.price(
      "finding fx_shift(finding one, i32 by)",
      """
      {"by": 3, "one": {"place": {"x": 1, "y": 2, "width": 3, "height": 4}, "score": 0.5,
        "tag": [10, 20, 30, 40, 50], "centre": {"x": 0.25, "y": 8}}}
      """,
      amount:
        "result.place.x * 1000 + result.tag[4] * 10 + result.tag[7] + result.score + result.centre.y * 100000",
      in: place)
    #expect(try bench.micros() == 1_104_547_250_000)
  }

  @Test("a struct that an earlier call gave", arguments: places)
  func structOfEarlierCall(place: ForeignBench.Place) throws {
    let bench = try ForeignBench(
      ["pricing"],
      """
      {\(ForeignBench.structs), "pricing": {
        "calls": [
          {"function": "point fx_middle(box area, point weight)", "as": "first",
           "arguments": {"area": {"x": 0, "y": 0, "width": 1, "height": 1}, "weight": {"x": 0.5, "y": 1}}},
          {"function": "point fx_middle(box area, point weight)",
           "arguments": {"area": {"x": 0, "y": 0, "width": 10, "height": 10}, "weight": "first"}}
        ],
        "quote": {"amount": "result.x + result.y + first.x", "unit": "'USD'"}}}
      """, in: place)
    #expect(try bench.micros() == 15_500_000)
  }

  @Test("output arguments: arrays of structs that hold structs and arrays", arguments: places)
  func outputs(place: ForeignBench.Place) throws {
    let bench = try ForeignBench.detector(
      "int fx_find(box area, out finding findings[4], int capacity, inout u32 flags)",
      """
      {"area": {"x": 1, "y": 2, "width": 8, "height": 4}, "capacity": 4, "flags": 3}
      """,
      regions: """
        [{"count": "result", "x": "findings[i].place.x / image.width", "y": "findings[i].place.y / image.height",
          "width": "findings[i].tag[3] / 100", "height": "flags / 20", "score": "findings[i].score"}]
        """, in: place)
    let regions = try bench.subjects().map.regions
    #expect(regions.map(\.score) == [0.75, 0.5, 0.25])
    #expect(regions.map(\.box.x) == [3, 2, 1].map { $0 / 20.0 })
    #expect(regions.map(\.box.y) == [4, 3, 2].map { $0 / 10.0 })
    #expect(regions.map(\.box.width) == [23, 13, 3].map { $0 / 100.0 })
    #expect(regions.map(\.box.height) == [0.35, 0.35, 0.35])
  }

  @Test("variadic arguments", arguments: places)
  func variadic(place: ForeignBench.Place) throws {
    let bench = try ForeignBench.price(
      "f64 fx_sum(int count, ..., int a, f64 b, int c, f64 d)",
      #"{"count": 2, "a": 1, "b": 0.25, "c": "parameters.c", "d": 0.5}"#, in: place)
    #expect(try bench.micros(["c": .number(40)]) == 41_750_000)
  }

  @Test("arrays that the host fills", arguments: places)
  func inputArray(place: ForeignBench.Place) throws {
    let bench = try ForeignBench.price(
      "f64 fx_polynomial(in f64 coefficients[3], int count, f64 x)",
      #"{"coefficients": [1, "parameters.b", 0.5], "count": 3, "x": 2}"#, in: place)
    #expect(try bench.micros(["b": .number(3)]) == 9_000_000)
  }

  @Test("pointers to memory of the library's", arguments: places)
  func pointedResult(place: ForeignBench.Place) throws {
    let bench = try ForeignBench.price(
      "const box *[count] fx_known_boxes(int which, out int count)", #"{"which": "parameters.which"}"#,
      amount: "result[1].width + result[0].height", in: place)
    #expect(try bench.micros(["which": .number(0)]) == 30_000_000)
    let few = #expect(throws: ReframeError.self) { try bench.micros(["which": .number(1)]) }
    #expect(
      few?.message
        == "the amount, 'result[1].width + result[0].height', has an index beyond the elements that there are"
    )
    let none = #expect(throws: ReframeError.self) { try bench.micros(["which": .number(2)]) }
    #expect(none?.message == "the amount, 'result[1].width + result[0].height', points to nothing")
  }

  @Test("a grid of cells, made in scratch memory from a picture in another layout", arguments: places)
  func grid(place: ForeignBench.Place) throws {
    let bench = try ForeignBench.detector(
      "void fx_grid(const u8 *gray[width * height], int width, int height, u8 *cells[columns * rows], int columns, int rows)",
      """
      {"gray": "image.pixels", "width": "image.width", "height": "image.height", "cells": "grid", "columns": 4, "rows": 2}
      """,
      more: """
        , "pixels": {"layout": "gray"}, "scratch": {"grid": "4 * 2"},
        "saliency": {"columns": 4, "rows": 2, "values": "grid"}
        """, in: place)
    let picture = ForeignPicture.spot(20, 10, at: PixelRect(x: 5, y: 5, width: 5, height: 5))
    let grid = try #require(try bench.subjects(picture).map.saliency)
    #expect(grid.columns == 4 && grid.rows == 2)
    #expect(grid.values == [10, 10, 10, 10, 10, 250, 10, 10])
  }

  @Test("a canvas, in calls that are made only when they are needed", arguments: places)
  func fill(place: ForeignBench.Place) throws {
    func paint(_ x: String, _ y: String, _ width: String, _ height: String) -> String {
      """
      {"function": "int fx_paint(u8 *bits[image.length], long stride, int channels, int x, int y, int width, int height, int value)",
       "arguments": {"bits": "image.pixels", "stride": "image.stride", "channels": "image.channels", "x": "\(x)",
         "y": "\(y)", "width": "\(width)", "height": "\(height)", "value": "parameters.value ?? seed"},
       "when": "\(width) > 0 && \(height) > 0",
       "success": "result == 0",
       "errors": {"22": {"kind": "invalid_argument", "message": "a value from 0 to 255 is needed"}}}
      """
    }
    let (right, bottom) = ("placed.x + placed.width", "placed.y + placed.height")
    let calls = [
      paint("0", "0", "image.width", "placed.y"),
      paint("0", bottom, "image.width", "image.height - (\(bottom))"),
      paint("0", "placed.y", "placed.x", "placed.height"),
      paint(right, "placed.y", "image.width - (\(right))", "placed.height"),
    ]
    let bench = try ForeignBench(
      ["fill"], #"{"fill": {"calls": [\#(calls.joined(separator: ",\n"))]}}"#, in: place)
    let canvas = ForeignPicture.gradient(12, 9)
    for placed in [PixelRect(x: 2, y: 3, width: 5, height: 4), PixelRect(x: 0, y: 0, width: 12, height: 4)] {
      let filled = try bench.filled(canvas, placed: placed)
      #expect(filled.keepsPadding)
      for y in 0..<9 {
        for x in 0..<12 {
          let isInside = placed.contains(PixelRect(x: x, y: y, width: 1, height: 1))
          #expect(filled.pixel(x, y) == (isInside ? canvas.pixel(x, y) : [42, 42, 42]))
        }
      }
    }
    let error = #expect(throws: ReframeError.self) {
      try bench.filled(
        canvas, placed: PixelRect(x: 1, y: 1, width: 1, height: 1), parameters: #"{"value": 300}"#)
    }
    #expect(error == ReframeError(.invalidArgument, "fx_paint: a value from 0 to 255 is needed"))
  }

  @Test("handles, which are closed whatever happens", arguments: places)
  func handles(place: ForeignBench.Place) throws {
    let bench = try ForeignBench(
      ["pricing"],
      """
      {"pricing": {
        "calls": [
          {"function": "int fx_open_into(int level, out pointer session)", "arguments": {"level": "parameters.level"},
           "success": "result == 0", "errors": {"-1": {"kind": "unavailable", "retryable": true}}},
          {"function": "int fx_level(pointer session)", "arguments": {"session": "session"},
           "success": "result >= 0", "errors": {"-3": "quota"}, "as": "level"},
          {"function": "int fx_open_sessions()", "as": "open"}
        ],
        "cleanup": [{"function": "void fx_close(pointer session)", "arguments": {"session": "session"}}],
        "quote": {"amount": "level * 10 + open", "unit": "'USD'"}}}
      """, in: place)
    #expect(try bench.micros(["level": .number(3)]) == 31_000_000)
    let high = #expect(throws: ReframeError.self) { try bench.micros(["level": .number(60)]) }
    #expect(high == ReframeError(.quota, "fx_level answered -3"))
    let none = #expect(throws: ReframeError.self) { try bench.micros(["level": .number(101)]) }
    #expect(none == ReframeError(.unavailable, "fx_open_into answered -1", isRetryable: true))
    // One is open, the one of this call: all others were closed, and none that was not open.
    #expect(try bench.micros(["level": .number(4)]) == 41_000_000)
  }

  @Test("text of the job, and prices as decimals", arguments: places)
  func expressions(place: ForeignBench.Place) throws {
    let amounts = [
      ("result + 1 / 4", 3_250_000), ("-7 % 4 + 4", 1_000_000), ("floor(7 / 2) + ceil(7 / 2)", 7_000_000),
      ("round(2.5) + abs(-1) + min(2, 1.5) + max(2, 1)", 7_500_000),
      ("1 < 2 && !(3 <= 2) || 0 > 1", 1_000_000), ("1 == 1.0 ? 2 : 3", 2_000_000),
      ("1 != 1 ? 2 : 3", 3_000_000),
      ("request.missing ?? request.parameters.none ?? 9", 9_000_000), ("count(request.outputs)", 1_000_000),
      ("request.outputs[0].size.height / 1000", 1_500_000), ("number(price.prices[0].amount) * 2", 1_000_000),
      ("card.slug == 'm' ? 4 : 5", 4_000_000), ("price.calculator == 'other' ? 4 : 5", 5_000_000),
      ("(1 + 2) * 3 - 2 * 2 - 1", 4_000_000), ("0 && request.none", 0), ("true || request.none", 1_000_000),
      ("price.settings.flag ? 6 : 7", 6_000_000),
    ]
    for (amount, micros) in amounts {
      let bench = try ForeignBench.price(
        "long fx_whole_price(long count)", #"{"count": 1}"#, amount: amount, in: place)
      let quote = try bench.quote(settings: ["flag": .bool(true)])
      #expect(quote.expected?.micros == Int64(micros), "\(amount)")
    }
  }
}
