@testable import Accounting
import Jobs
import ReframeSDK
import Testing
import TestSupport

@Suite("Recovery")
struct RecoveryTests {
  private let folder: TestFolder
  private var path: String { folder["ledger.db"] }

  init() throws { folder = try TestFolder() }

  /// Leaves an attempt behind in each state, as a process that dies does.
  private func crash() throws {
    let ledger = try Ledger(path: path)
    try ledger.buy(attempt("done", 10))
    try ledger.hold(attempt("held", fingerprint: "f1"), at: morning)
    try ledger.hold(attempt("sending", fingerprint: "f2"), at: morning)
    try ledger.markSending("sending", at: morning)
    try ledger.hold(attempt("accepted", fingerprint: "f3"), at: morning)
    try ledger.markSending("accepted", at: morning)
    try ledger.accept("accepted", ticket: "t", at: morning)
  }

  @Test(
    "What a dead process held is free, what it may have bought is presumed, and tickets wait to be polled")
  func recover() throws {
    try crash()
    let ledger = try Ledger(path: path)
    #expect(try ledger.unfinished().map(\.attempt.id) == ["held", "sending", "accepted"])
    let recovery = try ledger.recover(at: morning + 1)
    #expect(recovery.released.map(\.attempt.id) == ["held"])
    #expect(recovery.presumed.map(\.attempt.id) == ["sending"])
    #expect(recovery.waiting.map(\.ticket) == ["t"])
    #expect(recovery.waiting.first?.attempt == attempt("accepted", fingerprint: "f3"))
    let total = try #require(try ledger.total)
    #expect((total.held, total.spent, total.unconfirmed, total.runs) == (100_000, 110_000, 100_000, 2))
    #expect(try ledger.unconfirmed("f2")?.attempt.id == "sending")
    #expect(try ledger.unfinished().map(\.attempt.id) == ["accepted"])
    #expect(try ledger.recover(at: morning + 2).waiting.count == 1)
    #expect(try ledger.reader.audit().isEmpty)
  }

  @Test("What may have been bought is not held again, unless somebody says so; what was confirmed is")
  func doubt() throws {
    let ledger = try Ledger(path: path, buysAgain: false)
    try ledger.buy(attempt("a", 10, fingerprint: "f"), isPresumed: true)
    let refusal = #expect(throws: HoldRefusal.self) {
      try ledger.hold(attempt("b", 10, fingerprint: "f"), at: morning)
    }
    guard case .unfinished(let booked) = refusal else { return #expect(Bool(false), "\(refusal as Any)") }
    #expect((booked.attempt.id, booked.state) == ("a", .captured))
    try ledger.buy(attempt("c", 10, fingerprint: "g"))
    try ledger.hold(attempt("d", 10, fingerprint: "g"), at: morning)
    try Ledger(path: path, buysAgain: true).hold(attempt("e", 10, fingerprint: "f"), at: morning)
  }

  @Test("What live ones do is left alone, and a claimed attempt is nobody else's")
  func live() throws {
    try crash()
    let first = try Ledger(path: path)
    let second = try Ledger(path: path)
    try first.hold(attempt("live"), at: morning)
    #expect(try second.recover(at: morning).released.map(\.attempt.id) == ["held"])
    #expect(try !second.claim("live"))
    #expect(try !second.claim("done"))
    #expect(try !second.claim("nothing"))
    #expect(try first.claim("accepted"))
    #expect(try first.claim("accepted"))
    #expect(try !second.claim("accepted"))
    #expect(try second.recover(at: morning) == Recovery())
    try first.capture("accepted", mills(30), isPresumed: false, at: morning)
    #expect(try !first.claim("accepted"))
  }

  @Test("Of many that claim one attempt at once, one gets it")
  func race() throws {
    try crash()
    let ledgers = try (0..<4).map { _ in try Ledger(path: path) }
    let claims = Threads.map(16) { number in Result { try ledgers[number % 4].claim("accepted") } }
    // The one ledger that has it says so to each of its four threads.
    #expect(try claims.count { try $0.get() } == 4)
  }

  @Test("A live owner is told from a dead one in another process too")
  func otherProcess() throws {
    try crash()
    let ledger = try Ledger(path: path)
    try ledger.hold(attempt("mine"), at: morning)
    // The lease of this process is seen by an own open file, as another process would have it.
    let lease = try OwnerLease(ledger: path)
    #expect(lease.isTaken(ledger.owner))
    #expect(!lease.isTaken(ledger.owner - 1))
  }
}
