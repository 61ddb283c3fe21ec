internal import Foundation

extension TestBundles {
  /// The project's own model cards and price books.
  package static let catalogue = repository.appending(path: "Sources/Catalogue/Data").path()

  /// The engine and every calculator, shared by tests that only read. Deleted when the process ends.
  package static func priced() throws -> TestBundles {
    _ = pricedCleanup
    return try pricedBundles.get()
  }

  private static let pricedBundles = Result { try TestBundles(own: ["LocalEngine"] + calculators) }

  private static let pricedCleanup: Void = {
    atexit {
      if let folder = try? TestBundles.pricedBundles.get().folder {
        try? FileManager.default.removeItem(at: folder)
      }
    }
  }()
}
