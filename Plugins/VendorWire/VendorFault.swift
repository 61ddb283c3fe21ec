package import ReframeSDK

/// Turns what a vendor says went wrong into an error that says what to do.
package struct VendorFault: Sendable {
  /// What was being done; it decides what an error may have cost.
  package enum Step: Sendable {
    /// Something that is not charged for, before the call that buys.
    case prepare
    /// The call that buys.
    case create
    /// Asking after what was bought.
    case poll
    /// Dropping it.
    case cancel
  }

  /// The vendor.
  package let profile: VendorProfile
  /// What was being done.
  package let step: Step

  /// Makes the faults of a step.
  package init(_ profile: VendorProfile, during step: Step) {
    self.profile = profile
    self.step = step
  }

  /// The error of an answer whose status is not one of success.
  package func error(
    _ answer: VendorAnswer, _ complaint: VendorComplaint, createdNothing: Bool = false
  ) -> ReframeError {
    let kind = complaint.kind ?? Self.kind(of: answer.status)
    let passes = [408, 409, 429].contains(answer.status) || answer.status >= 500
    var isRetryable = complaint.isRetryable ?? (passes && kind != .quota)
    // The vendors' own clients let this header overrule the status.
    if let word = answer.headers["x-should-retry"] { isRetryable = word == "true" }
    let wait = isRetryable ? RetryHint.milliseconds(answer.headers, now: VendorTicket.now) : 0
    var said = complaint
    if said.words.isEmpty && answer.json == nil { said.words = "it answered with \(answer.appearance)" }
    let message = text(kind, Self.detail("\(answer.status)", said), wait: wait)
    return ReframeError(
      kind, message, code: complaint.code, isRetryable: isRetryable, retryAfterMilliseconds: wait,
      accepted: acceptance(answer.status, createdNothing: createdNothing))
  }

  /// The error of a job that ended without a result.
  package func ended(
    _ kind: ReframeError.Kind, _ complaint: VendorComplaint, accepted: ReframeError.Acceptance
  )
    -> ReframeError
  {
    let fault = complaint.kind ?? kind
    // Not retryable: that says that the same call may succeed later, and asking again after a job that has ended
    // never will, but keeps whoever believes it waiting until the deadline.
    return ReframeError(
      fault, text(fault, Self.detail("the job failed", complaint), wait: 0), code: complaint.code,
      accepted: accepted)
  }

  /// A request that was refused bought nothing; of one that met trouble only the vendor can say so.
  private func acceptance(_ status: Int, createdNothing: Bool) -> ReframeError.Acceptance {
    switch step {
    case .prepare: .no
    case .create: createdNothing || (300..<500).contains(status) && status != 408 ? .no : .unknown
    case .poll, .cancel: .yes
    }
  }

  private static func kind(of status: Int) -> ReframeError.Kind {
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

  /// What the vendor said, on one line and not too long: `429 OutOfCredits: no credits left`.
  private static func detail(_ head: String, _ complaint: VendorComplaint) -> String {
    let code = complaint.code.isEmpty ? "" : " \(complaint.code)"
    let words = Self.line(complaint.words)
    return line(head + code) + (words.isEmpty ? "" : ": \(words)")
  }

  /// A vendor's words on one line, without control characters and not too long.
  package static func line(_ text: String) -> String {
    let printable = text.unicodeScalars.map { scalar in
      scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
        ? " " : Character(scalar)
    }
    let short = String(printable).split(separator: " ").joined(separator: " ")
    return short.count <= 200 ? short : short.prefix(199) + "…"
  }

  private func text(_ kind: ReframeError.Kind, _ detail: String, wait: Int64) -> String {
    let name = profile.name
    switch kind {
    case .unauthenticated:
      return "\(name) did not take the key in \(profile.secret) (\(detail)); set it to a valid key"
    case .forbidden: return "\(name) does not allow this (\(detail)); see what your account there may do"
    case .quota: return "\(name) has no credit left (\(detail)); top up your account there"
    case .rateLimited:
      let when = wait > 0 ? "in \((wait + 999) / 1000) s" : "later"
      return "\(name) takes no more calls now (\(detail)); try again \(when)"
    case .contentPolicy:
      return "\(name) refused the source for what it shows (\(detail)); use another source or engine"
    case .invalidArgument: return "\(name) refused the request (\(detail)); change what it names"
    case .notFound where step == .create || step == .prepare:
      return "\(name) does not know this model or address (\(detail)); check the model and base-url"
    case .notFound: return "\(name) does not know this job (\(detail)); it may be too old"
    case .timeout: return "\(name) took too long (\(detail)); try again later"
    case .cancelled: return "the job was cancelled at \(name) (\(detail))"
    default: return "\(name) has trouble (\(detail)); try again later, or use another engine"
    }
  }
}
