import Accounting
import Jobs
import ReframeSDK

/// A ledger with a week of work in it.
enum SpendSamples {
  /// 2024-03-04, 10:00 UTC, in milliseconds since 1970.
  static let morning: Int64 = 1_709_546_400_000

  /// Writes it and closes it.
  static func write(to path: String) throws {
    let ledger = try Ledger(path: path)
    try buy(ledger, "att_1", "photon-1", "luma", charge: 30_000)
    try buy(ledger, "att_2", "photon-1", "luma", charge: 150_000, key: "alice", project: "=HYPERLINK(\"x\")")
    try buy(ledger, "att_3", "photon-flash-1", "luma", charge: 2_000, day: 1, isPresumed: true)
    try buy(ledger, "att_4", "reframe", "fashn", charge: 3_000_000, unit: "credits/fashn", day: 1)
    try buy(ledger, "att_5", "reframe-image", "eachlabs", charge: 5_000, day: 2, project: "spring, 2026")
    try buy(ledger, "att_6", "mystery", "other", charge: nil, day: 2)
    try ledger.hold(attempt("att_7", "photon-1", "luma", "USD"), at: morning + 2 * 86_400_000)
  }

  private static func buy(
    _ ledger: Ledger, _ id: String, _ model: String, _ provider: String, charge: Int64?, unit: String = "USD",
    day: Int64 = 0, key: String = "", project: String = "", isPresumed: Bool = false
  ) throws {
    let time = morning + day * 86_400_000
    var attempt = attempt(id, model, provider, charge == nil ? nil : unit)
    attempt.key = key
    attempt.project = project
    try ledger.hold(attempt, at: time)
    try ledger.markSending(id, at: time)
    try ledger.accept(id, ticket: "ticket-\(id)", at: time)
    try ledger.capture(id, charge.map { Money(micros: $0, unit: unit) }, isPresumed: isPresumed, at: time)
  }

  private static func attempt(_ id: String, _ model: String, _ provider: String, _ unit: String?) -> Attempt {
    var attempt = Attempt(id: id, job: "job_1", number: 1, model: model, provider: provider)
    attempt.maximum = unit.map { Money(micros: $0 == "USD" ? 100_000 : 5_000_000, unit: $0) }
    return attempt
  }
}
