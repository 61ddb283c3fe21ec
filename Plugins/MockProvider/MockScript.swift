import ReframeSDK
internal import StrictJSON

/// What the mock provider does, job by job.
struct MockScript: Equatable {
  /// What happens when the script has ended.
  enum End: String, CaseIterable {
    /// It begins anew.
    case `repeat`
    /// Its last entry stays.
    case last
    /// Every job is done at once.
    case finish
  }

  /// The entries, in the order in which jobs take them.
  var entries: [MockEntry]
  /// What happens after them.
  var end: End
  /// From which latencies that are a range are drawn.
  var seed: UInt64
  /// A file that gets a line for every call that was paid for; `nil` for none.
  var log: String?

  /// Reads the settings of the instance. Throws the first fault, with its place.
  init(_ settings: JSONValue) throws(ReframeError) {
    let members = try JSONPlace(settings).members(["script", "then", "seed", "log", "baseURL"])
    var entries: [MockEntry] = []
    for place in try members["script"]?.elements() ?? [] { entries.append(try MockEntry(place)) }
    self.entries = entries
    let words = End.allCases.map(\.rawValue)
    end = try members["then"]?.word(of: words).asEnd ?? .last
    if end == .repeat, entries.isEmpty, let place = members["then"] {
      throw place.fault("there is no script to repeat")
    }
    seed = UInt64(try members["seed"]?.whole(0...1 << 52) ?? 0)
    log = try members["log"]?.text()
    if let place = members["log"], log?.hasPrefix("/") != true {
      throw place.fault("expected a whole path, beginning with '/'")
    }
  }

  /// What the job with that number does, counted from 0.
  func entry(_ number: Int) -> MockEntry {
    if number < entries.count { return entries[number] }
    guard let last = entries.last else { return .finish }
    return switch end {
    case .repeat: entries[number % entries.count]
    case .last: last
    case .finish: .finish
    }
  }
}

extension String {
  fileprivate var asEnd: MockScript.End? { MockScript.End(rawValue: self) }
}

/// What one job does.
struct MockEntry: Codable, Equatable {
  /// How `submit` answers.
  enum Answer: String, CaseIterable, Codable {
    /// The result is there at once.
    case finish
    /// The job is taken, and has to be asked after.
    case ticket
    /// It fails.
    case error
  }

  /// An error as the script words it.
  struct Failure: Codable, Equatable {
    var kind: Int32
    var accepted: ReframeError.Acceptance
    var isRetryable: Bool
    var retryAfterMilliseconds: Int64
    var code: String
    var message: String
  }

  /// How `submit` answers.
  var answer = Answer.finish
  /// How long that takes at least, in milliseconds.
  var shortest = 0
  /// How long it takes at most.
  var longest = 0
  /// How often a ticket is asked after in vain.
  var polls = 0
  /// How long to wait between questions; 0 leaves it to the host.
  var pollMilliseconds = 0
  /// What goes wrong: in `submit`, or, behind a ticket, at the last question.
  var failure: Failure?
  /// What is charged; `nil` for nothing said.
  var charge: Money?
  /// Whether the call counts as paid for.
  var isPaid = true

  /// A job that is done at once.
  static let finish = MockEntry()

  private init() {}

  /// Reads an entry.
  init(_ place: JSONPlace) throws(ReframeError) {
    let members = try place.members([
      "answer", "milliseconds", "polls", "pollMilliseconds", "failAt", "kind", "accepted", "retryable",
      "retryAfterMilliseconds", "code", "message", "charge", "unit", "paid",
    ])
    let word = try members.required("answer").word(of: Answer.allCases.map(\.rawValue))
    answer = Answer(rawValue: word) ?? .finish
    if let wait = members["milliseconds"] { (shortest, longest) = try Self.range(wait) }
    for name in ["polls", "pollMilliseconds", "failAt"] where answer != .ticket {
      if let place = members[name] { throw place.fault("only an answer 'ticket' has it") }
    }
    polls = try members["polls"]?.whole(0...1_000_000) ?? 0
    pollMilliseconds = try members["pollMilliseconds"]?.whole(0...3_600_000) ?? 0
    if let step = members["failAt"] { _ = try step.word(of: ["poll"]) }
    let fails = answer == .error || members["failAt"] != nil
    for name in ["kind", "accepted", "retryable", "retryAfterMilliseconds", "code", "message"] where !fails {
      if let place = members[name] { throw place.fault("only an answer 'error' or 'failAt' has it") }
    }
    failure = fails ? try Self.failure(members, isTaken: answer == .ticket) : nil
    if let place = members["unit"], members["charge"] == nil { throw place.fault("there is no 'charge'") }
    charge = try members["charge"]?.money(unit: try members["unit"]?.text() ?? "USD")
    isPaid = try members["paid"]?.flag() ?? (answer != .error || failure?.accepted != .no)
  }

  /// A time, or the shortest and the longest.
  private static func range(_ place: JSONPlace) throws(ReframeError) -> (Int, Int) {
    let limits = 0...3_600_000
    guard case .array = place.value else {
      let wait = try place.whole(limits)
      return (wait, wait)
    }
    let ends = try place.elements()
    guard ends.count == 2 else { throw place.fault("expected a number, or the shortest and the longest") }
    let (shortest, longest) = (try ends[0].whole(limits), try ends[1].whole(limits))
    guard shortest <= longest else { throw place.fault("the shortest comes first") }
    return (shortest, longest)
  }

  private static func failure(_ members: JSONMembers, isTaken: Bool) throws(ReframeError) -> Failure {
    let kinds = (2...14).map { ReframeError.Kind(rawValue: $0) }
    let label = try members["kind"]?.word(of: kinds.map(\.label)) ?? ReframeError.Kind.unavailable.label
    let accepted = try members["accepted"]?.word(of: ["no", "yes", "unknown"]) ?? (isTaken ? "yes" : "no")
    return Failure(
      kind: (kinds.first { $0.label == label } ?? .unavailable).rawValue,
      accepted: accepted == "no" ? .no : accepted == "yes" ? .yes : .unknown,
      isRetryable: try members["retryable"]?.flag() ?? false,
      retryAfterMilliseconds: Int64(try members["retryAfterMilliseconds"]?.whole(0...86_400_000) ?? 0),
      code: try members["code"]?.text() ?? "",
      message: try members["message"]?.text() ?? "the mock provider fails as its script says")
  }
}

extension JSONPlace {
  /// An exact amount that is not negative.
  fileprivate func money(unit: String) throws(ReframeError) -> Money {
    guard let text = value.string else {
      throw fault("write the amount as a text such as \"0.005\"; a JSON number is not exact")
    }
    do throws(ReframeError) {
      let money = try Money(decimal: text, unit: unit)
      if money.micros >= 0 { return money }
    } catch {
      throw fault(error.message)
    }
    throw fault("\(text) is negative")
  }
}

extension MockEntry.Failure {
  /// The error that it stands for.
  var error: ReframeError {
    ReframeError(
      .init(rawValue: kind), message, code: code, isRetryable: isRetryable,
      retryAfterMilliseconds: retryAfterMilliseconds, accepted: accepted)
  }
}
