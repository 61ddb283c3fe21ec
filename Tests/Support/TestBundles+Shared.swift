internal import Foundation

extension TestBundles {
  /// The folder that holds the bundles, as options and variables name it.
  package var path: String { folder.path() }

  /// Bundles that only read tests share: the engine, the fills, and the fixture as detector and fill. Deleted when
  /// the process ends.
  package static func shared() throws -> TestBundles {
    _ = cleanup
    return try made.get()
  }

  private static let made = Result {
    let bundles = try TestBundles(own: own.filter { !$0.hasSuffix("Detector") })
    try bundles.addFixture()
    return bundles
  }

  private static let cleanup: Void = {
    atexit {
      if let folder = try? TestBundles.made.get().folder { try? FileManager.default.removeItem(at: folder) }
    }
  }()
}
