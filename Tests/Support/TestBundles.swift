package import Foundation

/// Plugin bundles laid out in a folder of the test's own, from the libraries that were built beside the tests.
package final class TestBundles: Sendable {
  /// The folder that holds the bundles; deleted with this object.
  package let folder: URL

  /// The project's own plugins, by target.
  package static let own = [
    "LocalEngine", "SaliencyDetector", "FaceDetector", "UpperBodyDetector", "MirrorFill", "BlurFill",
    "SolidFill", "EdgeFill",
    "PatchFill", "GradientFill", "AutoFill",
  ]

  /// The project's own pricing calculators, by target.
  package static let calculators = [
    "FixedPrice", "ValueMatchPrice", "CreditTablePrice", "PerSecondPrice", "PerMegapixelPrice", "FreePrice",
  ]

  /// Lays out the project's own plugins named by their targets.
  package init(own targets: [String] = TestBundles.own) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "reframe-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for target in targets {
      let manifest = try Data(contentsOf: Self.repository.appending(path: "Plugins/\(target)/plugin.json"))
      let object = try JSONSerialization.jsonObject(with: manifest) as? [String: Any]
      let bundle = try add(
        id: object?["id"] as? String ?? "", manifest: String(decoding: manifest, as: UTF8.self),
        library: "lib\(target).so")
      guard target == "LocalEngine" else { continue }
      try Self.link("libVipsCodec.so", to: bundle.appending(path: "libVipsCodec.so"))
    }
  }

  /// Adds a bundle `<id>.reframeplugin` with this manifest and a built library under a name of choice.
  @discardableResult
  package func add(id: String, manifest: String, library: String, as name: String? = nil) throws -> URL {
    let bundle = folder.appending(path: "\(id).reframeplugin")
    try FileManager.default.createDirectory(at: bundle, withIntermediateDirectories: true)
    try Data(manifest.utf8).write(to: bundle.appending(path: "plugin.json"))
    try Self.link(library, to: bundle.appending(path: name ?? library))
    return bundle
  }

  /// Adds the fixture plugin; the name of its library decides how it behaves.
  @discardableResult
  package func addFixture(id: String = "fixture", library: String = "libFixture.so", contract: String = "1.0")
    throws -> URL
  {
    try add(
      id: id,
      manifest: """
        {"id": "\(id)", "version": "1.0.0", "contract": "\(contract)", "kinds": ["detector", "fill"],
         "library": "\(library)"}
        """, library: "libFixturePlugin.so", as: library)
  }

  /// The checkout.
  package static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The folder with the built libraries and executables.
  package static var products: URL {
    // Under the test runner the main bundle is the runner; the tests' own bundle lies among the products.
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
    return (bundle ?? URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath())
      .deletingLastPathComponent()
  }

  /// The worker that was built with the tests.
  package static var worker: String { products.appending(path: "reframe-worker").path() }

  private static func link(_ product: String, to target: URL) throws {
    try FileManager.default.copyItem(at: products.appending(path: product), to: target)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }
}
