internal import Jobs
internal import ReframeSDK

extension ConfigurationKey {
  /// Every key there is, in the order of listings.
  package static let all: [ConfigurationKey] = [
    ConfigurationKey(
      "plugin.path", TypedSlot(path: \.pluginPath, type: .folders), option: "plugin-path",
      values: "folders", standard: "the user's and the system's folders",
      help: "where plugins are looked for first"),
    ConfigurationKey(
      "catalogue.path", TypedSlot(path: \.cataloguePath, type: .folders), option: "catalogue",
      values: "folders", standard: "the user's and the system's folders",
      help: "where models and prices are looked for first"),
    ConfigurationKey(
      "provider",
      TypedSlot(path: \.provider, type: .plugin, standard: HostConfiguration.standardProvider), option: nil,
      values: "plugin", standard: HostConfiguration.standardProvider, help: "who does the work"),
    ConfigurationKey(
      "detector",
      TypedSlot(path: \.detector, type: .plugin, standard: HostConfiguration.standardDetector),
      option: "detector", values: "plugin", standard: HostConfiguration.standardDetector,
      help: "who finds the subject"),
    ConfigurationKey(
      "fill",
      TypedSlot(
        path: \.fill, type: .fill, standard: try? FillChoice(HostConfiguration.standardFill)),
      option: "fill", values: "plugin[:KEY=VALUE,…]", standard: HostConfiguration.standardFill,
      help: "who fills what is new, perhaps with parameters"),
    ConfigurationKey(
      "mode",
      TypedSlot(path: \.mode, type: choice(of: ReframeMode.allCases), standard: ReframeMode.auto.rawValue),
      option: "mode", values: words(of: ReframeMode.allCases), standard: ReframeMode.auto.rawValue,
      help: "whether to crop or to expand"),
    ConfigurationKey(
      "resolution", TypedSlot(path: \.resolution, type: choice(of: ResolutionTier.allCases)),
      option: "resolution", values: words(of: ResolutionTier.allCases), standard: "the source's scale",
      help: "megapixels of each ratio: about 1, 4 or 16"),
    ConfigurationKey(
      "output.format", TypedSlot(path: \.format, type: choice(of: OutputFormat.stills)), option: "format",
      values: words(of: OutputFormat.stills), standard: "as the source",
      help: "the format, unless -o names a file"),
    ConfigurationKey(
      "output.quality",
      TypedSlot(path: \.quality, type: .positive(to: 100), standard: OutputRequest.defaultQuality),
      option: "quality", values: "1 to 100", standard: "\(OutputRequest.defaultQuality)",
      help: "for jpeg and webp"),
    ConfigurationKey(
      "output.keep-metadata", TypedSlot(path: \.keepsMetadata, type: .truth, standard: false),
      option: "keep-metadata", values: "true|false", standard: "false",
      help: "keep EXIF, XMP and IPTC, the place of the shot included"),
    ConfigurationKey(
      "limits.max-pixels",
      TypedSlot(
        path: \.pixelLimit, type: .positive(), standard: ReframeJob.defaultPixelLimit),
      option: "max-pixels", values: "a number", standard: "\(ReframeJob.defaultPixelLimit)",
      help: "refuse larger pictures"),
    ConfigurationKey(
      "jobs", TypedSlot(path: \.jobs, type: .positive()), option: "jobs", values: "a number",
      standard: "one a processor", help: "pictures at a time"),
  ]

  private static func choice(of words: [some RawRepresentable<String>]) -> SettingType<String> {
    .choice(words.map(\.rawValue))
  }

  private static func words(of words: [some RawRepresentable<String>]) -> String {
    words.map(\.rawValue).joined(separator: "|")
  }
}
