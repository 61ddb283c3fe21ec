@testable import Commands
import Foundation
import TestSupport
import VendorDoubles

/// The command line with every engine there is: the mock provider by its script, vendors by their doubles.
struct RoutedBench {
  let sandbox: Sandbox
  /// Variables, keys among them.
  var environment: [String: String] = [:]
  /// What stands in `reframe.yaml` before a test's own lines.
  private var settings = ""
  /// Ports of the doubles, which are different every time.
  private var ports: [Int] = []

  /// A folder with a picture `a.png` of 12 by 8 pixels.
  init() throws {
    sandbox = try Sandbox(plugins: try Self.plugins.get().path)
    try sandbox.picture()
    _ = Self.cleanup
  }

  /// Where the plugins lie.
  static func pluginPath() throws -> String { try plugins.get().path }

  /// Writes an uncompressed TIFF of 12 by 8 pixels.
  func tiff(_ name: String) throws {
    var bytes: [UInt8] = Array("II".utf8) + [42, 0, 8, 0, 0, 0, 9, 0]
    let entries: [(tag: Int, type: Int, count: Int, value: Int)] = [
      (256, 3, 1, 12), (257, 3, 1, 8), (258, 3, 3, 122), (259, 3, 1, 1), (262, 3, 1, 2), (273, 4, 1, 128),
      (277, 3, 1, 3), (278, 3, 1, 8), (279, 4, 1, 288),
    ]
    for entry in entries {
      for (number, size) in [(entry.tag, 2), (entry.type, 2), (entry.count, 4), (entry.value, 4)] {
        bytes += (0..<size).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
      }
    }
    bytes += [0, 0, 0, 0, 8, 0, 8, 0, 8, 0] + (0..<288).map { UInt8(truncatingIfNeeded: $0) }
    try sandbox.folder.write(bytes, to: name)
  }

  /// Puts a vendor's API where a server stands. Its results may be fetched from this machine.
  mutating func add(_ provider: String, at server: LoopbackServer, path: String = "") {
    if ports.isEmpty { settings += "network: {allow: [127.0.0.1/32]}\n" }
    ports.append(server.port)
    environment["REFRAME_PROVIDERS_\(provider.uppercased().replacing("-", with: "_"))_BASE_URL"] =
      server.url + path
  }

  /// Makes Eachlabs a double behind a socket, with its key.
  mutating func eachlabs(_ double: VendorDouble = EachlabsDouble()) throws -> VendorDouble {
    double.change { $0.pollsUntilDone = 0 }
    let server = try LoopbackServer(double)
    add("eachlabs", at: server, path: "/v1")
    environment["EACHLABS_API_KEY"] = VendorDouble.key
    return double
  }

  /// Makes FASHN a double behind a socket, with its key.
  mutating func fashn(_ double: VendorDouble = FASHNDouble()) throws -> VendorDouble {
    double.change { $0.pollsUntilDone = 0 }
    let server = try LoopbackServer(double)
    add("fashn", at: server)
    environment["FASHN_API_KEY"] = VendorDouble.key
    return double
  }

  /// Writes the test's settings.
  func write(_ yaml: String) throws {
    try sandbox.folder.write("\(settings)\(yaml)\n".utf8, to: "r.yaml")
  }

  /// Runs a verb with the settings; names of attempts and ports come out as `#`.
  func command(_ arguments: [String]) -> Sandbox.Outcome {
    if access(sandbox.folder["r.yaml"], F_OK) != 0 { try? write("") }
    let outcome = sandbox.run(
      arguments,
      environment: environment.merging(["REFRAME_CONFIG": "~/r.yaml", "REFRAME_LEDGER_PATH": "~/ledger.db"]) {
        first, _ in first
      })
    return Sandbox.Outcome(
      code: outcome.code, output: tidy(outcome.output), error: tidy(outcome.error),
      screen: tidy(outcome.screen))
  }

  /// Runs any verb.
  func command(_ arguments: String...) -> Sandbox.Outcome { command(arguments) }

  /// Reframes `a.png` to 9:16 into `out/`.
  func reframe(_ arguments: String...) -> Sandbox.Outcome {
    command(["~/a.png", "-a", "9:16", "-o", "~/out/", "--focus", "0.5,0.5"] + arguments)
  }

  /// What `spend --csv` tells.
  func spent() -> [String] {
    command("spend", "--by", "model", "--csv").output.split(separator: "\n").dropFirst().map(String.init)
  }

  /// The files in `out/`.
  var outputs: [String] {
    sandbox.folder.names.filter { $0.hasPrefix("out/") }.map { String($0.dropFirst(4)) }
  }

  private func tidy(_ text: String) -> String {
    var text = text.replacing(/(att|job)_[0-9A-Za-z]+/) { "\($0.output.1)_#" }
    for port in ports { text = text.replacing("127.0.0.1:\(port)", with: "127.0.0.1:#") }
    return text
  }

  private static let plugins = Result {
    try TestBundles(
      own: [
        "LocalEngine", "BlurFill", "SolidFill", "MockProvider", "EachlabsProvider", "FASHNProvider",
        "LumaAgentsProvider", "DreamMachineProvider",
      ] + TestBundles.calculators)
  }

  private static let cleanup: Void = {
    atexit {
      if let folder = try? RoutedBench.plugins.get().folder {
        try? FileManager.default.removeItem(at: folder)
      }
    }
  }()
}
