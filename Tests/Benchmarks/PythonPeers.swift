import Foundation

/// Peers from PyPI, in the virtual environment that `make bench` sets up.
enum PythonPeers {
  private static let scripts = Repository.root.appending(path: "Tests/Benchmarks/peers")
  private static let environment = Repository.root.appending(path: ".build/peers")
  private static let python = environment.appending(path: "bin/python3").path

  /// The command that runs a script of `peers/`.
  static func command(_ script: String, _ arguments: [String]) -> [String] {
    [python, scripts.appending(path: script).path] + arguments
  }

  /// The command that runs a module of a package.
  static func module(_ name: String, _ arguments: [String]) -> [String] { [python, "-m", name] + arguments }

  /// Why a package cannot be used: what pip said when it was installed, or Python when it was imported.
  static func absence(of package: String, module: String) -> String? {
    do {
      _ = try Measured.run([python, "-c", "import \(module)"])
      return nil
    } catch {
      let log = try? String(contentsOf: environment.appending(path: "\(package).failed"), encoding: .utf8)
      return log?.split(separator: "\n").last.map(String.init) ?? "\(error)"
    }
  }

  /// What a script prints.
  static func answer(_ script: String, _ arguments: [String]) throws -> Data {
    try Measured.output(of: command(script, arguments))
  }
}
