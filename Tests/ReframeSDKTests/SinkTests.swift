import CReframe
import Testing

@testable import ReframeSDK

@Suite("Text and sinks")
struct SinkTests {
  @Test("Text crosses as it is", arguments: ["", "a", "ü🎈", "a\0b", String(repeating: "long ", count: 1000)])
  func text(text: String) throws {
    #expect(text.withText { String($0) } == text)
    #expect(try Sink.collect { (sink) throws(ReframeError) in try Sink.write(text, to: sink) } == text)
  }

  @Test("No pointer is no text, and bytes that are not UTF-8 are replaced")
  func oddText() {
    #expect(String(rf_text(data: nil, length: 7)) == "")
    let bytes: [CChar] = [0x61, -1, 0x62]
    bytes.withUnsafeBufferPointer {
      #expect(String(rf_text(data: $0.baseAddress, length: 3)) == "a\u{fffd}b")
    }
  }

  @Test("Pieces are put together")
  func pieces() throws {
    let text = try Sink.collect { (sink) throws(ReframeError) in
      for piece in ["{", "", "}"] { try Sink.write(piece, to: sink) }
    }
    #expect(text == "{}")
  }

  @Test("More than the limit is refused")
  func limit() throws {
    #expect(throws: ReframeError(.resourceExhausted, "the caller did not take the answer")) {
      try Sink.collect(limit: 3) { (sink) throws(ReframeError) in
        try Sink.write("abc", to: sink)
        try Sink.write("d", to: sink)
      }
    }
  }

  @Test("Bytes without a pointer are refused")
  func noBytes() throws {
    _ = try Sink.collect { (sink) throws(ReframeError) in
      #expect(sink.pointee.write(sink.pointee.context, nil, 1) == RF_INVALID_ARGUMENT)
      #expect(sink.pointee.write(nil, nil, 0) == RF_INVALID_ARGUMENT)
      #expect(sink.pointee.write(sink.pointee.context, nil, .max) == RF_INVALID_ARGUMENT)
      #expect(sink.pointee.write(sink.pointee.context, nil, 0) == RF_OK)
    }
  }

  @Test("A sink that is missing, too short or empty is refused")
  func noSink() {
    let missing = ReframeError(.invalidArgument, "a call without a sink for its answer")
    #expect(throws: missing) { try Sink.write("x", to: nil) }
    var sink = rf_sink()
    sink.size = 8
    #expect(throws: missing) { try Sink.write("x", to: &sink) }
    sink.size = UInt32(MemoryLayout<rf_sink>.size)
    #expect(throws: missing) { try Sink.write("x", to: &sink) }
  }
}
