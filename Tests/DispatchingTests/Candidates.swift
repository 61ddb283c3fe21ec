import ReframeSDK
import Synchronization

@testable import Dispatching

/// So many millionths of a dollar.
func dollars(_ micros: Int64) -> Money { Money(micros: micros, unit: "USD") }

/// An engine such as `m@p` that costs so much in dollars; `nil` for a price that nobody knows.
func candidate(_ name: String, _ micros: Int64?, most: Int64? = nil, _ lines: ScriptedRunner.Line...)
  -> Candidate
{
  candidate(name, micros, most: most, runner: ScriptedRunner(lines))
}

/// The same with a runner.
func candidate(_ name: String, _ micros: Int64?, most: Int64? = nil, runner: any AttemptRunner) -> Candidate {
  let parts = name.split(separator: "@").map(String.init)
  let expected = micros.map(dollars)
  let maximum = (most ?? micros).map(dollars)
  var candidate = Candidate(
    model: parts[0], provider: parts[1],
    quote: Quote(lines: [], expected: expected, maximum: maximum, rule: "rule", version: "1"), runner: runner)
  candidate.comparedExpected = expected
  candidate.comparedMaximum = maximum
  candidate.isLocal = parts[1] == "local"
  return candidate
}

/// Keeps the lines of what happens.
final class EventLog: Sendable {
  private let state = Mutex<[String]>([])

  var lines: [String] { state.withLock { $0 } }

  @Sendable func note(_ event: DispatchEvent) { state.withLock { $0.append(RouteText.line(event)) } }
}
