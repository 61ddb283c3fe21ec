import Foundation

/// How long the command takes to say what needs no picture.
struct StartUp {
  let reframe: String
  let work: URL

  func run() throws {
    let folder = work.appending(path: "plugins")
    for index in 0..<20 {
      try BenchmarkBundle.write(
        to: folder, id: "fixture-\(index)", library: "libFixturePlugin.so", as: "libFixture.so")
    }
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
