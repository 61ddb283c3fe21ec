internal import FoundationEssentials
internal import Glibc
internal import ReframeSDK

/// What a look through the search path found.
package struct PluginDiscovery: Sendable {
  /// A bundle that is not used, and why.
  package struct Refusal: Sendable {
    package let path: String
    package let reason: String

    package init(path: String, reason: String) {
      self.path = path
      self.reason = reason
    }
  }

  /// Usable bundles, in the order of their ids.
  package private(set) var bundles: [PluginBundle] = []
  /// The others.
  package private(set) var refusals: [Refusal] = []

  /// Looks for folders `<id>.reframeplugin` in `folders` and reads their manifests; runs no plugin code. The
  /// first of an id wins and shadows the rest. Folders that do not exist are passed over, those that cannot be read
  /// are refused.
  package init(folders: [String]) {
    var found: [String: PluginBundle] = [:]
    for folder in folders {
      let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
      if names == nil, access(folder, F_OK) == 0 {
        refusals.append(Refusal(path: folder, reason: "it is not a folder that can be read"))
      }
      for name in (names ?? []).sorted() where name.hasSuffix(".reframeplugin") {
        let path = "\(folder)/\(name)"
        do throws(ReframeError) {
          let bundle = try PluginBundle(path: path)
          if let first = found[bundle.manifest.id] {
            refusals.append(Refusal(path: path, reason: "shadowed by \(first.path)"))
          } else {
            found[bundle.manifest.id] = bundle
          }
        } catch {
          refusals.append(Refusal(path: path, reason: error.message))
        }
      }
    }
    bundles = found.values.sorted { $0.manifest.id < $1.manifest.id }
  }
}
