internal import CReframe

/// What an instance of a plugin can be.
public enum PluginKind: String, Codable, Sendable, CaseIterable {
  /// A `ReframeProvider`.
  case provider
  /// A `SubjectDetector`.
  case detector
  /// A `FillStrategy`.
  case fill
  /// A `PricingCalculator`.
  case pricing

  /// The value of the C contract.
  package var code: UInt32 {
    switch self {
    case .provider: UInt32(RF_KIND_PROVIDER)
    case .detector: UInt32(RF_KIND_DETECTOR)
    case .fill: UInt32(RF_KIND_FILL)
    case .pricing: UInt32(RF_KIND_PRICING)
    }
  }
}
