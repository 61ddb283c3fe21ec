internal import Descriptions
import ReframeSDK
internal import VendorWire

extension VendorCalls {
  /// What an answer that is no success means.
  func refusal(of answer: VendorAnswer, at place: ErrorRule.Step) -> ReframeError {
    let (complaint, codes) = complaint(in: answer)
    let rule = vendor.errors.first {
      $0.fits(place, status: answer.status, codes: codes, message: complaint.words)
    }
    let fault = VendorFault(profile, during: place.fault)
    return fault.error(answer, complaint.corrected(by: rule)).corrected(by: rule)
  }

  /// What it means that a job failed or was dropped.
  func failure(of answer: VendorAnswer, word: String) -> ReframeError {
    var (complaint, codes) = complaint(in: answer)
    codes.append(word)
    let rule = vendor.errors.first { $0.fits(.job, status: nil, codes: codes, message: complaint.words) }
    if case .bool(let said)? = answer.json.flatMap({ vendor.answer.retryable?.values(in: $0).first }) {
      complaint.isRetryable = said
    }
    // What is free by the vendor's word is not if the same answer names a cost.
    let isCharged = (vendor.answer.charge.flatMap(answer.charge)?.micros ?? 0) > 0
    let accepted = rule?.accepted ?? (vendor.answer.free.contains(word) && !isCharged ? .no : .yes)
    let kind: ReframeError.Kind = vendor.answer.cancelled.contains(word) ? .cancelled : .unavailable
    return VendorFault(profile, during: .poll)
      .ended(kind, complaint.corrected(by: rule), accepted: accepted).corrected(by: rule)
  }

  /// The vendor in the words of what all vendors share.
  var profile: VendorProfile {
    VendorProfile(
      name: vendor.name, base: vendor.baseURL, secret: vendor.authentication?.secret ?? "its description")
  }

  /// The vendor's own words, each once, and all of its codes.
  private func complaint(in answer: VendorAnswer) -> (VendorComplaint, codes: [String]) {
    guard let json = answer.json else { return (VendorComplaint(), []) }
    var said = Set<String>()
    let words = vendor.answer.message.allValues(in: json).compactMap(\.nonEmptyWords)
    let distinct = words.filter { said.insert($0).inserted }
    let codes = vendor.answer.code.allValues(in: json).compactMap {
      $0.nonEmptyWords ?? $0.integer.map(String.init)
    }
    return (VendorComplaint(code: codes.first ?? "", words: distinct.joined(separator: "; ")), codes)
  }
}

extension ErrorRule.Step {
  /// The same in the words of what all vendors share.
  fileprivate var fault: VendorFault.Step {
    switch self {
    case .upload: .prepare
    case .create: .create
    case .poll, .job: .poll
    case .cancel: .cancel
    }
  }
}

extension VendorComplaint {
  /// The complaint as the vendor's description understands it.
  fileprivate func corrected(by rule: ErrorRule?) -> VendorComplaint {
    var complaint = self
    if let kind = rule?.kind { complaint.kind = kind }
    if let isRetryable = rule?.isRetryable { complaint.isRetryable = isRetryable }
    return complaint
  }
}

extension ReframeError {
  /// The error as the vendor's description understands it.
  fileprivate func corrected(by rule: ErrorRule?) -> ReframeError {
    var error = self
    if let accepted = rule?.accepted { error.accepted = accepted }
    if let advice = rule?.advice { error.message += "; \(advice)" }
    return error
  }
}
