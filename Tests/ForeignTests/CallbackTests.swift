import ReframeSDK
import Testing

/// Functions of ours that a library calls back, in this process and in a worker.
@Suite("A library calls back", .serialized)
struct CallbackTests {
  private static let places = ForeignBench.Place.allCases

  private static func visit(_ more: String, count: Int, in place: ForeignBench.Place) throws -> ForeignBench {
    try ForeignBench.detector(
      "int fx_visit(int width, int height, int count, callback visit, pointer context)",
      """
      {"width": "image.width", "height": "image.height", "count": \(count), "visit": "on_box", "context": "null"}
      """,
      more: """
        , "callbacks": {"on_box": {
          "signature": "int (pointer context, box found, f32 score)",
          "region": {"x": "found.x / image.width", "y": "found.y / image.height", "width": "found.width / image.width",
            "height": "found.height / image.height", "score": "score", "label": "'seen'"}\(more)}}
        """, in: place)
  }

  @Test("with structs by value, and what it says becomes regions", arguments: places)
  func regions(place: ForeignBench.Place) throws {
    let bench = try Self.visit(#", "returns": 0"#, count: 3, in: place)
    let regions = try bench.subjects().map.regions
    #expect(regions.map(\.box.x) == [0, 1 / 20.0, 2 / 20.0])
    #expect(regions.allSatisfy { $0.score == 0.5 && $0.label == "seen" })
  }

  @Test("until it is told to stop", arguments: places)
  func stops(place: ForeignBench.Place) throws {
    let bench = try Self.visit(
      #", "when": "found.x != 1", "returns": "found.x >= 4 ? 1 : 0""#, count: 9, in: place)
    #expect(try bench.subjects().map.regions.map(\.box.x) == [0, 2, 3, 4].map { $0 / 20.0 })
  }

  @Test("more often than is borne", arguments: places)
  func tooOften(place: ForeignBench.Place) throws {
    let bench = try Self.visit(#", "limit": 5, "returns": "stopped ? 1 : 0""#, count: 1_000_000, in: place)
    let error = #expect(throws: ReframeError.self) { try bench.subjects() }
    #expect(error == ReframeError(.resourceExhausted, "the library called 'on_box' more than 5 times"))
    // What is not told to stop goes on, to no effect.
    let deaf = try Self.visit(#", "limit": 5, "returns": 0"#, count: 10_000, in: place)
    #expect(throws: ReframeError.self) { try deaf.subjects() }
  }

  @Test("with a region that lies off the picture", arguments: places)
  func offPicture(place: ForeignBench.Place) throws {
    let error = #expect(throws: ReframeError.self) {
      try ForeignBench.detector(
        "int fx_visit(int width, int height, int count, callback visit, pointer context)",
        #"{"width": 1000, "height": 1000, "count": 30, "visit": "on_box", "context": "null"}"#,
        more: """
          , "callbacks": {"on_box": {"signature": "int (pointer context, box found, f32 score)", "returns": "stopped",
            "region": {"x": "found.x / image.width", "y": 0, "width": 0.1, "height": 1}}}
          """, in: place
      ).subjects()
    }
    #expect(error?.kind == .internalFault)
    #expect(
      error?.message
        == "on_box: a region lies off the picture or has no sound score: x 0.95, y 0, width 0.1, height 1, score 1"
    )
  }

  private static func work(_ steps: Int, in place: ForeignBench.Place) throws -> ForeignBench {
    try ForeignBench.detector(
      "int fx_work(int steps, callback progress, callback say)",
      #"{"steps": \#(steps), "progress": "on_progress", "say": "on_word"}"#,
      call: #", "success": "result == 0", "errors": {"-4": "cancelled"}"#,
      more: """
        , "callbacks": {
          "on_progress": {"signature": "int (double done)", "progress": "done", "returns": "stopped ? 1 : 0"},
          "on_word": {"signature": "void (text words)", "log": "words"}}
        """, in: place)
  }

  @Test("without a context of its own, and is heard as progress and in the log", arguments: places)
  func progress(place: ForeignBench.Place) throws {
    let heard = try Self.work(4, in: place).subjects().heard
    #expect(heard.progress == [0.25, 0.5, 0.75, 1])
    #expect(heard.log == ["the work is done"])
  }

  @Test("with an array of its own", arguments: places)
  func array(place: ForeignBench.Place) throws {
    let bench = try ForeignBench.detector(
      "void fx_batch(callback visit)", #"{"visit": "on_boxes"}"#,
      more: """
        , "callbacks": {"on_boxes": {"signature": "void (const box *boxes[count], int count)",
          "region": {"x": "boxes[count - 1].x / image.width", "y": "boxes[1].y / image.height", "width": 0, "height": 0}}}
        """, in: place)
    let box = try #require(try bench.subjects().map.regions.first?.box)
    #expect(box.x == 2 / 20.0 && box.y == 1 / 10.0)
  }

  @Test("from a thread of its own", arguments: places)
  func thread(place: ForeignBench.Place) throws {
    let bench = try ForeignBench.detector(
      "int fx_threaded(callback progress)", #"{"progress": "on_progress"}"#,
      call: #", "success": "result == 7""#,
      more: """
        , "callbacks": {"on_progress": {"signature": "int (f64 done)", "progress": "done", "returns": 7}}
        """, in: place)
    #expect(try bench.subjects().heard.progress == [0.5])
  }

  @Test("after its function returned: to no effect, and the next call reports it", arguments: places)
  func late(place: ForeignBench.Place) throws {
    let bench = try ForeignBench(
      ["detector", "fill"],
      """
      {"detector": {
        "callbacks": {"on_progress": {"signature": "int (f64 done)", "progress": "done", "returns": 1}},
        "calls": [{"function": "int fx_keep(callback progress)", "arguments": {"progress": "on_progress"}}]},
       "fill": {"calls": [{"function": "int fx_call_kept()", "success": "result == 0"}]}}
      """, in: place)
    #expect(try bench.subjects().heard.progress.isEmpty)
    _ = try bench.filled(.gradient(3, 3), placed: PixelRect(x: 0, y: 0, width: 1, height: 1))
    let error = #expect(throws: ReframeError.self) { try bench.subjects() }
    #expect(
      error
        == ReframeError(
          .internalFault, "the library called a callback 1 times after its function had returned"))
    #expect(try bench.subjects().heard.progress.isEmpty)
  }

  @Test("of calls that several threads make", arguments: places)
  func concurrent(place: ForeignBench.Place) async throws {
    let bench = try Self.visit(#", "returns": 0"#, count: 20, in: place)
    try await withThrowingTaskGroup(of: Int.self) { group in
      for width in 20..<36 {
        group.addTask {
          let regions = try bench.subjects(.gradient(width, 20)).map.regions
          return regions.map(\.box.width).allSatisfy { $0 == 1 / Double(width) } ? regions.count : 0
        }
      }
      for try await count in group { #expect(count == 20) }
    }
  }
}
