import CReframe
import Testing

@testable import ReframeSDK

@Suite("Text and bytes that crossed the contract")
struct TextTests {
  @Test("Text comes back as it was lent", arguments: ["", "a", "größe", "\u{0}", "🎈 up"])
  func roundTrip(text: String) {
    #expect(text.withText { String($0) } == text)
  }

  @Test("Text that is absent, or as long as no memory, is empty", arguments: [1, UInt64(Int.max) + 1, .max])
  func nonsense(length: UInt64) {
    #expect(String(rf_text(data: nil, length: length)) == "")
    "abc".withText { text in
      let isEmpty = String(rf_text(data: text.data, length: max(length, 1 << 63))).isEmpty
      #expect(isEmpty)
    }
  }

  @Test("A source or a checkpoint as long as no memory is none")
  func bytes() throws {
    let four: [UInt8] = [1, 2, 3, 4]
    try four.withUnsafeBytes { bytes in
      let endless = rf_bytes(data: bytes.baseAddress, length: .max)
      var source = rf_source()
      source.size = UInt32(MemoryLayout<rf_source>.size)
      source.data = endless
      #expect(try ReframeSource(&source).data?.count == 0)
      let job = RawJob()
      job.value.resume = endless
      let resumed = try job.with { raw in Result { try JobContext(raw).resume } }.get()
      #expect(resumed.isEmpty)
    }
  }
}
