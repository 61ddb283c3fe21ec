@testable import Accounting
import Jobs
import ReframeSDK
import Testing
import TestSupport

@Suite("Random bookings")
struct RandomBookingTests {
  /// What the ledger ought to say, kept beside it.
  private struct Model {
    var held: [String: Int64] = [:]
    var sent: Set<String> = []
    var spent: Int64 = 0
    var heldSum: Int64 { held.values.reduce(0, +) }
  }

  @Test(
    "Whatever comes in whatever order: sums are zero, no budget is exceeded, sums are a model's",
    arguments: 0..<12)
  func sequences(_ seed: UInt64) throws {
    let folder = try TestFolder()
    var generator = SplitMix64(seed: seed)
    let limit: Int64 = 2_000_000
    let budget = Budget(name: "b", limit: Money(micros: limit, unit: "USD"), window: .total)
    var ledger = try Ledger(path: folder["ledger.db"], budgets: [budget])
    var model = Model()
    for number in 0..<150 {
      let now = morning + Int64.random(in: -100_000_000...100_000_000, using: &generator)
      let pick = model.held.keys.sorted().randomElement(using: &generator)
      switch Int.random(in: 0..<12, using: &generator) {
      case 0..<5:
        var new = attempt("a\(number)")
        let maximum = Int64.random(in: 0...400_000, using: &generator)
        new.maximum = Money(micros: maximum, unit: "USD")
        let fits = maximum == 0 || model.heldSum + model.spent + maximum <= limit
        #expect(try (ledger.refusal(new, at: now) == nil) == fits)
        if fits { model.held[new.id] = maximum }
      case 5..<7:
        guard let pick else { continue }
        try ledger.markSending(pick, at: now)
        model.sent.insert(pick)
      case 7..<9:
        guard let pick, let maximum = model.held[pick], model.sent.contains(pick) else { continue }
        let charge = Int64.random(in: 0...maximum, using: &generator)
        try ledger.capture(pick, Money(micros: charge, unit: "USD"), isPresumed: false, at: now)
        model.held[pick] = nil
        model.spent += charge
      case 9..<11:
        guard let pick else { continue }
        try ledger.release(pick, reason: "", at: now)
        model.held[pick] = nil
      default:
        // The process dies, and another one recovers.
        ledger = try Ledger(path: folder["other.db"])
        ledger = try Ledger(path: folder["ledger.db"], budgets: [budget])
        let recovery = try ledger.recover(at: now)
        #expect(Set(recovery.presumed.map(\.attempt.id)) == model.sent.filter { model.held[$0] != nil })
        model.spent += recovery.presumed.compactMap { model.held[$0.attempt.id] }.reduce(0, +)
        model.held = [:]
      }
      let total = try ledger.total
      #expect((total?.held ?? 0) == model.heldSum && (total?.spent ?? 0) == model.spent)
      #expect(model.heldSum + model.spent <= limit)
    }
    #expect(try ledger.reader.audit().isEmpty)
  }

  @Test("Many threads at two ledgers of one file: every acknowledged purchase is there once")
  func threads() throws {
    let folder = try TestFolder()
    let ledgers = try (0..<2).map { _ in
      try Ledger(path: folder["ledger.db"], budgets: [.of(1_000_000, .month)])
    }
    let faults = Threads.map(16) { thread in
      Result {
        for number in 0..<10 {
          let bought = attempt("a\(thread)_\(number)", fingerprint: "f\(thread)_\(number)")
          try ledgers[(thread + number) % 2].buy(bought, mills(Int64(number)))
        }
      }
    }
    for fault in faults { try fault.get() }
    let total = try #require(try ledgers[0].total)
    #expect((total.held, total.spent, total.runs) == (0, 16 * 45_000, 160))
    #expect(try ledgers[1].reader.audit().isEmpty)
  }
}
