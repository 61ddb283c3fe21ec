import Foundation
import Loading

/// What it costs to look through a thousand bundles: for the first time, and when nothing has changed since.
struct ScanSpeed {
  let work: URL

  private static let count = 1000
  private static let rounds = 21

  func run() throws {
    let folder = work.appending(path: "thousand")
    for index in 0..<Self.count { try write(folder, "plugin-\(index)") }
    // What has only just been written is not kept, as it may change again within the same tick.
    Thread.sleep(forTimeInterval: 1.5)
    let cache = work.appending(path: "cache/bundles").path
    var times: (cold: [Double], kept: [Double], warm: [Double]) = ([], [], [])
    for _ in 0..<Self.rounds {
      try? FileManager.default.removeItem(atPath: cache)
      times.cold.append(try look(folder, nil))
      times.kept.append(try look(folder, cache))
      times.warm.append(try look(folder, cache))
    }
    print("A look through \(Self.count) bundles, milliseconds, median (quartiles)")
    for (name, times) in [
      ("cold, nothing kept", times.cold), ("cold, and kept for later", times.kept),
      ("warm, nothing changed", times.warm),
    ] {
      print(
        "  \(padded(name, 26)) \(Measured.spread(times.map { $0 * 1000 }, digits: 2).replacing("x", with: ""))"
      )
    }
  }

  private func look(_ folder: URL, _ cache: String?) throws -> Double {
    let start = ContinuousClock.now
    let discovery = PluginDiscovery(folders: [folder.path], cache: cache)
    let time = Measured.seconds(since: start)
    guard discovery.bundles.count == Self.count else {
      throw BenchmarkError("\(discovery.bundles.count) bundles: \(discovery.refusals.first?.reason ?? "")")
    }
    return time
  }

  /// A bundle whose manifest says as much as most do.
  private func write(_ folder: URL, _ id: String) throws {
    try BenchmarkBundle.write(to: folder, id: id, library: "libEmptyDetector.so")
    let manifest = """
      {
        "id": "\(id)",
        "name": "Plugin of the benchmark",
        "description": "Finds nothing, and says so in a sentence of the usual length.",
        "version": "1.0.0",
        "contract": "1.0",
        "kinds": ["detector"],
        "library": "libEmptyDetector.so",
        "concurrency": "concurrent",
        "license": "MIT",
        "parameters": {
          "type": "object",
          "properties": {
            "strength": {"type": "number", "minimum": 0, "maximum": 1, "default": 0.5, "description": "how much"},
            "colour": {"type": "string", "enum": ["red", "green"], "default": "red", "description": "which"}
          }
        }
      }
      """
    try Data(manifest.utf8).write(to: folder.appending(path: "\(id).reframeplugin/plugin.json"))
  }
}
