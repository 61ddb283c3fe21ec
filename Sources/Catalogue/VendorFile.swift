internal import Descriptions
package import Hosting
package import ReframeSDK
package import StrictJSON

/// A file of `vendors/`: a vendor that the plugin `declarative` runs.
package struct VendorFile: Equatable, Sendable {
  /// The plugin that runs described vendors.
  package static let plugin = "declarative"

  /// Id of the provider, which cards name.
  package let id: String
  /// Name for people.
  package let name: String
  /// Network hosts that the vendor's requests go to.
  package let hosts: [String]
  /// Names of the secrets that it needs.
  package let secrets: [String]
  /// Jobs under way at a time; `nil` for any number.
  package let concurrent: Int?
  /// Submissions in a window of `rateMilliseconds`; `nil` for any number.
  package let rateCount: Int?
  /// The window.
  package let rateMilliseconds: Int64?
  /// The description itself, which the plugin is created with.
  package let settings: [String: JSONValue]

  /// Reads the file, all of it. Throws the first fault, with its place.
  package init(_ text: JSONText) throws(ReframeError) {
    guard case .object(let settings) = text.value else {
      throw ReframeError(.invalidArgument, "expected an object")
    }
    let vendor = try VendorDescription(text.value) { Spelling.nearest(to: $0, in: $1) }
    try vendor.checkBaseURL()
    id = vendor.id
    name = vendor.name
    hosts = vendor.hosts
    secrets = vendor.secrets
    concurrent = vendor.limits.concurrent
    rateCount = vendor.limits.rateCount
    rateMilliseconds = vendor.limits.rateMilliseconds
    self.settings = settings
  }

  /// The provider as if somebody had set it up in the settings.
  package var setup: ProviderSetup {
    var setup = ProviderSetup(id: id, plugin: Self.plugin)
    setup.settings = settings
    setup.hosts = hosts
    setup.secretNames = secrets
    setup.concurrent = concurrent
    setup.rateCount = rateCount
    setup.rateMilliseconds = rateMilliseconds
    return setup
  }
}

/// What a look for described vendors through the catalogue's folders found.
package struct VendorShelf: Sendable {
  /// The vendors, in the order of their files.
  package private(set) var files: [VendorFile] = []
  /// What was not used, and why.
  package private(set) var refusals: [CatalogueFiles.Refusal] = []

  /// Reads `vendors/*.json` of the folders; a file of the same name in an earlier one shadows the later.
  /// Folders that do not exist are passed over.
  package static func find(_ folders: [String]) -> VendorShelf {
    var shelf = VendorShelf()
    var paths: [String: String] = [:]
    for path in CatalogueFiles.files("vendors", in: folders) {
      do throws(CatalogueFault) {
        let file = try CatalogueFiles.read(path) { (text) throws(ReframeError) in
          let file = try VendorFile(text)
          guard let first = paths[file.id] else { return file }
          throw ReframeError(.invalidArgument, "id: '\(file.id)' is described in \(first) already")
        }
        paths[file.id] = path
        shelf.files.append(file)
      } catch {
        shelf.refusals.append(CatalogueFiles.Refusal(path: path, error))
      }
    }
    return shelf
  }
}
