import Jobs
import ReframeSDK
import Synchronization

/// A book in memory that notes every step that a book must never see.
final class BookDouble: AttemptBook {
  /// A step of an attempt.
  enum Step: Hashable, Sendable { case hold, markSending, accept, capture, release }

  /// An attempt and what became of it.
  struct Row: Sendable {
    let attempt: Attempt
    var state = AttemptState.held
    var ticket: String?
    var captured: Int64 = 0
    var isPresumed = false
    var reason = ""
  }

  struct Contents: Sendable {
    var rows: [String: Row] = [:]
    /// Ids in the order of their holds.
    var ids: [String] = []
    /// Every step, such as `hold att_1`.
    var steps: [String] = []
    /// What must never happen.
    var problems: [String] = []
    var held: Int64 = 0
    var spent: Int64 = 0
    var limit = Int64.max
    /// So many of the next writes of a step fail.
    var failures: [Step: Int] = [:]
    var keepsSteps = true

    var open: [Row] {
      ids.compactMap { rows[$0] }.filter { $0.state != .captured && $0.state != .released }
    }
  }

  private let contents: Mutex<Contents>

  init(limit: Int64 = .max, keepsSteps: Bool = true) {
    var contents = Contents()
    contents.limit = limit
    contents.keepsSteps = keepsSteps
    self.contents = Mutex(contents)
  }

  var now: Contents { contents.withLock { $0 } }

  func failNext(_ step: Step, _ count: Int = 1) { contents.withLock { $0.failures[step] = count } }

  /// No write fails any more.
  func repair() { contents.withLock { $0.failures = [:] } }

  func row(_ id: String) -> Row? { contents.withLock { $0.rows[id] } }

  func hold(_ attempt: Attempt, at now: Int64) throws(HoldRefusal) {
    let refusal: HoldRefusal? = contents.withLock { contents in
      if contents.fails(.hold) { return .failed(Self.fault) }
      if !attempt.fingerprint.isEmpty,
        let other = contents.open.first(where: { $0.attempt.fingerprint == attempt.fingerprint })
      {
        return .unfinished(
          BookedAttempt(
            attempt: other.attempt, state: other.state, ticket: other.ticket))
      }
      if contents.rows[attempt.id] != nil { contents.problems.append("\(attempt.id) held twice") }
      let most = attempt.maximum?.micros ?? 0
      guard contents.held + contents.spent + most <= contents.limit else {
        return .overBudget(budget: "all", message: "the budget 'all' has not enough left")
      }
      contents.held += most
      contents.rows[attempt.id] = Row(attempt: attempt)
      contents.ids.append(attempt.id)
      contents.note("hold", attempt.id)
      return nil
    }
    if let refusal { throw refusal }
  }

  func markSending(_ attempt: String, at now: Int64) throws(ReframeError) {
    try step(.markSending, attempt, from: [.held]) { row in row.state = .sending }
  }

  func accept(_ attempt: String, ticket: String, at now: Int64) throws(ReframeError) {
    try step(.accept, attempt, from: [.sending]) { row in
      row.state = .accepted
      row.ticket = ticket
    }
  }

  func capture(_ attempt: String, _ amount: Money?, isPresumed: Bool, at now: Int64) throws(ReframeError) {
    try step(.capture, attempt, from: [.sending, .accepted]) { row in
      row.state = .captured
      row.isPresumed = isPresumed
      row.captured = amount?.micros ?? row.attempt.expected?.micros ?? 0
    }
  }

  func release(_ attempt: String, reason: String, at now: Int64) throws(ReframeError) {
    try step(.release, attempt, from: [.held, .sending, .accepted]) { row in
      row.state = .released
      row.reason = reason
    }
  }

  private static let fault = ReframeError(.resourceExhausted, "the disk is full")

  private func step(_ step: Step, _ id: String, from states: Set<AttemptState>, _ body: (inout Row) -> Void)
    throws(ReframeError)
  {
    let isWritten = contents.withLock { contents in
      if contents.fails(step) { return false }
      guard var row = contents.rows[id] else {
        contents.problems.append("\(step) of the unknown \(id)")
        return true
      }
      if !states.contains(row.state) { contents.problems.append("\(step) of \(id), which is \(row.state)") }
      body(&row)
      if row.state == .captured || row.state == .released {
        contents.held -= row.attempt.maximum?.micros ?? 0
        contents.spent += row.captured
      }
      contents.rows[id] = row
      contents.note("\(step)", id)
      return true
    }
    if !isWritten { throw Self.fault }
  }
}

extension BookDouble.Contents {
  mutating func fails(_ step: BookDouble.Step) -> Bool {
    guard let count = failures[step], count > 0 else { return false }
    failures[step] = count - 1
    return true
  }

  mutating func note(_ step: String, _ id: String) {
    if keepsSteps { steps.append("\(step) \(id)") }
  }
}
