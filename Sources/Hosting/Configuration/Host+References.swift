internal import Glibc
internal import Loading
internal import ReframeSDK

extension Host {
  /// What the variables and the file refer to but is not there: a plugin that was not found or is of another kind,
  /// parameters that a fill does not have, a folder that does not exist. Opens no plugin.
  package func danglingReferences(in configuration: ReframeConfiguration) -> [String] {
    var faults: [String] = []
    func note(_ origin: SettingOrigin, _ fault: String?) {
      guard let fault, let place = configuration.place(of: origin) else { return }
      faults.append("\(place): \(fault.onOneLine)")
    }
    for layer in configuration.pluginPath.layers + configuration.cataloguePath.layers
    where layer.origin != .standard {
      for path in layer.value.paths where !Self.isFolder(path) {
        note(layer.origin, "there is no folder '\(path)'")
      }
    }
    for layer in configuration.provider.layers { note(layer.origin, fault(of: layer.value, .provider)) }
    for layer in configuration.detector.layers { note(layer.origin, fault(of: layer.value, .detector)) }
    for layer in configuration.fill.layers {
      let fault = fault(of: layer.value.id, .fill)
      note(layer.origin, fault ?? self.fault(ofParameters: layer.value))
    }
    return faults
  }

  private func fault(of id: String, _ kind: PluginKind) -> String? {
    do throws(ReframeError) {
      let kinds = try bundle(id, for: kind).manifest.kinds
      guard !kinds.contains(kind) else { return nil }
      return
        "the plugin '\(id)' is no \(kind.rawValue) but a \(kinds.map(\.rawValue).joined(separator: ", "))"
    } catch {
      return error.message
    }
  }

  private func fault(ofParameters fill: FillChoice) -> String? {
    guard let manifest = try? bundle(fill.id, for: .fill).manifest else { return nil }
    return ParameterSchema(manifest.parameters).fault(in: fill.parameters).map { "fill '\(fill.id)': \($0)" }
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
