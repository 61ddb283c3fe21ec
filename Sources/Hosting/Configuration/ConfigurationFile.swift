internal import Glibc
internal import YAML

/// The configuration file: where it is looked for, and what it says.
package struct ConfigurationFile: Sendable {
  /// Its path, as it was named or found.
  package let path: String
  /// What it says, without what is wrong.
  let settings: ReframeConfiguration
  /// What is wrong, each as `path:line:column: message`.
  package let faults: [String]

  /// The file to read: the one named `explicit`ly or by `REFRAME_CONFIG`, else `reframe.yaml` in `folder` (the
  /// current one), else the user's, if it exists.
  package static func find(_ explicit: String?, environment: [String: String], folder: String = "")
    -> ConfigurationFile?
  {
    if let explicit { return ConfigurationFile(explicit, mustBeTrusted: false) }
    if let named = environment["REFRAME_CONFIG"], !named.isEmpty {
      return ConfigurationFile(named, mustBeTrusted: false)
    }
    let here = folder + "reframe.yaml"
    if isRegularFile(here) {
      return ConfigurationFile(here, mustBeTrusted: true).withoutWhatNeedsTrust()
    }
    guard let own = UserFolders(environment).configuration.map({ "\($0)/reframe.yaml" }), isRegularFile(own)
    else { return nil }
    return ConfigurationFile(own, mustBeTrusted: true)
  }

  /// The file as it counts when it merely lies in the current folder: whoever unpacks or clones something and works
  /// in it has not asked for its code to be run, nor for keys to be sent to whom it names.
  private func withoutWhatNeedsTrust() -> ConfigurationFile {
    var settings = settings
    var found: [(name: String, reason: String)] = []
    for key in ConfigurationKey.all {
      guard let reason = key.distrust, key.slot.clear(&settings) else { continue }
      found.append((key.name, reason))
    }
    for section in ConfigurationKey.sections { found += section.slot.distrust(&settings) }
    let new = found.map { name, reason in
      "\(path): \(name) \(reason), so it counts only in a file that you name with --config or REFRAME_CONFIG, or "
        + "in your own settings"
    }
    return ConfigurationFile(path: path, settings: settings, faults: faults + new)
  }

  private init(path: String, settings: ReframeConfiguration, faults: [String]) {
    self.path = path
    self.settings = settings
    self.faults = faults
  }

  /// Not a pipe, whose opening would wait for a writer.
  private static func isRegularFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Reads a file. As it names folders whose code is run, one that was only come upon must be nobody else's.
  package init(_ path: String, mustBeTrusted: Bool) {
    self.path = path
    let bytes: [UInt8]
    do throws(SettingFault) {
      bytes = try Self.read(path, mustBeTrusted: mustBeTrusted)
    } catch {
      settings = ReframeConfiguration()
      faults = ["\(path): \(error)"]
      return
    }
    let layer = YAMLDocument(bytes).decode(ConfigurationLayer.self, nearest: Spelling.nearest)
    var settings = layer.value?.settings ?? ReframeConfiguration()
    settings.resolvePaths(against: path.lastIndex(of: "/").map { path[...$0] } ?? "")
    self.settings = settings
    let all = (layer.faults + (layer.value?.faults ?? [])).sorted { $0.mark < $1.mark }
    faults = all.map { "\(path):\($0.mark.line):\($0.mark.column): \($0.message.onOneLine)" }
  }

  private static func read(_ path: String, mustBeTrusted: Bool) throws(SettingFault) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw SettingFault(SystemError.text(errno)) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw SettingFault(SystemError.text(errno)) }
    if mustBeTrusted {
      guard status.st_uid == geteuid() || status.st_uid == 0 else {
        throw SettingFault("belongs to somebody else; if you trust it, name it with --config")
      }
      guard status.st_mode & S_IWOTH == 0 else {
        throw SettingFault("can be written to by anybody; run chmod o-w on it")
      }
    }
    // One byte more than may be there tells that it is too long, and endless files end.
    var bytes = [UInt8](repeating: 0, count: YAMLDocument.sizeLimit + 1)
    var count = 0
    while count < bytes.count {
      let got = bytes.withUnsafeMutableBytes {
        Glibc.read(file, $0.baseAddress.map { $0 + count }, $0.count - count)
      }
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw SettingFault(SystemError.text(errno)) }
      if got == 0 { break }
      count += got
    }
    return Array(bytes.prefix(count))
  }
}

extension String {
  /// The text with signs that would steer a terminal, line ends among them, made visible.
  var onOneLine: String {
    guard unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return self }
    return String(
      unicodeScalars.map {
        $0.properties.generalCategory == .control ? $0.escaped(asASCII: true) : String($0)
      }
      .joined())
  }
}
