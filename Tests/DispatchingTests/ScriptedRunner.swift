import ReframeSDK
import Synchronization

@testable import Dispatching

/// Answers as a script says, one line a call, and keeps what it was asked.
final class ScriptedRunner: AttemptRunner {
  /// One answer.
  enum Line: Sendable {
    case done(Money?)
    case ticket(String)
    case pending(Int64)
    case fault(ReframeError)
    /// Raises the flag of the job, then answers.
    indirect case cancelling(Line)
  }

  private let state: Mutex<(lines: [Line], calls: [String])>

  init(_ lines: [Line]) { state = Mutex((lines, [])) }

  convenience init(_ lines: Line...) { self.init(lines) }

  /// Such as `submit`, `poll t1`, `cancel t1`.
  var calls: [String] { state.withLock { $0.calls } }

  func submit(_ call: AttemptCall) throws(ReframeError) -> AttemptAnswer { try next("submit", call) }

  func poll(_ ticket: String, _ call: AttemptCall) throws(ReframeError) -> AttemptAnswer {
    try next("poll \(ticket)", call)
  }

  func cancel(_ ticket: String, _ call: AttemptCall) throws(ReframeError) {
    state.withLock { $0.calls.append("cancel \(ticket)") }
  }

  private func next(_ name: String, _ call: AttemptCall) throws(ReframeError) -> AttemptAnswer {
    let line = state.withLock { state in
      state.calls.append(name)
      return state.lines.isEmpty ? nil : state.lines.removeFirst()
    }
    guard let line else { throw ReframeError(.internalFault, "the script has ended", accepted: .unknown) }
    return try Self.answer(line, call)
  }

  private static func answer(_ line: Line, _ call: AttemptCall) throws(ReframeError) -> AttemptAnswer {
    switch line {
    case .done(let charge): return .finished(charge: charge)
    case .ticket(let ticket): return .ticket(ticket)
    case .pending(let milliseconds): return .pending(retryAfterMilliseconds: milliseconds)
    case .fault(let error): throw error
    case .cancelling(let line):
      call.cancellation.raise()
      return try answer(line, call)
    }
  }
}
