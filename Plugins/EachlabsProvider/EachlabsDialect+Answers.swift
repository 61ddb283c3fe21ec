import ReframeSDK
internal import VendorWire

extension EachlabsDialect {
  func identifier(in answer: JSONValue) -> String? {
    answer["predictionID"]?.string ?? answer["id"]?.string
  }

  /// Both shapes of the documentation, which may come at once: `{status, message, details}` and `{error}`.
  func complaint(in answer: VendorAnswer) -> VendorComplaint {
    guard let json = answer.json else { return VendorComplaint() }
    let words = [json["message"], json["error"], json["details"]].compactMap { $0?.nonEmptyWords }
    // One body may say the same in both shapes.
    let distinct = words.enumerated().filter { !words[..<$0.offset].contains($0.element) }.map(\.element)
    return VendorComplaint(words: distinct.joined(separator: "; "))
  }

  /// The one trouble of which the vendor's text says that there is no prediction.
  func createdNothing(_ answer: VendorAnswer) -> Bool {
    guard let json = answer.json, identifier(in: json) == nil, answer.status >= 500 else { return false }
    return complaint(in: answer).words.lowercased().contains("failed to create prediction")
  }

  func standing(in answer: VendorAnswer, of ticket: VendorTicket) throws(ReframeError) -> VendorStanding {
    guard let json = answer.json else { return .pending }
    let charge = answer.amount(at: ["metrics", "cost"], unit: "USD")
    // What fails is free by the vendor's word, unless the same answer names a cost.
    let accepted: ReframeError.Acceptance = (charge?.micros ?? 0) > 0 ? .yes : .no
    switch json["status"]?.string?.lowercased() {
    case "success", "succeeded":
      return .done(VendorResult(addresses: json["output"]?.addresses ?? [], charge: charge))
    case "error", "failed":
      return .failed(
        VendorFault(profile, during: .poll).ended(.unavailable, failure(json, answer), accepted: accepted))
    case "cancelled", "canceled":
      return .failed(
        VendorFault(profile, during: .poll).ended(.cancelled, VendorComplaint(), accepted: accepted))
    default: return .pending
    }
  }

  /// Why a prediction failed: in `output`, an object then, or in `message` and `details`.
  private func failure(_ json: JSONValue, _ answer: VendorAnswer) -> VendorComplaint {
    let output = json["output"] ?? .null
    let code = output["error_code"]?.string ?? output["provider_error_code"]?.string ?? ""
    let top = complaint(in: answer).words
    var complaint = VendorComplaint(
      code: code,
      words: output["error_message"]?.nonEmptyWords ?? (top.isEmpty ? output["error"]?.words ?? "" : top))
    complaint.kind = Self.kinds[code] ?? Self.categories[output["classification"]?["category"]?.string ?? ""]
    if case .bool(let word)? = output["retryable"] { complaint.isRetryable = word }
    return complaint
  }

  private static let kinds: [String: ReframeError.Kind] = [
    "INPUT_VALIDATION_ERROR": .invalidArgument, "PROVIDER_BAD_REQUEST": .invalidArgument,
    "INPUT_DOWNLOAD_ERROR": .invalidArgument, "PROVIDER_REJECTED": .invalidArgument,
    "PROVIDER_RATE_LIMIT": .rateLimited, "EXECUTION_TIMEOUT": .timeout,
    // These are between Eachlabs and its own suppliers.
    "PROVIDER_FAILED": .unavailable, "PROVIDER_AUTH_ERROR": .unavailable,
    "PROVIDER_SERVER_ERROR": .unavailable, "NETWORK_ERROR": .unavailable,
  ]

  private static let categories: [String: ReframeError.Kind] = [
    "VALIDATION": .invalidArgument, "RATE_LIMIT": .rateLimited, "TIMEOUT": .timeout,
  ]
}
