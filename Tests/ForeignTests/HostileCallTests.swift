import Hosting
import Loading
import ReframeSDK
import Testing

/// Calls that go wrong, and functions that lie.
@Suite("A foreign call fails with its reason", .serialized)
struct HostileCallTests {
  private static let places = ForeignBench.Place.allCases

  private func failure(_ bench: ForeignBench, _ picture: ForeignPicture = .gradient(20, 10)) -> ReframeError?
  {
    #expect(throws: ReframeError.self) {
      let kinds = bench.host.discovery.bundles.first?.manifest.kinds ?? []
      if kinds.contains(.pricing) { _ = try bench.micros() } else { _ = try bench.subjects(picture) }
    }
  }

  @Test(
    "before it is made, when a length does not fit the buffer",
    arguments: [
      ("image.stride * image.height + 1", 601, 0), ("image.length + 1", 601, 0), ("-1", -1, 0),
      ("image.length", 600, 3),
    ], places)
  func length(case: (String, Int, Int), place: ForeignBench.Place) throws {
    let (length, elements, start) = `case`
    let bench = try ForeignBench.detector(
      "f64 fx_mean(const u8 *pixels[\(length)], size_t length)",
      #"{"pixels": "image.pixels + \#(start)", "length": "0x7fffffffffff"}"#, in: place)
    #expect(
      failure(bench, .gradient(20, 10, padding: 0))
        == ReframeError(
          .invalidArgument,
          "fx_mean: the length of 'pixels', '\(length)', is \(elements) elements of 1 bytes from byte \(start) on; "
            + "the picture has 600 bytes"))
  }

  @Test("as it does when it would end in the gap behind the last row")
  func lastRow() throws {
    let bench = try ForeignBench.detector(
      "f64 fx_mean(const u8 *pixels[length], size_t length)",
      #"{"pixels": "image.pixels", "length": "image.stride * image.height"}"#, in: .process)
    #expect(
      failure(bench)
        == ReframeError(
          .invalidArgument,
          "fx_mean: the length of 'pixels', 'length', is 650 elements of 1 bytes from byte 0 on; the picture has 645 bytes"
        ))
  }

  @Test(
    "when an expression cannot be worked out",
    arguments: [
      (
        "image.width * 0x7fffffffffffffff",
        "fx_mean: 'length', 'image.width * 0x7fffffffffffffff', is beyond 64 bits"
      ),
      ("1 / (image.width - 20)", "fx_mean: 'length', '1 / (image.width - 20)', divides by zero"),
      ("image.width / 3", "fx_mean: 'length', 'image.width / 3', is no whole number"),
      ("-1", "fx_mean: 'length', '-1', is -1, beyond its type"),
      ("parameters.none + 1", "fx_mean: 'length', 'parameters.none + 1', needs 'none', which is not given"),
      ("parameters.none", "fx_mean: 'length' needs 'none', which is not given"),
      ("'word'", "fx_mean: 'length', ''word'', is no whole number"),
      ("'word' + 1", "fx_mean: 'length', ''word' + 1', calculates with a text"),
    ])
  func expression(length: String, message: String) throws {
    let bench = try ForeignBench.detector(
      "f64 fx_mean(const u8 *pixels[1], size_t length)",
      #"{"pixels": "image.pixels", "length": "\#(length)"}"#, in: .process)
    #expect(failure(bench) == ReframeError(.invalidArgument, message))
  }

  @Test(
    "when a number of regions or an index cannot be",
    arguments: [
      ("1001", "i", "'count', '1001', is 1001; 0 to 1000 can be"),
      ("-1", "i", "'count', '-1', is -1; 0 to 1000 can be"),
      (
        "1", "findings[i + 4].score",
        "'score', 'findings[i + 4].score', has an index beyond the elements that there are"
      ),
      (
        "1", "findings[-1].score",
        "'score', 'findings[-1].score', has an index beyond the elements that there are"
      ),
    ])
  func counts(count: String, score: String, message: String) throws {
    let bench = try ForeignBench.detector(
      "int fx_find(box area, out finding findings[4], int capacity, inout u32 flags)",
      #"{"area": {"x": 1, "y": 2, "width": 8, "height": 4}, "capacity": 4, "flags": 3}"#,
      regions: #"[{"count": "\#(count)", "x": 0, "y": 0, "width": 1, "height": 1, "score": "\#(score)"}]"#,
      in: .process)
    #expect(failure(bench) == ReframeError(.internalFault, message))
  }

  @Test("when what comes back is no number or negative", arguments: places)
  func notANumber(place: ForeignBench.Place) throws {
    let nan = try ForeignBench.price("f64 fx_not_a_number()", "{}", in: place)
    #expect(failure(nan)?.message.hasSuffix("nan, no amount") == true)
    let negative = try ForeignBench.price("f64 fx_negative(void)", "{}", in: place)
    #expect(failure(negative) == ReframeError(.internalFault, "the amount, 'result', is -0.5, no amount"))
    let whole = try ForeignBench.price("i64 fx_whole_price(i64 count)", #"{"count": "-1"}"#, in: place)
    #expect(failure(whole) == ReframeError(.internalFault, "the amount, 'result', is -3, no amount"))
    let huge = try ForeignBench.price(
      "i64 fx_whole_price(i64 count)", #"{"count": "0x1000000000000"}"#, in: place)
    #expect(failure(huge)?.kind == .internalFault)
    let region = try ForeignBench.detector(
      "f64 fx_not_a_number()", "{}",
      regions: #"[{"x": "result", "y": 0, "width": 1, "height": 1}]"#, in: place)
    #expect(failure(region)?.message.contains("lies off the picture") == true)
  }

  @Test("when the maximum is less than the amount, and gives none for what is not given", arguments: places)
  func quotes(place: ForeignBench.Place) throws {
    func bench(_ quote: String) throws -> ForeignBench {
      try ForeignBench(
        ["pricing"], #"{"pricing": {"calls": [{"function": "f64 fx_negative()"}], "quote": {\#(quote)}}}"#,
        in: place)
    }
    let low = try bench(#""amount": 2, "maximum": 1, "unit": "'USD'""#)
    #expect(failure(low) == ReframeError(.internalFault, "the maximum, '1', is less than the amount"))
    let unknown = try bench(#""amount": "request.parameters.none", "unit": "'USD'""#).quote()
    #expect(unknown.expected == nil && unknown.maximum == nil && unknown.lines.isEmpty)
    #expect(unknown.note == "the price depends on something that is not given")
    #expect(unknown.rule == "bound" && unknown.version == "1.0.0")
    let noted = try bench(
      #""amount": 2, "maximum": 3, "unit": "'USD'", "note": "'a \"remark\"\\n'", "label": "'each'""#
    ).quote()
    #expect(noted.maximum?.micros == 3_000_000 && noted.note == "a \"remark\"\\n")
    #expect(noted.lines.map(\.label) == ["each"])
  }

  @Test("when a check of the manifest's fails", arguments: places)
  func requires(place: ForeignBench.Place) throws {
    let bench = try ForeignBench.detector(
      "f64 fx_negative()", "{}",
      more: #", "requires": {"image.channels == 4": "only pictures with alpha are searched"}"#,
      in: place)
    #expect(failure(bench) == ReframeError(.unsupported, "only pictures with alpha are searched"))
    #expect(try bench.subjects(.gradient(4, 4, channels: 4)).map.regions.isEmpty)
  }

  @Test("when there is no room for its memory", arguments: places)
  func memory(place: ForeignBench.Place) throws {
    let bench = try ForeignBench.detector(
      "f64 fx_negative()", "{}", more: #", "scratch": {"large": "0x7fffffffffffffff"}"#, in: place)
    #expect(
      failure(bench) == ReframeError(.resourceExhausted, "there is no room for 9223372036854775807 bytes"))
  }

  @Test("when the job is cancelled", arguments: places)
  func cancelled(place: ForeignBench.Place) throws {
    let bench = try ForeignBench.detector("f64 fx_negative()", "{}", in: place)
    let error = #expect(throws: ReframeError.self) { try bench.subjects(cancelled: .before) }
    #expect(error?.kind == .cancelled)
  }

  @Test("when the rule is another calculator's", arguments: places)
  func otherRule(place: ForeignBench.Place) throws {
    let bench = try ForeignBench.price("f64 fx_negative()", "{}", amount: "1", in: place)
    let error = #expect(throws: ReframeError.self) {
      try bench.quote(request: "{}", card: #"{"slug": "m", "pricing": {"calculator": "fixed"}}"#)
    }
    #expect(error == ReframeError(.unsupported, "the price of \"m\" has no rule of the calculator 'bound'"))
    #expect(throws: ReframeError.self) { try bench.quote(request: "", card: "") }
    let right = try bench.quote(request: "{}", card: #"{"pricing": {"calculator": "bound"}}"#)
    #expect(right.expected?.micros == 1_000_000)
  }

  @Test("when the library lacks the function", arguments: places)
  func noFunction(place: ForeignBench.Place) throws {
    let bench = try ForeignBench.detector("f64 fx_negativ()", "{}", in: place)
    #expect(
      failure(bench)?.message.hasSuffix("was refused: libForeignFixture.so has no function fx_negativ")
        == true)
  }

  @Test("when the system has no such library", arguments: places)
  func noLibrary(place: ForeignBench.Place) throws {
    let bench = try ForeignBench(
      manifest: """
        {"id": "none", "version": "1.0.0", "contract": "1.0", "kinds": ["detector"], "library": "libnone-at-all.so.7",
         "foreign": {"detector": {"calls": [{"function": "void none()"}]}}}
        """, id: "none", in: place)
    #expect(failure(bench)?.message.contains("cannot be opened: libnone-at-all.so.7: ") == true)
  }

  @Test("by one attempt, when a wrong signature kills the worker")
  func crash() throws {
    let bench = try ForeignBench.detector(
      "int fx_smash(const u8 *bytes[1], long distance)",
      #"{"bytes": "image.pixels", "distance": "parameters.distance"}"#, in: .worker)
    let error = #expect(throws: ReframeError.self) {
      try bench.subjects(parameters: #"{"distance": 70368744177664}"#)
    }
    #expect(error?.kind == .unavailable)
    #expect(try bench.subjects(parameters: #"{"distance": 0}"#).map.regions.isEmpty)
  }

  @Test("by one attempt, when it never ends and the job is cancelled")
  func hang() throws {
    let bench = try ForeignBench.detector(
      "int fx_hang(callback progress)", #"{"progress": "on_progress"}"#,
      call: #", "when": "parameters.hang == 1""#,
      more: """
        , "callbacks": {"on_progress": {"signature": "int (f64 done)", "progress": "done", "returns": "stopped"}}
        """, in: .worker)
    let error = #expect(throws: ReframeError.self) {
      try bench.subjects(parameters: #"{"hang": 1}"#, cancelled: .onProgress)
    }
    #expect(error?.kind == .cancelled)
    #expect(try bench.subjects(parameters: #"{"hang": 0}"#).map.regions.isEmpty)
  }
}
