internal import ReframeSDK
package import StrictJSON

/// What a look through the search path found.
package struct PluginDiscovery: Sendable {
  /// A bundle, or a folder of them, that is not used, and why.
  package struct Refusal: Sendable {
    /// What came in the way.
    package enum Cause: Equatable, Sendable {
      /// It cannot be used.
      case broken
      /// Another bundle of its id comes first.
      case shadowed(by: String)
      /// The user does not want it.
      case disabled
    }

    package let path: String
    package let reason: String
    package let cause: Cause
    /// The bundle, if it could be read.
    package let bundle: PluginBundle?

    package init(path: String, reason: String, cause: Cause = .broken, bundle: PluginBundle? = nil) {
      self.path = path
      self.reason = reason
      self.cause = cause
      self.bundle = bundle
    }
  }

  /// Usable bundles, in the order of their ids.
  package private(set) var bundles: [PluginBundle] = []
  /// The others.
  package private(set) var refusals: [Refusal] = []

  /// Looks for folders `<id>.reframeplugin` in `folders` and reads their manifests; runs no plugin code. The
  /// first of an id wins and shadows the rest, unless the id is one of `disabled`. Folders that do not exist are passed
  /// over, those that cannot be read are refused. What many bundles said is kept in the file `cache`, if there is one.
  package init(
    folders: [String], disabled: Set<String> = [], cache: String? = nil,
    nearest: @escaping Spellchecker = { _, _ in nil }
  ) {
    let known = cache.flatMap { BundleCache(file: $0) } ?? BundleCache()
    var found: [String: PluginBundle] = [:]
    var seen: [PluginBundle] = []
    for folder in folders {
      switch BundleScan.run(folder, known, nearest) {
      case .failure(let error): refusals.append(Refusal(path: folder, reason: error.message))
      case .success(let outcomes):
        for (path, outcome) in outcomes {
          switch outcome {
          case .failure(let error): refusals.append(Refusal(path: path, reason: error.message))
          case .success(let bundle):
            seen.append(bundle)
            take(bundle, &found, isDisabled: disabled.contains(bundle.manifest.id))
          }
        }
      }
    }
    bundles = found.values.sorted { $0.manifest.id < $1.manifest.id }
    if let cache { known.update(file: cache, with: seen) }
  }

  private mutating func take(
    _ bundle: PluginBundle, _ found: inout [String: PluginBundle], isDisabled: Bool
  ) {
    let id = bundle.manifest.id
    if isDisabled {
      refusals.append(
        Refusal(
          path: bundle.path, reason: "disabled; to use it again, run 'reframe plugin enable \(id)'",
          cause: .disabled, bundle: bundle))
    } else if let first = found[id] {
      refusals.append(
        Refusal(
          path: bundle.path, reason: "shadowed by \(first.path)", cause: .shadowed(by: first.path),
          bundle: bundle))
    } else {
      found[id] = bundle
    }
  }
}
