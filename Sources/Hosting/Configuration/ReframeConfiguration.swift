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
    for key in ConfigurationKey.all {
      for option in key.option.map({ [$0, "no-\($0)"] }) ?? [] {
        guard let texts = flags[option], !texts.isEmpty else { continue }
        let origin = SettingOrigin.flag("--\(option)")
        faults += add(key, texts, from: origin, "--\(option)", isJudged: false)
      }
      if let text = environment[key.environment], !text.isEmpty {
        let texts = key.isList ? text.split(separator: ":").map(String.init) : [text]
        let origin = SettingOrigin.environment(key.environment)
        faults += add(key, texts, from: origin, key.environment, isJudged: true)
      }
      if let file { key.slot.add(file.settings, to: &self) }
      key.slot.addStandard(to: &self)
    }
    let folders = HostConfiguration(explicit: [], environment: environment)
    pluginPath.layers.append(.init(value: FolderList(folders.pluginFolders), origin: .standard))
    cataloguePath.layers.append(.init(value: FolderList(folders.catalogueFolders), origin: .standard))
    self.file = file?.path
    faults += file?.faults ?? []
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
}
