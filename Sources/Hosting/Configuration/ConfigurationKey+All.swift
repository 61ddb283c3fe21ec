internal import Jobs
internal import ReframeSDK

extension ConfigurationKey {
  /// Every key there is, in the order of listings.
  package static let all: [ConfigurationKey] =
    [
      ConfigurationKey(
        "plugin.path", TypedSlot(path: \ReframeConfiguration.pluginPath, type: .folders),
        option: "plugin-path",
        values: "folders", standard: "the user's and the system's folders",
        help: "where plugins are looked for first", distrust: "names code to run"),
      ConfigurationKey(
        "plugin.placement",
        TypedSlot(path: \ReframeConfiguration.placement, type: .text, standard: .inProcess), option: nil,
        values: PluginPlacement.words, standard: PluginPlacement.inProcess.rawValue, help: "where plugins run"
      ),
      ConfigurationKey(
        "catalogue.path", TypedSlot(path: \ReframeConfiguration.cataloguePath, type: .folders),
        option: "catalogue",
        values: "folders", standard: "the user's and the system's folders",
        help: "where models and prices are looked for first"),
      ConfigurationKey(
        "provider",
        TypedSlot(
          path: \ReframeConfiguration.provider, type: .plugin, standard: HostConfiguration.standardProvider),
        option: nil,
        values: "plugin", standard: HostConfiguration.standardProvider, help: "who does the work"),
      ConfigurationKey(
        "detector",
        TypedSlot(path: \ReframeConfiguration.detector, type: .plugin),
        option: "detector", values: "plugin", standard: "detectors",
        help: "who alone finds the subject"),
      ConfigurationKey(
        "detectors",
        TypedSlot(
          path: \ReframeConfiguration.detectors, type: .detectors,
          standard: NameList(HostConfiguration.standardDetectors)),
        option: "detectors", values: "plugin[:WEIGHT]", standard: "faces, saliency",
        help: "who look for the subject together", judgesOption: true),
      ConfigurationKey(
        "fill",
        TypedSlot(path: \ReframeConfiguration.fill, type: .fill),
        option: "fill", values: "plugin[:KEY=VALUE,…]", standard: "the first of fills",
        help: "who fills what is new, perhaps with parameters"),
      ConfigurationKey(
        "fills",
        TypedSlot(
          path: \ReframeConfiguration.fills, type: .names,
          standard: NameList(HostConfiguration.standardFills)),
        option: nil, values: "plugins", standard: HostConfiguration.standardFills.joined(separator: ", "),
        help: "the first that is installed fills what is new, the others where its result is poor"),
      ConfigurationKey(
        "fill-floor",
        TypedSlot(path: \ReframeConfiguration.fillFloor, type: .share),
        option: "fill-floor", values: "0 to 1", standard: "\(Host.standardFillFloor), 0 beside fill",
        help: "the least score of a filled area that is kept"),
      ConfigurationKey(
        "generation-mode",
        TypedSlot(path: \ReframeConfiguration.generationMode, type: choice(of: GenerationMode.allCases)),
        option: "generation-mode", values: words(of: GenerationMode.allCases), standard: "balanced",
        help: "quality against time, and for some models price"),
      ConfigurationKey(
        "mode",
        TypedSlot(
          path: \ReframeConfiguration.mode, type: choice(of: ReframeMode.allCases),
          standard: ReframeMode.auto.rawValue),
        option: "mode", values: words(of: ReframeMode.allCases), standard: ReframeMode.auto.rawValue,
        help: "whether to crop, expand or carve"),
      ConfigurationKey(
        "resolution",
        TypedSlot(path: \ReframeConfiguration.resolution, type: choice(of: ResolutionTier.allCases)),
        option: "resolution", values: words(of: ResolutionTier.allCases), standard: "the source's scale",
        help: "megapixels of each ratio: about 1, 4 or 16"),
      ConfigurationKey(
        "output.format", TypedSlot(path: \ReframeConfiguration.format, type: choice(of: OutputFormat.stills)),
        option: "format",
        values: words(of: OutputFormat.stills), standard: "as the source",
        help: "the format, unless -o names a file"),
      ConfigurationKey(
        "output.quality",
        TypedSlot(
          path: \ReframeConfiguration.quality, type: .positive(to: 100),
          standard: OutputRequest.defaultQuality),
        option: "quality", values: "1 to 100", standard: "\(OutputRequest.defaultQuality)",
        help: "for jpeg and webp"),
      ConfigurationKey(
        "output.keep-metadata",
        TypedSlot(path: \ReframeConfiguration.keepsMetadata, type: .truth, standard: false),
        option: "keep-metadata", values: "true|false", standard: "false",
        help: "keep EXIF, XMP and IPTC, the place of the shot included"),
      ConfigurationKey(
        "limits.max-pixels",
        TypedSlot(
          path: \ReframeConfiguration.pixelLimit, type: .positive(), standard: ReframeJob.defaultPixelLimit),
        option: "max-pixels", values: "a number", standard: "\(ReframeJob.defaultPixelLimit)",
        help: "refuse larger pictures"),
      ConfigurationKey(
        "jobs", TypedSlot(path: \ReframeConfiguration.jobs, type: .positive()), option: "jobs",
        values: "a number",
        standard: "one a processor", help: "pictures at a time"),
    ] + spending

  /// Who pays, and what a job may reach.
  private static let spending: [ConfigurationKey] = [
    ConfigurationKey(
      "route",
      TypedSlot(path: \ReframeConfiguration.route, type: .reference, standard: RouteSetting.standardName),
      option: "route", values: "one of routes", standard: RouteSetting.standardName,
      help: "how the engine is chosen", judgesOption: true),
    ConfigurationKey(
      "project", TypedSlot(path: \ReframeConfiguration.project, type: .label), option: "project",
      values: "a text", standard: "none", help: "for whom money is spent", judgesOption: true),
    ConfigurationKey(
      "key", TypedSlot(path: \ReframeConfiguration.key, type: .label), option: "key", values: "a text",
      standard: "none", help: "who spends it", judgesOption: true),
    ConfigurationKey(
      "ledger.path", TypedSlot(path: \ReframeConfiguration.ledgerPath, type: .path), option: "ledger",
      values: "a file", standard: "ledger.db in the user's data folder",
      help: "where what is spent is written down", distrust: "names a file that is written",
      judgesOption: true),
    ConfigurationKey(
      "network.allow", TypedSlot(path: \ReframeConfiguration.networkAllow, type: .ranges), option: nil,
      values: "address ranges such as 10.0.0.0/8", standard: "public addresses alone",
      help: "which other addresses may be reached", distrust: "opens your network"),
  ]

  /// Every section of named entries, in the order of listings.
  package static let sections: [EntrySection] = [
    EntrySection("plugins", \.plugins),
    EntrySection("providers", \.providers),
    EntrySection("models", \.models),
    EntrySection("routes", \.routes),
    EntrySection("budgets", \.budgets),
    EntrySection("rates", \.rates),
    EntrySection("price-books", \.priceBooks),
  ]

  private static func choice(of words: [some RawRepresentable<String>]) -> SettingType<String> {
    .choice(words.map(\.rawValue))
  }

  private static func words(of words: [some RawRepresentable<String>]) -> String {
    words.map(\.rawValue).joined(separator: "|")
  }
}
