internal import CReframe

/// What an instance is made with.
public struct PluginEnvironment: Sendable {
  /// What the host offers; not to be called before the instance is made.
  public let host: PluginHost
  /// The user's settings for this plugin, an object.
  public let configuration: JSONValue
}

/// Makes instances of one kind; see `exportPlugin`.
public struct PluginFactory: Sendable {
  let kind: PluginKind
  let concurrency: Concurrency
  let make: @Sendable (PluginEnvironment) throws(ReframeError) -> UnsafeRawPointer

  /// Makes providers with `body`.
  public static func provider<Provider: ReframeProvider>(
    concurrency: Concurrency = .concurrent,
    _ body: @escaping @Sendable (PluginEnvironment) throws(ReframeError) -> Provider
  ) -> Self {
    Self(kind: .provider, concurrency: concurrency) { (environment) throws(ReframeError) in
      ProviderExport.table(for: try body(environment))
    }
  }

  /// Makes detectors with `body`.
  public static func detector<Detector: SubjectDetector>(
    concurrency: Concurrency = .concurrent,
    _ body: @escaping @Sendable (PluginEnvironment) throws(ReframeError) -> Detector
  ) -> Self {
    Self(kind: .detector, concurrency: concurrency) { (environment) throws(ReframeError) in
      DetectorExport.table(for: try body(environment))
    }
  }

  /// Makes fill strategies with `body`.
  public static func fill<Fill: FillStrategy>(
    concurrency: Concurrency = .concurrent,
    _ body: @escaping @Sendable (PluginEnvironment) throws(ReframeError) -> Fill
  ) -> Self {
    Self(kind: .fill, concurrency: concurrency) { (environment) throws(ReframeError) in
      FillExport.table(for: try body(environment))
    }
  }

  /// Makes pricing calculators with `body`.
  public static func pricing<Calculator: PricingCalculator>(
    concurrency: Concurrency = .concurrent,
    _ body: @escaping @Sendable (PluginEnvironment) throws(ReframeError) -> Calculator
  ) -> Self {
    Self(kind: .pricing, concurrency: concurrency) { (environment) throws(ReframeError) in
      PricingExport.table(for: try body(environment))
    }
  }
}
