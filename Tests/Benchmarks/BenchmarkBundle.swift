import Foundation

/// Bundles of the libraries that were built beside the benchmarks.
enum BenchmarkBundle {
  /// Writes the bundle of a plugin that is a detector, and whatever else `kinds` names; `foreign` is the JSON of that
  /// member of the manifest.
  static func write(
    to folder: URL, id: String, library: String, as name: String? = nil, kinds: [String] = ["detector"],
    foreign: String = "null"
  ) throws {
    let bundle = folder.appending(path: "\(id).reframeplugin")
    try FileManager.default.createDirectory(at: bundle, withIntermediateDirectories: true)
    let words = kinds.map { "\"\($0)\"" }.joined(separator: ", ")
    let manifest = """
      {"id": "\(id)", "version": "1.0.0", "contract": "1.0", "kinds": [\(words)], "library": "\(name ?? library)",
       "foreign": \(foreign)}
      """
    try Data(manifest.utf8).write(to: bundle.appending(path: "plugin.json"))
    let copy = bundle.appending(path: name ?? library)
    try? FileManager.default.removeItem(at: copy)
    try FileManager.default.copyItem(at: products.appending(path: library), to: copy)
  }

  /// The folder with the built libraries and executables.
  static var products: URL {
    URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
  }
}
