import Foundation

/// How long `reframe plugin check` takes for each plugin of ours, which keeps every rule.
struct CheckTime {
  let reframe: String
  /// No plugin of ours may take longer.
  private static let limit = 10.0

  func run() throws {
    let folder = URL(filePath: reframe).deletingLastPathComponent().appending(path: "plugins")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".reframeplugin") }.sorted()
    guard !names.isEmpty else {
      throw BenchmarkError("there are no plugins in \(folder.path); run make bundles")
    }
    print("Check of each plugin of ours, seconds (at most \(Int(Self.limit)))")
    var slow: [String] = []
    for name in names {
      var command = [reframe, "plugin", "check", folder.appending(path: name).path]
      if name == "declarative.reframeplugin" {
        command += [
          "--settings", Repository.root.appending(path: "Sources/Catalogue/Data/vendors/replicate.json").path,
        ]
      }
      let wall = try Measured.run(command).wall
      print(
        "  \(name.dropLast(14).padding(toLength: 22, withPad: " ", startingAt: 0))"
          + String(format: "%6.2f", wall))
      if wall > Self.limit { slow.append(name) }
    }
    guard slow.isEmpty else { throw BenchmarkError("too slow: \(slow.joined(separator: ", "))") }
  }
}
