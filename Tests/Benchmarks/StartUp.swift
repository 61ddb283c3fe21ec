import Foundation

/// How long the command takes to say what needs no picture.
struct StartUp {
  let reframe: String
  let work: URL

  func run() throws {
    let folder = work.appending(path: "plugins")
    for index in 0..<20 { try FixtureBundle.write(to: folder, id: "fixture-\(index)") }
    let results = try Measured.compare(
      [
        [reframe, "--help"], [reframe, "plugins", "--no-open", "--plugin-path", folder.path],
        [reframe, "plugins", "--plugin-path", folder.path], ["/bin/true"],
      ], count: 21)
    print("Start, medians")
    let names = [
      "reframe --help", "reframe plugins --no-open, 20 more", "reframe plugins, 20 more", "/bin/true",
    ]
    for (name, result) in zip(names, results) {
      print(
        "  \(name.padding(toLength: 36, withPad: " ", startingAt: 0)) \(decimal(result.median.wall * 1000, 1)) ms"
      )
    }
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
