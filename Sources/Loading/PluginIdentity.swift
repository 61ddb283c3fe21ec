internal import ReframeSDK

/// What a running plugin says of itself, in this process or in a worker.
struct PluginIdentity {
  let id: String
  let version: String
  let contractMajor: UInt32
  let contractMinor: UInt32
  /// What it makes.
  let kinds: [PluginKind]

  init(id: String, version: String, contractMajor: UInt32, contractMinor: UInt32, kinds: [PluginKind]) {
    self.id = id
    self.version = version
    self.contractMajor = contractMajor
    self.contractMinor = contractMinor
    self.kinds = kinds
  }

  init(_ greeting: WorkerGreeting) {
    self.init(
      id: greeting.id, version: greeting.version, contractMajor: greeting.contractMajor,
      contractMinor: greeting.contractMinor,
      kinds: PluginKind.allCases.filter { greeting.concurrency[$0.code] != nil })
  }

  /// Throws how it contradicts the manifest, if it does.
  func check(against manifest: PluginManifest) throws(ReframeError) {
    guard id == manifest.id else {
      throw ReframeError(
        .invalidArgument, "plugin.json says '\(manifest.id)', the library says it is '\(id)'")
    }
    guard version == manifest.version else {
      throw ReframeError(
        .invalidArgument, "plugin.json says version \(manifest.version), the library says \(version)")
    }
    guard Int(contractMajor) == Contract.major else {
      throw ReframeError(
        .unsupported,
        "the library speaks contract \(contractMajor).\(contractMinor), this host \(Contract.text)")
    }
    for kind in manifest.kinds where !kinds.contains(kind) {
      throw ReframeError(.invalidArgument, "plugin.json promises a \(kind.rawValue) that the library lacks")
    }
  }
}
