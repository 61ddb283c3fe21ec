package import ReframeSDK
internal import YAML

/// Everything that is wrong with the settings, a line each with its place; never empty.
package struct ConfigurationFaults: Error, Equatable {
  /// Such as `reframe.yaml:3:12: expected a whole number, found the string 'best'`.
  package let lines: [String]
}

/// The settings, each with who said so: flag before environment before file before default.
package struct ReframeConfiguration: Sendable {
  /// Folders with plugins; here all voices count, the strongest is searched first.
  package var pluginPath = Setting<FolderList>()
  /// Folders with model cards and price books, in the same way.
  package var cataloguePath = Setting<FolderList>()
  /// Id of the provider that does the work.
  package var provider = Setting<String>()
  /// Id of the detector.
  package var detector = Setting<String>()
  /// The fill and its parameters.
  package var fill = Setting<FillChoice>()
  /// The least score of a filled area that is kept, 0 to 1.
  package var fillFloor = Setting<Double>()
  /// `fast`, `balanced` or `quality`.
  package var generationMode = Setting<String>()
  /// `auto`, `crop` or `expand`.
  package var mode = Setting<String>()
  /// `1k`, `2k` or `4k`.
  package var resolution = Setting<String>()
  /// `jpeg`, `png` or `webp`.
  package var format = Setting<String>()
  /// 1 to 100.
  package var quality = Setting<Int>()
  /// Whether EXIF, XMP and IPTC are kept.
  package var keepsMetadata = Setting<Bool>()
  /// The most pixels of a picture.
  package var pixelLimit = Setting<Int>()
  /// Pictures at a time.
  package var jobs = Setting<Int>()
  /// Where plugins run, unless their own entry says otherwise.
  package var placement = Setting<PluginPlacement>()
  /// Detectors whose answers are joined, each as `ID` or `ID:WEIGHT`.
  package var detectors = Setting<NameList>()
  /// Ids of fills; the first that is installed is used.
  package var fills = Setting<NameList>()
  /// Name of the route that is used.
  package var route = Setting<String>()
  /// For which project money is spent.
  package var project = Setting<String>()
  /// Who spends it.
  package var key = Setting<String>()
  /// The file of the ledger.
  package var ledgerPath = Setting<String>()
  /// Address ranges that may be reached although they are not public.
  package var networkAllow = Setting<RangeList>()
  /// How single plugins are run.
  package internal(set) var plugins: [PluginSetting] = []
  /// Who does the work for money, and how they are reached.
  package internal(set) var providers: [ProviderSetting] = []
  /// Names for models.
  package internal(set) var models: [ModelAlias] = []
  /// How engines are chosen.
  package internal(set) var routes: [RouteSetting] = []
  /// What may be spent.
  package internal(set) var budgets: [BudgetSetting] = []
  /// What credits are worth.
  package internal(set) var rates: [RateSetting] = []
  /// Versions of price books.
  package internal(set) var priceBooks: [PriceBookPin] = []
  /// Where the user's own things lie.
  package private(set) var userFolders = UserFolders([:])
  /// The file that was read.
  package private(set) var file: String?

  /// Nothing is said about anything.
  init() {}

  /// Puts the voices together. Throws everything that is wrong with any of them.
  package init(flags: [String: [String]], environment: [String: String], file: ConfigurationFile?)
    throws(ConfigurationFaults)
  {
    var faults: [String] = []
    self.init(flags: flags, environment: environment, file: file, faults: &faults)
    guard faults.isEmpty else { throw ConfigurationFaults(lines: faults) }
  }

  /// Puts the voices together without what is wrong, which is added to `faults`. `flags` has the options' values by
  /// their names, and is not judged beyond its types, as the whole request is.
  package init(
    flags: [String: [String]], environment: [String: String], file: ConfigurationFile?,
    faults: inout [String]
  ) {
    self.file = file?.path
    for key in ConfigurationKey.all {
      for option in key.option.map({ [$0, "no-\($0)"] }) ?? [] {
        guard let texts = flags[option], !texts.isEmpty else { continue }
        let origin = SettingOrigin.flag("--\(option)")
        faults += add(key, texts, from: origin, "--\(option)", isJudged: key.judgesOption)
      }
      if let text = environment[key.environment], !text.isEmpty {
        let texts = key.slot.separator.map { text.split(separator: $0).map(String.init) } ?? [text]
        let origin = SettingOrigin.environment(key.environment)
        faults += add(key, texts, from: origin, key.environment, isJudged: true)
      }
      if let file { key.slot.add(file.settings, to: &self) }
      key.slot.addStandard(to: &self)
    }
    let folders = HostConfiguration(explicit: [], environment: environment)
    userFolders = folders.userFolders
    pluginPath.layers.append(.init(value: FolderList(folders.pluginFolders), origin: .standard))
    cataloguePath.layers.append(.init(value: FolderList(folders.catalogueFolders), origin: .standard))
    faults += file?.faults ?? []
    let variables = environment.filter { $0.key.hasPrefix("REFRAME_") }.sorted { $0.key < $1.key }
      .map { (name: $0.key, text: $0.value) }
    for section in ConfigurationKey.sections {
      faults += section.slot.compose(variables, file?.settings, in: &self)
    }
    faults += settle()
  }

  private mutating func add(
    _ key: ConfigurationKey, _ texts: [String], from origin: SettingOrigin, _ place: String, isJudged: Bool
  ) -> [String] {
    do throws(SettingFault) {
      try key.slot.add(texts, from: origin, isJudged: isJudged, to: &self)
      return []
    } catch {
      return ["\(place): \(error.description.onOneLine)"]
    }
  }

  /// Where something was said, as the beginning of a message; `nil` for a default.
  package func place(of origin: SettingOrigin) -> String? {
    switch origin {
    case .flag(let name), .environment(let name): name
    case .file(let mark): "\(file ?? ""):\(mark.line):\(mark.column)"
    case .standard: nil
    }
  }

  /// Where the setting with this option was decided, as the beginning of a message: the option itself, unless the
  /// variable or the file decided.
  package func place(ofOption option: String) -> String {
    let key = ConfigurationKey.all.first { $0.option == option }
    let origin = key?.slot.shown(self).first?.origin
    return origin.flatMap(place(of:)) ?? "--\(option)"
  }

  /// What counts for a key, each element of a list for itself; empty if nothing was said and there is no default.
  package func values(of key: ConfigurationKey) -> [(value: JSONValue, origin: SettingOrigin)] {
    key.slot.shown(self)
  }

  /// What counts for every entry of a section.
  package func values(of section: EntrySection) -> [EntrySection.Shown] { section.slot.shown(self) }
}
