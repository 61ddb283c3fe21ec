import Foundation

/// One of those that are compared: commands that run at the same time and leave pictures.
struct Contestant {
  let name: String
  /// Why it cannot take part; nil if it can.
  let absence: String?
  /// The commands of a round.
  let commands: (_ round: Int) -> [[String]]

  init(_ name: String, absence: String? = nil, commands: @escaping (_ round: Int) -> [[String]]) {
    self.name = name
    self.absence = absence ?? commands(0).lazy.compactMap { Self.missing($0[0]) }.first
    self.commands = commands
  }

  init(_ name: String, absence: String? = nil, _ command: [String]) {
    self.init(name, absence: absence) { _ in [command] }
  }

  var isOurs: Bool { name.hasPrefix("reframe") }

  private static func missing(_ command: String) -> String? {
    let folders =
      command.contains("/")
      ? [""] : (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/" }
    let isThere = folders.contains { FileManager.default.isExecutableFile(atPath: $0 + command) }
    return isThere ? nil : "there is no command \(command)"
  }
}

extension URL {
  /// Where in this folder a contestant leaves its picture.
  func picture(of name: String, _ type: String) -> URL {
    appending(path: name.map { $0.isLetter ? String($0) : "_" }.joined() + ".\(type)")
  }
}
