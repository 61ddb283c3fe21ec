import CReframe
import Testing

@testable import ReframeSDK

@Suite("Errors across the contract")
struct RawCallTests {
  /// What the caller learns when the callee throws `error`.
  private func crossed(_ error: ReframeError) -> ReframeError? {
    failure { raw in RawCall.report(to: raw) { () throws(ReframeError) in throw error } }
  }

  @Test("Every kind crosses as it is", arguments: 2...14)
  func kinds(status: Int32) {
    let error = ReframeError(
      .init(rawValue: status), "what, where and what to do", code: "E-17", isRetryable: true,
      retryAfterMilliseconds: 1500, accepted: .yes)
    #expect(crossed(error) == error)
  }

  @Test("Whether a service took the job crosses", arguments: [ReframeError.Acceptance.no, .yes, .unknown])
  func acceptance(accepted: ReframeError.Acceptance) {
    #expect(crossed(ReframeError(.timeout, "late", accepted: accepted))?.accepted == accepted)
  }

  @Test("Success and pending are answered, not thrown", arguments: [RF_OK, RF_PENDING])
  func success(status: Int32) throws {
    #expect(try RawCall.run(mayPend: true) { _ in status } == status)
    #expect(RawCall.report(to: nil) { () throws(ReframeError) in status } == status)
  }

  @Test("A status that no revision knows is an internal fault", arguments: [-1, 15, 9999, Int32.min, .max])
  func unknownStatus(status: Int32) {
    #expect(
      failure { _ in status }
        == ReframeError(
          .internalFault, "the plugin failed without a reason (status \(status))", accepted: .unknown))
  }

  @Test("An error that would read as success is an internal fault", arguments: [0, 1, -5] as [Int32])
  func falseSuccess(status: Int32) {
    #expect(crossed(ReframeError(.init(rawValue: status), "odd")) == ReframeError(.internalFault, "odd"))
  }

  @Test("Pending is a fault of calls that cannot be")
  func pending() {
    #expect(
      failure { _ in RF_PENDING }
        == ReframeError(
          .internalFault, "the plugin failed without a reason (status 1)", accepted: .unknown))
  }

  @Test("An error that nobody filled says its status, and that nobody knows whether the job was taken")
  func silent() {
    #expect(
      failure { _ in RF_QUOTA }
        == ReframeError(.quota, "the plugin failed without a reason (status 7)", accepted: .unknown))
  }

  @Test("Nonsense in an error is read with care")
  func nonsense() {
    let error = failure { raw in
      raw.pointee.accepted = 7
      raw.pointee.retry_after_ms = -5
      raw.pointee.retryable = 77
      _ = withUnsafeMutableBytes(of: &raw.pointee.message) {
        $0.initializeMemory(as: UInt8.self, repeating: 0x61)
      }
      withUnsafeMutableBytes(of: &raw.pointee.code) { $0.copyBytes(from: [0xff, 0x41, 0]) }
      return RF_RATE_LIMITED
    }
    #expect(error?.accepted == .unknown)
    #expect(error?.retryAfterMilliseconds == 0)
    #expect(error?.isRetryable == true)
    #expect(error?.message == String(repeating: "a", count: 512))
    #expect(error?.code == "\u{fffd}A")
  }

  @Test("Text is cut where a character ends", arguments: ["a", "é", "€", "🎈", "👨‍👩‍👧‍👦", "e\u{301}"])
  func cut(character: Character) {
    for lead in 0..<4 {
      let text = String(repeating: "-", count: lead) + String(repeating: character, count: 600)
      let error = crossed(ReframeError(.unsupported, text, code: text))
      let fitting = { (capacity: Int) in
        lead + (capacity - 1 - lead) / character.utf8.count
      }
      #expect(error?.message == String(text.prefix(fitting(512))))
      #expect(error?.code == String(text.prefix(fitting(64))))
    }
  }

  @Test("An error struct that is missing or too short is left alone")
  func noRoom() {
    var short = rf_error()
    short.size = 8
    let status = RawCall.report(to: &short) { () throws(ReframeError) in
      throw ReframeError(.quota, "no credit left")
    }
    #expect(status == RF_QUOTA)
    #expect(short.kind == 0 && short.message.0 == 0)
    #expect(RawCall.report(to: nil) { () throws(ReframeError) in throw ReframeError(.quota, "") } == RF_QUOTA)
  }
}
