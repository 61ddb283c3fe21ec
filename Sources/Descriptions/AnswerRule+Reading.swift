internal import ReframeSDK
internal import StrictJSON

extension JSONPlace {
  /// How answers are read.
  func answer() throws(ReframeError) -> AnswerRule {
    let members = try members([
      "status", "succeeded", "failed", "cancelled", "free", "output", "message", "code", "retryable",
      "charge",
    ])
    let succeeded = try members.required("succeeded").texts()
    let failed = try members.required("failed").texts()
    let cancelled = try members["cancelled"]?.texts() ?? []
    let words = succeeded + failed + cancelled
    if let twice = words.first(where: { word in words.filter { $0 == word }.count > 1 }) {
      throw fault("'\(twice)' stands for more than one thing")
    }
    let free = try members["free"]?.texts() ?? []
    if let place = members["free"], let stranger = free.first(where: { !(failed + cancelled).contains($0) }) {
      throw place.fault("'\(stranger)' is none of the words for a job that failed or was cancelled")
    }
    return AnswerRule(
      status: try members.required("status").lookup(), succeeded: succeeded, failed: failed,
      cancelled: cancelled, free: free, output: try members.required("output").lookup(),
      message: try members["message"]?.lookup() ?? JSONLookup(paths: []),
      code: try members["code"]?.lookup() ?? JSONLookup(paths: []),
      retryable: try members["retryable"]?.lookup(), charge: try members["charge"]?.charge())
  }

  private func charge() throws(ReframeError) -> ChargeRule {
    let members = try members(["amount", "header", "unit"])
    let unit = try members.required("unit")
    let text = try unit.text()
    guard text.count == 3 && text.allSatisfy({ ("A"..."Z").contains($0) }) || text.hasPrefix("credits/")
    else {
      throw unit.fault("'\(text)' is neither a currency such as USD nor credits/<vendor>")
    }
    guard (members["amount"] == nil) != (members["header"] == nil) else {
      throw fault("needs either 'amount', a path, or 'header'")
    }
    return ChargeRule(
      amount: try members["amount"]?.lookup(), header: try members["header"]?.text().lowercased(), unit: text)
  }

  /// What an error means.
  func errorRule() throws(ReframeError) -> ErrorRule {
    let members = try members(["at", "status", "code", "says", "kind", "retryable", "accepted", "advice"])
    guard ["status", "code", "says"].contains(where: { members[$0] != nil }) else {
      throw fault("needs a 'status', a 'code' or words that the vendor 'says', which it is about")
    }
    let steps = ErrorRule.Step.allCases.map(\.rawValue)
    let step = try members["at"]?.word(of: steps)
    return ErrorRule(
      step: step.flatMap(ErrorRule.Step.init(rawValue:)), status: try members["status"]?.statuses(),
      codes: try members["code"]?.texts(), words: try members["says"]?.text(),
      kind: try members["kind"]?.kind(),
      isRetryable: try members["retryable"]?.flag(), accepted: try members["accepted"]?.acceptance(),
      advice: try members["advice"]?.text())
  }

  /// A status such as 429, or a class such as `5xx`.
  private func statuses() throws(ReframeError) -> ClosedRange<Int> {
    if let text = value.string {
      guard text.hasSuffix("xx"), text.count == 3, let hundred = text.first?.wholeNumberValue,
        (2...5).contains(hundred)
      else { throw fault("'\(text)' is neither a status such as 429 nor a class such as 5xx") }
      return hundred * 100...hundred * 100 + 99
    }
    let status = try whole(100...599)
    return status...status
  }

  /// A kind of fault by its label.
  private func kind() throws(ReframeError) -> ReframeError.Kind {
    let kinds = (2...14).map { ReframeError.Kind(rawValue: $0) }
    let word = try word(of: kinds.map(\.label))
    return kinds.first { $0.label == word } ?? .internalFault
  }

  private func acceptance() throws(ReframeError) -> ReframeError.Acceptance {
    switch try word(of: ["no", "yes", "unknown"]) {
    case "no": .no
    case "yes": .yes
    default: .unknown
    }
  }
}
