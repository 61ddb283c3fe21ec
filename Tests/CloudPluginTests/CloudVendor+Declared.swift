import FoundationEssentials
import Hosting
import Loading
import ReframeSDK
import TestSupport
import VendorDoubles

extension CloudVendor {
  /// Eachlabs again, described in a file instead of coded.
  static let declaredEachlabs: CloudVendor = {
    var vendor = CloudVendor.eachlabs
    vendor.name = "eachlabs, declared"
    vendor.target = "DeclarativeProvider"
    let url = TestBundles.repository.appending(path: "Tests/DeclarativeTests/eachlabs.json")
    vendor.configuration = (try? Data(contentsOf: url)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    return vendor
  }()

  /// Eachlabs in both forms, which have to do the same.
  static let eachlabsForms = [eachlabs, declaredEachlabs]

  /// What the host calls it: the file's word for a described vendor, the plugin's own id otherwise.
  var provider: String { target == "DeclarativeProvider" ? "eachlabs" : name }

  /// How the host's settings set it up, with the API elsewhere.
  func setup(at base: String) throws -> ProviderSetup {
    let isDeclared = target == "DeclarativeProvider"
    var setup = ProviderSetup(id: provider, plugin: isDeclared ? "declarative" : name)
    setup.settings = try JSON.decode([String: JSONValue].self, from: configuration, what: "configuration")
    setup.baseURL = base
    guard isDeclared else { return setup }
    let reach = try manifest(of: CloudBench.manifest(target))
    setup.hosts = reach.hosts ?? []
    setup.secretNames = reach.secrets ?? []
    return setup
  }

  /// The configuration with the API elsewhere.
  func configuration(base: String) throws -> String {
    let settings = try JSON.decode([String: JSONValue].self, from: configuration, what: "configuration")
    return try JSON.encode(settings.merging(["baseURL": .string(base)]) { $1 })
  }

  /// The manifest by which the host judges addresses and secrets: a described vendor brings its own.
  func manifest(of plugin: PluginManifest) throws -> PluginManifest {
    struct Reach: Decodable { var hosts, secrets: [String]? }
    let reach = try JSON.decode(Reach.self, from: configuration, what: "configuration")
    var manifest = plugin
    manifest.hosts = reach.hosts ?? plugin.hosts
    manifest.secrets = reach.secrets ?? plugin.secrets
    return manifest
  }
}
