import Foundation

/// How long the command takes to say what needs no picture.
struct StartUp {
  let reframe: String
  let work: URL

  func run() throws {
    let folder = work.appending(path: "plugins")
    for index in 0..<20 { try FixtureBundle.write(to: folder, id: "fixture-\(index)") }
    let path = ["--plugin-path", folder.path]
    let comparison = Comparison(
      title: "Start", base: "/bin/true",
      contestants: [
        Contestant("reframe --help", [reframe, "--help"]),
        Contestant(
          "reframe plugin list --no-open, 20 more", [reframe, "plugin", "list", "--no-open"] + path),
        Contestant("reframe plugin list, 20 more", [reframe, "plugin", "list"] + path),
        Contestant("/bin/true", ["/bin/true"]),
      ], rounds: 21)
    try comparison.report(comparison.measure())
  }
}

/// A bundle of the C plugin of the tests.
enum FixtureBundle {
  static func write(to folder: URL, id: String) throws {
    let bundle = folder.appending(path: "\(id).reframeplugin")
    try FileManager.default.createDirectory(at: bundle, withIntermediateDirectories: true)
    let manifest =
      #"{"id": "\#(id)", "version": "1.0.0", "contract": "1.0", "kinds": ["detector"], "library": "libFixture.so"}"#
    try Data(manifest.utf8).write(to: bundle.appending(path: "plugin.json"))
    let library = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      .deletingLastPathComponent().appending(path: "libFixturePlugin.so")
    let copy = bundle.appending(path: "libFixture.so")
    try? FileManager.default.removeItem(at: copy)
    try FileManager.default.copyItem(at: library, to: copy)
  }
}
