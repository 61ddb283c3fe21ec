internal import Foundation

extension TestBundles {
  /// Adds a plugin that is a manifest beside the foreign fixture, and the fixture if that is what it binds.
  package func addBinding(_ id: String) throws {
    let file = Self.repository.appending(path: "Tests/ForeignFixture/bindings/\(id).json")
    try addBinding(id, manifest: String(contentsOf: file, encoding: .utf8))
  }

  /// The same with any manifest.
  package func addBinding(_ id: String, manifest: String) throws {
    let bundle = folder.appending(path: "\(id).reframeplugin")
    try FileManager.default.createDirectory(at: bundle, withIntermediateDirectories: true)
    try Data(manifest.utf8).write(to: bundle.appending(path: "plugin.json"))
    let fixture = "libForeignFixture.so"
    guard manifest.contains("\"\(fixture)\"") else { return }
    try FileManager.default.copyItem(
      at: Self.products.appending(path: fixture), to: bundle.appending(path: fixture))
  }

  /// The bindings, shared by tests that only read. Deleted when the process ends.
  package static func bound() throws -> TestBundles {
    _ = boundCleanup
    return try boundBundles.get()
  }

  /// The ids of the bindings.
  package static let bindings = ["bright-box", "pixman-edge", "volume-price"]

  private static let boundBundles = Result {
    let bundles = try TestBundles(own: [])
    for id in bindings { try bundles.addBinding(id) }
    return bundles
  }

  private static let boundCleanup: Void = {
    atexit {
      if let folder = try? TestBundles.boundBundles.get().folder {
        try? FileManager.default.removeItem(at: folder)
      }
    }
  }()
}
