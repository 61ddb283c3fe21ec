import CReframe
import Testing

@testable import Hosting
@testable import ReframeSDK

@Suite("Renditions on their way to the receiver")
struct RenditionBridgeTests {
  private func rendition(_ output: Int = 0, _ change: (inout Rendition) -> Void = { _ in }) throws -> String {
    var rendition = Rendition(output: output, mediaType: "image/png", size: PixelSize(width: 2, height: 1))
    change(&rendition)
    return try JSON.encode(rendition)
  }

  /// Opens a rendition and answers the status and the handle.
  private func begin(_ text: String, on output: rf_output) -> (
    status: Int32, handle: UnsafeMutableRawPointer?
  ) {
    var handle: UnsafeMutableRawPointer?
    let status = text.withText { output.begin(output.context, $0, &handle) }
    return (status, handle)
  }

  private func write(_ bytes: [UInt8], _ handle: UnsafeMutableRawPointer?, on output: rf_output) -> Int32 {
    bytes.withUnsafeBytes { output.write(output.context, handle, $0.baseAddress, UInt64($0.count)) }
  }

  @Test("Bytes arrive piece by piece, and a finished result counts")
  func finished() throws {
    let receiver = RecordingReceiver()
    let bridge = RenditionBridge(receiver)
    let text = try rendition(3)
    bridge.withOutput { raw in
      let output = raw.pointee
      let (status, handle) = begin(text, on: output)
      #expect(status == RF_OK && handle != nil)
      #expect(write([1, 2], handle, on: output) == RF_OK)
      #expect(output.write(output.context, handle, nil, 0) == RF_OK)
      #expect(write([3], handle, on: output) == RF_OK)
      #expect(bridge.finished.isEmpty)
      #expect(output.finish(output.context, handle) == RF_OK)
    }
    bridge.close()
    #expect(receiver.calls == ["begin 3", "write 3", "write 3", "write 3", "finish 3"])
    #expect(receiver.bytes == [1, 2, 3])
    #expect(bridge.finished == [3] && bridge.failure == nil)
  }

  @Test("An explanation is no result")
  func explanation() throws {
    let bridge = RenditionBridge(RecordingReceiver())
    let text = try rendition { $0.role = .explanation }
    bridge.withOutput { raw in
      let (_, handle) = begin(text, on: raw.pointee)
      #expect(raw.pointee.finish(raw.pointee.context, handle) == RF_OK)
    }
    #expect(bridge.finished.isEmpty)
  }

  @Test("Several renditions may be open side by side")
  func sideBySide() throws {
    let receiver = RecordingReceiver()
    let bridge = RenditionBridge(receiver)
    let texts = try [rendition(0), rendition(1)]
    bridge.withOutput { raw in
      let output = raw.pointee
      let handles = texts.map { begin($0, on: output).handle }
      #expect(handles[0] != handles[1])
      #expect(write([1], handles[1], on: output) == RF_OK)
      #expect(output.finish(output.context, handles[0]) == RF_OK)
      #expect(output.finish(output.context, handles[1]) == RF_OK)
    }
    #expect(receiver.calls == ["begin 0", "begin 1", "write 1", "finish 0", "finish 1"])
    #expect(bridge.finished == [0, 1])
  }

  @Test(
    "The receiver's refusal is answered with its status and kept whole",
    arguments: [RecordingReceiver.Step.begin, .write, .finish])
  func refused(step: RecordingReceiver.Step) throws {
    let bridge = RenditionBridge(RecordingReceiver(refusing: step))
    let text = try rendition()
    bridge.withOutput { raw in
      let output = raw.pointee
      let (status, handle) = begin(text, on: output)
      #expect(status == (step == .begin ? RF_RESOURCE_EXHAUSTED : RF_OK))
      guard step != .begin else { return }
      #expect(write([1], handle, on: output) == (step == .write ? RF_RESOURCE_EXHAUSTED : RF_OK))
      guard step == .finish else { return }
      #expect(output.finish(output.context, handle) == RF_RESOURCE_EXHAUSTED)
    }
    #expect(bridge.failure == RecordingReceiver.refusal)
    #expect(bridge.finished.isEmpty)
  }

  @Test("The first refusal is the one that is kept")
  func firstRefusal() throws {
    let bridge = RenditionBridge(RecordingReceiver(refusing: .begin))
    let text = try rendition()
    bridge.withOutput { raw in
      _ = begin(text, on: raw.pointee)
      #expect(raw.pointee.finish(raw.pointee.context, nil) == RF_INVALID_ARGUMENT)
    }
    #expect(bridge.failure == RecordingReceiver.refusal)
  }

  @Test("What is neither finished nor abandoned is abandoned at the end, once")
  func unfinished() throws {
    let receiver = RecordingReceiver()
    let bridge = RenditionBridge(receiver)
    let texts = try [rendition(0), rendition(1), rendition(2)]
    bridge.withOutput { raw in
      let output = raw.pointee
      let handles = texts.map { begin($0, on: output).handle }
      #expect(output.finish(output.context, handles[0]) == RF_OK)
      output.abandon(output.context, handles[1])
    }
    bridge.close()
    bridge.close()
    #expect(receiver.calls == ["begin 0", "begin 1", "begin 2", "finish 0", "abandon 1", "abandon 2"])
  }

  @Test("A handle that was never given out, or is closed, is not followed")
  func foreign() throws {
    let receiver = RecordingReceiver()
    let bridge = RenditionBridge(receiver)
    let text = try rendition()
    bridge.withOutput { raw in
      let output = raw.pointee
      let closed = begin(text, on: output).handle
      #expect(output.finish(output.context, closed) == RF_OK)
      for handle in [nil, UnsafeMutableRawPointer(bitPattern: 0x1234_5678), closed] {
        #expect(write([1], handle, on: output) == RF_INVALID_ARGUMENT)
        #expect(output.finish(output.context, handle) == RF_INVALID_ARGUMENT)
        output.abandon(output.context, handle)
      }
    }
    #expect(receiver.calls == ["begin 0", "finish 0"])
    #expect(
      bridge.failure == ReframeError(.invalidArgument, "the provider used a rendition that is not open"))
  }

  @Test("A closed handle never stands for a rendition that was opened later")
  func stale() throws {
    let receiver = RecordingReceiver()
    let bridge = RenditionBridge(receiver)
    let texts = try (0..<50).map { try rendition($0) }
    bridge.withOutput { raw in
      let output = raw.pointee
      var closed: [UnsafeMutableRawPointer?] = []
      for text in texts {
        let handle = begin(text, on: output).handle
        for old in closed { #expect(write([1], old, on: output) == RF_INVALID_ARGUMENT) }
        #expect(output.finish(output.context, handle) == RF_OK)
        closed.append(handle)
      }
    }
    #expect(receiver.bytes.isEmpty)
  }

  @Test("The same result twice is one result")
  func twice() throws {
    let bridge = RenditionBridge(RecordingReceiver())
    let text = try rendition(1)
    bridge.withOutput { raw in
      for _ in 0..<2 {
        let handle = begin(text, on: raw.pointee).handle
        #expect(raw.pointee.finish(raw.pointee.context, handle) == RF_OK)
      }
    }
    #expect(bridge.finished == [1])
  }

  @Test(
    "A description that cannot be read is refused with its place",
    arguments: [
      ("", "rendition: The given data was not valid JSON."), ("{}", "rendition: 'output' is missing"),
      (#"{"output": "0"}"#, "rendition: output: expected a whole number"),
    ])
  func unreadable(text: String, fault: String) {
    let bridge = RenditionBridge(RecordingReceiver())
    bridge.withOutput { raw in #expect(begin(text, on: raw.pointee).status == RF_INVALID_ARGUMENT) }
    #expect(bridge.failure == ReframeError(.invalidArgument, fault))
  }

  @Test("A rendition that would have to be fetched is unsupported, not an empty file")
  func address() throws {
    let receiver = RecordingReceiver()
    let bridge = RenditionBridge(receiver)
    let text = try rendition { $0.url = "https://example.com/a.png" }
    bridge.withOutput { raw in #expect(begin(text, on: raw.pointee).status == RF_UNSUPPORTED) }
    #expect(receiver.calls.isEmpty)
    #expect(
      bridge.failure
        == ReframeError(
          .unsupported,
          "the provider wants https://example.com/a.png fetched, which is only done for vendors"))
  }

  @Test(
    "What the vendor says that it charged adds up, or is refused",
    arguments: [
      ([], nil, true), ([5], 5, true), ([5, 0, 7], 12, true), ([-1], nil, false), ([5, -5], 5, false),
      ([5, -100, 7], 12, false), ([Int64.max, 1], Int64.max, false),
    ] as [([Int64], Int64?, Bool)])
  func charges(amounts: [Int64], sum: Int64?, isSound: Bool) throws {
    let bridge = RenditionBridge(RecordingReceiver())
    let texts = try amounts.map { micros in try rendition { $0.charge = Money(micros: micros, unit: "USD") } }
    bridge.withOutput { raw in
      for text in texts { _ = raw.pointee.finish(raw.pointee.context, begin(text, on: raw.pointee).handle) }
    }
    #expect(bridge.charge == sum.map { Money(micros: $0, unit: "USD") })
    let failure = ReframeError(
      .internalFault, "the provider names charges that do not add up", accepted: .yes)
    #expect(bridge.failure == (isSound ? nil : failure))
  }

  @Test("Charges of two units do not add up")
  func mixedCharges() throws {
    let bridge = RenditionBridge(RecordingReceiver())
    let texts = try ["USD", "credits/x"].map { unit in
      try rendition { $0.charge = Money(micros: 1, unit: unit) }
    }
    bridge.withOutput { raw in
      for text in texts { _ = raw.pointee.finish(raw.pointee.context, begin(text, on: raw.pointee).handle) }
    }
    #expect(bridge.charge == Money(micros: 1, unit: "USD"))
    #expect(bridge.failure?.message == "the provider names charges that do not add up")
  }

  @Test("Arguments that are missing are refused")
  func missing() throws {
    let bridge = RenditionBridge(RecordingReceiver())
    let text = try rendition()
    bridge.withOutput { raw in
      let output = raw.pointee
      #expect(text.withText { output.begin(output.context, $0, nil) } == RF_INVALID_ARGUMENT)
      #expect(text.withText { output.begin(nil, $0, nil) } == RF_INVALID_ARGUMENT)
      #expect(output.finish(nil, nil) == RF_INVALID_ARGUMENT)
      let handle = begin(text, on: output).handle
      #expect(output.write(output.context, handle, nil, 5) == RF_INVALID_ARGUMENT)
    }
    #expect(
      bridge.failure == ReframeError(.invalidArgument, "a rendition without room for a handle"))
  }
}
