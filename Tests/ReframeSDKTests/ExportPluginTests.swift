import CReframe
import Testing

@testable import ReframeSDK

@Suite("The entry of an exported plugin")
struct ExportPluginTests {
  @Test("It says who it is and makes instances of every kind")
  func entry() throws {
    let (entry, reason) = ExportedPlugin.shakeHands()
    let value = try #require(entry).pointee
    #expect(value.size == 56)
    #expect(value.contract_major == UInt32(RF_CONTRACT_MAJOR))
    #expect(value.contract_minor == UInt32(RF_CONTRACT_MINOR))
    #expect(String(value.id) == "exported")
    #expect(String(value.version) == "1.2.3")
    #expect(reason.isEmpty)
    #expect(value.factory(0) == nil)
    #expect(value.factory(5) == nil)
  }

  @Test("The same entry is answered every time")
  func once() { #expect(ExportedPlugin.shakeHands().entry == ExportedPlugin.shakeHands().entry) }

  @Test(
    "A factory carries its kind and concurrency",
    arguments: zip(PluginKind.allCases, [0, 1, 2, 2] as [UInt32]))
  func factory(kind: PluginKind, concurrency: UInt32) throws {
    let factory = try ExportedPlugin.factory(kind.code)
    #expect(factory.size == 24)
    #expect(factory.kind == kind.code)
    #expect(factory.concurrency == concurrency)
  }

  @Test("A host of another major version is refused in words", arguments: [0, 2, 7] as [Int32])
  func major(major: Int32) {
    let (entry, reason) = ExportedPlugin.shakeHands(major: major)
    #expect(entry == nil)
    #expect(reason == "the host speaks contract \(major).7, this plugin 1.1")
  }

  @Test(
    "The reason is cut to the host's room", arguments: [(0, ""), (1, ""), (9, "the host"), (10, "the host ")])
  func room(room: Int, reason: String) {
    let answer = ExportedPlugin.shakeHands(major: 2, room: room)
    #expect(answer.entry == nil)
    #expect(answer.reason == reason)
  }

  @Test("A handshake that is missing or too short is refused")
  func shortHandshake() {
    #expect(ExportedPlugin.shakeHands(size: 63).entry == nil)
    #expect(ExportedPlugin.shakeHands(size: 0).entry == nil)
    #expect(exportPlugin(nil, id: "exported", version: "1.2.3") == nil)
  }

  @Test("An instance is made and destroyed a thousand times")
  func lifetime() throws {
    for _ in 0..<1000 { try ExportedPlugin.with(.fill) { (_: rf_fill) in } }
  }

  @Test("What the factory throws is reported")
  func refusal() {
    #expect(throws: ReframeError(.resourceExhausted, "there is no room for a detector", code: "ROOM")) {
      try ExportedPlugin.with(.detector, configuration: #"{"refuse": true}"#) { (_: rf_detector) in }
    }
  }

  @Test(
    "A configuration that is no object is refused",
    arguments: [
      ("{", "parameters: The given data was not valid JSON."), ("[1]", "parameters: expected an object"),
      ("null", "parameters: expected an object"),
    ])
  func configuration(text: String, fault: String) {
    #expect(throws: ReframeError(.invalidArgument, fault)) {
      try ExportedPlugin.with(.fill, configuration: text) { (_: rf_fill) in }
    }
  }

  @Test("A host that is missing or too short is refused")
  func badHost() throws {
    let factory = try ExportedPlugin.factory(PluginKind.fill.code)
    let unknown = ReframeError(.invalidArgument, "a host of an unknown size: it speaks another contract")
    var made: UnsafeRawPointer?
    #expect(failure { factory.create(nil, rf_text(), &made, $0) } == unknown)
    var host = RawHost.plain
    host.size = 48
    #expect(failure { factory.create(&host, rf_text(), &made, $0) } == unknown)
    #expect(made == nil)
    host = RawHost.plain
    #expect(
      failure { factory.create(&host, rf_text(), nil, $0) }
        == ReframeError(.invalidArgument, "nothing of this kind is made here"))
  }
}
