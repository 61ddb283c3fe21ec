@testable import Commands
import Foundation
import Glibc
import TestSupport
import Testing

@Suite("The terminal")
struct TerminalTests {
  @Test("Text is coloured only where that is welcome")
  func styled() {
    let captured = CapturedTerminal()
    #expect(captured.terminal().styled("no", .red) == "no")
    #expect(captured.terminal(usesColor: true).styled("no", .red) == "\u{1b}[31mno\u{1b}[0m")
    #expect(captured.terminal(usesColor: true).styled("so", .bold) == "\u{1b}[1mso\u{1b}[0m")
  }

  @Test(
    "A person's terminal gets colours, unless NO_COLOR is set or it is a dumb one",
    arguments: [
      ([:], true), (["NO_COLOR": ""], true), (["NO_COLOR": "1"], false), (["TERM": "dumb"], false),
    ] as [([String: String], Bool)])
  func noColor(environment: [String: String], isColored: Bool) throws {
    let text = try watched(["/nowhere.png", "-a", "1:1"], environment: environment)
    let prefix = isColored ? "\u{1b}[31mreframe:\u{1b}[0m " : "reframe: "
    #expect(text == prefix + "/nowhere.png: no such file or directory; check the path\r\n")
  }

  @Test("A batch on a person's terminal has a bar, on a dumb one lines", arguments: ["xterm", "dumb"])
  func bar(terminal: String) throws {
    let sandbox = try Sandbox()
    for name in ["in/a.png", "in/b.png"] { try sandbox.picture(name) }
    let text = try watched(
      [sandbox.folder["in"], "-a", "1:1", "-m", "crop", "--focus", "0,0", "-o", sandbox.folder["out"]],
      environment: ["TERM": terminal])
    #expect(text.contains("\r\u{1b}[K[") == (terminal == "xterm"))
    #expect(text.contains("a.png: crop ") == (terminal == "dumb"))
    #expect(text.hasSuffix("2 of 2 pictures done\r\n"))
  }

  /// What a person sees of standard error, through a terminal made for the purpose.
  private func watched(_ arguments: [String], environment: [String: String]) throws -> String {
    let leader = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    defer { close(leader) }
    // What unlockpt and ptsname do; the C library's module does not have them.
    var (unlocked, number) = (Int32(0), UInt32(0))
    let isMade = ioctl(leader, 0x4004_5431, &unlocked) == 0 && ioctl(leader, 0x8004_5430, &number) == 0
    try #require(isMade)
    let follower = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
    try #require(follower >= 0)
    let process = Process()
    process.executableURL = URL(filePath: ChildProcess.reframe)
    process.arguments = arguments
    process.environment = ["REFRAME_PLUGIN_PATH": try TestBundles.shared().path, "TERM": "xterm"]
      .merging(environment) { $1 }
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle(fileDescriptor: follower, closeOnDealloc: false)
    try process.run()
    close(follower)
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    // The last holder's going is reported as an error of reading.
    while case let count = read(leader, &buffer, buffer.count), count > 0 { text += buffer[..<count] }
    process.waitUntilExit()
    return String(decoding: text, as: UTF8.self)
  }
}
