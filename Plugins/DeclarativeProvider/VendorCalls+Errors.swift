import ReframeSDK
internal import Descriptions

extension VendorCalls {
  /// What an answer that is no success means.
  func refusal(of answer: VendorAnswer, at place: ErrorRule.Step) -> ReframeError {
    let status = answer.response.status
    let code = vendor.answer.code.text(in: answer.json) ?? ""
    let rule = vendor.errors.first { $0.fits(place, status: status, codes: [code]) }
    let kind = rule?.kind ?? Self.kind(status)
    var message = "\(vendor.name) \(Self.deed(place)) (HTTP \(status))"
    if let reason = reason(in: answer.json) { message += ": \(reason)" }
    if let advice = rule?.advice ?? advice(kind) { message += "; \(advice)" }
    return ReframeError(
      kind, message, code: code.isEmpty ? "\(status)" : code,
      isRetryable: rule?.isRetryable ?? (status == 408 || status == 429 || status >= 500),
      retryAfterMilliseconds: answer.retryAfterMilliseconds ?? 0,
      accepted: rule?.accepted ?? Self.acceptance(place, status))
  }

  /// What it means that a job failed or was dropped.
  func failure(of answer: VendorAnswer, word: String) -> ReframeError {
    let code = vendor.answer.code.text(in: answer.json) ?? ""
    let rule = vendor.errors.first { $0.fits(.job, status: nil, codes: [code, word]) }
    let isFree = vendor.answer.free.contains(word)
    var message = "\(vendor.name) ended the job as '\(word)'"
    if let reason = reason(in: answer.json) { message += ": \(reason)" }
    if let advice = rule?.advice { message += "; \(advice)" }
    var isRetryable = rule?.isRetryable ?? false
    if rule?.isRetryable == nil, case .bool(let said)? = vendor.answer.retryable?.values(in: answer.json).first {
      isRetryable = said
    }
    return ReframeError(
      rule?.kind ?? .unavailable, message, code: code.isEmpty ? word : code, isRetryable: isRetryable,
      accepted: rule?.accepted ?? (isFree ? .no : .yes))
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
    case .create: (400..<500).contains(status) && status != 408 ? .no : .unknown
    }
  }

  private static func kind(_ status: Int) -> ReframeError.Kind {
    switch status {
    case 400, 409, 413, 415, 422: .invalidArgument
    case 401: .unauthenticated
    case 402: .quota
    case 403: .forbidden
    case 404, 410: .notFound
    case 408, 504: .timeout
    case 429: .rateLimited
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

  /// The vendor's own words on one line: a text, or the texts in a list or an object.
  private func reason(in json: JSONValue) -> String? {
    for path in vendor.answer.message.paths {
      let texts = path.values(in: json).flatMap(Self.texts)
      guard !texts.isEmpty else { continue }
      let line = texts.joined(separator: "; ").split { $0.isNewline || $0.isWhitespace }.joined(separator: " ")
      return line.count > 300 ? line.prefix(299) + "…" : line
    }
    return nil
  }

  private static func texts(_ value: JSONValue) -> [String] {
    switch value {
    case .string(let text): text.isEmpty ? [] : [text]
    case .number(let number): ["\(number)"]
    case .array(let values): values.flatMap(texts)
    case .object(let members): ["msg", "message", "detail"].compactMap { members[$0] }.prefix(1).flatMap(texts)
    case .bool, .null: []
    }
  }
}
