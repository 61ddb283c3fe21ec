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
    // Where in `bundles` each id is.
    var found: [String: Int] = [:]
    var looks: [[BundleScan.Outcome]] = []
    var isNews = false
    for folder in folders {
      switch BundleScan.run(folder, known, nearest) {
      case .failure(let error): refusals.append(Refusal(path: folder, reason: error.message))
      case .success(let outcomes):
        looks.append(outcomes)
        bundles.reserveCapacity(bundles.count + outcomes.count)
        found.reserveCapacity(found.count + outcomes.count)
        for (path, outcome, isKnown) in outcomes {
          isNews = isNews || !isKnown
          switch outcome {
          case .failure(let error): refusals.append(Refusal(path: path, reason: error.message))
          case .success(let bundle):
            take(bundle, &found, isDisabled: disabled.contains(bundle.manifest.id))
          }
        }
      }
    }
    // Their folders' names are in order, and mostly so they are.
    if zip(bundles, bundles.dropFirst()).contains(where: { $0.manifest.id > $1.manifest.id }) {
      bundles.sort { $0.manifest.id < $1.manifest.id }
    }
    guard let cache, isNews || looks.reduce(0, { $0 + $1.count }) != known.count else { return }
    known.update(file: cache, with: looks.joined().compactMap { try? $0.bundle.get() })
  }

  private mutating func take(
    _ bundle: PluginBundle, _ found: inout [String: Int], isDisabled: Bool
  ) {
    let id = bundle.manifest.id
    if isDisabled {
      refusals.append(
        Refusal(
          path: bundle.path, reason: "disabled; to use it again, run 'reframe plugin enable \(id)'",
          cause: .disabled, bundle: bundle))
    } else if let first = found[id].map({ bundles[$0] }) {
      refusals.append(
        Refusal(
          path: bundle.path, reason: "shadowed by \(first.path)", cause: .shadowed(by: first.path),
          bundle: bundle))
    } else {
      found[id] = bundles.count
      bundles.append(bundle)
    }
  }
}
