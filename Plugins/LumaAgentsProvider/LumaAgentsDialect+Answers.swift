import ReframeSDK
internal import VendorWire

extension LumaAgentsDialect {
  func identifier(in answer: JSONValue) -> String? { answer["id"]?.string }

  /// `detail`, a text or a list of faults.
  func complaint(in answer: VendorAnswer) -> VendorComplaint {
    VendorComplaint(words: answer.json?["detail"]?.words ?? "")
  }

  func standing(in answer: VendorAnswer, of ticket: VendorTicket) throws(ReframeError) -> VendorStanding {
    guard let json = answer.json else { return .pending }
    switch json["state"]?.string?.lowercased() {
    case "completed": return .done(VendorResult(addresses: json["output"]?.addresses ?? []))
    case "failed":
      let code = json["failure_code"]?.string ?? ""
      let complaint = VendorComplaint(code: code, words: json["failure_reason"]?.words ?? "")
      // The vendor does not say that what fails is free.
      return .failed(
        VendorFault(profile, during: .poll).ended(
          Self.kinds[code] ?? .unavailable, complaint, accepted: .yes))
    default: return .pending
    }
  }

  private static let kinds: [String: ReframeError.Kind] = [
    "content_moderated": .contentPolicy, "budget_exhausted": .quota, "rate_limited": .rateLimited,
    "image_too_large": .invalidArgument, "unsupported_format": .invalidArgument,
    "corrupt_input": .invalidArgument, "invalid_request": .invalidArgument,
    "generation_failed": .unavailable, "output_not_found": .unavailable,
  ]
}
