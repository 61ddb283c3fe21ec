import ReframeSDK
internal import Descriptions

extension VendorCalls {
  /// What an answer that is no success means.
  func refusal(of answer: VendorAnswer, at place: ErrorRule.Step) -> ReframeError {
    let status = answer.response.status
    let codes = vendor.answer.code.allValues(in: answer.json).flatMap(Self.texts)
    let reason = reason(in: answer.json)
    let rule = vendor.errors.first { $0.fits(place, status: status, codes: codes, message: reason) }
    let kind = rule?.kind ?? Self.kind(status)
    var message = "\(vendor.name) \(Self.deed(place)) (HTTP \(status))"
    if !reason.isEmpty { message += ": \(Self.line(reason))" }
    if !answer.isJSON { message += ", with \(answer.summary)" }
    if let advice = rule?.advice ?? advice(kind) { message += "; \(advice)" }
    let passes = [408, 409, 429].contains(status) || status >= 500
    var isRetryable = rule?.isRetryable ?? (passes && kind != .quota)
    // Some vendors let this header overrule the status.
    if let word = answer.response.headers["x-should-retry"] { isRetryable = word == "true" }
    return ReframeError(
      kind, message, code: codes.first ?? "", isRetryable: isRetryable,
      retryAfterMilliseconds: isRetryable ? answer.retryAfterMilliseconds ?? 0 : 0,
      accepted: rule?.accepted ?? Self.acceptance(place, status))
  }

  /// What it means that a job failed or was dropped.
  func failure(of answer: VendorAnswer, word: String) -> ReframeError {
    let codes = vendor.answer.code.allValues(in: answer.json).flatMap(Self.texts)
    let reason = reason(in: answer.json)
    let rule = vendor.errors.first {
      $0.fits(.job, status: nil, codes: codes + [word], message: reason)
    }
    let kind = rule?.kind ?? (vendor.answer.cancelled.contains(word) ? .cancelled : .unavailable)
    var message = "\(vendor.name) ended the job as '\(word)'"
    if !reason.isEmpty { message += ": \(Self.line(reason))" }
    if let advice = rule?.advice { message += "; \(advice)" }
    // What is free by the vendor's word is not if the same answer names a cost.
    let isCharged = (vendor.answer.charge.flatMap(answer.charge)?.micros ?? 0) > 0
    let isFree = vendor.answer.free.contains(word) && !isCharged
    let accepted = rule?.accepted ?? (isFree ? .no : .yes)
    var said = rule?.isRetryable
    if said == nil, case .bool(let word)? = vendor.answer.retryable?.values(in: answer.json).first {
      said = word
    }
    // What may have been paid for is not to be tried again by itself.
    let isRetryable = accepted == .no && (said ?? [.unavailable, .rateLimited].contains(kind))
    return ReframeError(kind, message, code: codes.first ?? "", isRetryable: isRetryable, accepted: accepted)
  }

  private static func deed(_ place: ErrorRule.Step) -> String {
    switch place {
    case .upload: "did not store the source"
    case .create, .job: "did not take the job"
    case .poll: "did not say how the job stands"
    case .cancel: "did not drop the job"
    }
  }

  /// An answer of the vendor's own that refuses is no purchase; one from a gateway on the way may hide one.
  private static func acceptance(_ place: ErrorRule.Step, _ status: Int) -> ReframeError.Acceptance {
    switch place {
    case .upload: .no
    case .poll, .cancel, .job: .yes
    case .create: (300..<500).contains(status) && status != 408 ? .no : .unknown
    }
  }

  private static func kind(_ status: Int) -> ReframeError.Kind {
    switch status {
    case 401: .unauthenticated
    case 402: .quota
    case 403, 451: .forbidden
    case 404, 410: .notFound
    case 408, 504: .timeout
    case 429: .rateLimited
    case 400..<500: .invalidArgument
    default: .unavailable
    }
  }

  private func advice(_ kind: ReframeError.Kind) -> String? {
    switch kind {
    case .unauthenticated: vendor.authentication.map { "check \($0.secret)" }
    case .quota: "top up the account with the vendor"
    default: nil
    }
  }

  /// The vendor's own words: texts, or the texts in lists and objects, each once.
  private func reason(in json: JSONValue) -> String {
    let texts = vendor.answer.message.allValues(in: json).flatMap(Self.texts)
    return texts.enumerated().filter { !texts[..<$0.offset].contains($0.element) }.map(\.element)
      .joined(separator: "; ")
  }

  /// On one line, printable and not too long.
  private static func line(_ text: String) -> String {
    let printable = text.unicodeScalars.map { scalar in
      [.control, .format].contains(scalar.properties.generalCategory) ? " " : Character(scalar)
    }
    let short = String(printable).split { $0.isWhitespace }.joined(separator: " ")
    return short.count <= 300 ? short : short.prefix(299) + "…"
  }

  private static func texts(_ value: JSONValue) -> [String] {
    switch value {
    case .string(let text): text.isEmpty ? [] : [text]
    case .number(let number): ["\(number)"]
    case .array(let values): values.flatMap(texts)
    case .object(let members):
      ["msg", "message", "detail"].compactMap { members[$0] }.prefix(1).flatMap(texts)
    case .bool, .null: []
    }
  }
}
