import Foundation
import Glibc
import TestSupport
import Testing

@testable import Transfer

@Suite("Servers that do not prove who they are")
struct CertificateTests {
  private static let openssl = "/usr/bin/openssl"
  private static let isInstalled = FileManager.default.isExecutableFile(atPath: openssl)

  private func run(_ arguments: [String], output: Pipe) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.openssl)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  @Test("A certificate that nobody vouches for is refused before anything is sent", .enabled(if: isInstalled))
  func selfSigned() throws {
    let folder = try TestFolder()
    let making = try run(
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
        "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", folder["key"], "-out",
        folder["certificate"],
      ], output: Pipe())
    making.waitUntilExit()
    try #require(making.terminationStatus == 0)
    let output = Pipe()
    let server = try run(
      ["s_server", "-accept", "127.0.0.1:0", "-www", "-key", folder["key"], "-cert", folder["certificate"]],
      output: output)
    defer {
      // Not `terminate`: where the tests run, that signal may be blocked, and the child inherits it.
      kill(server.processIdentifier, SIGKILL)
      server.waitUntilExit()
    }
    var said = ""
    while !said.contains("ACCEPT 127.0.0.1:") || said.last != "\n" {
      let piece = output.fileHandleForReading.availableData
      try #require(!piece.isEmpty)
      said += String(decoding: piece, as: UTF8.self)
    }
    let port = try #require(said.split(separator: "ACCEPT 127.0.0.1:").last?.prefix { $0.isNumber })
    var request = TransferRequest("POST", "https://127.0.0.1:\(port)/?token=secret")
    request.secretHeaders = [("X-API-Key", "secret")]
    let local = LocalClient()
    let message =
      "127.0.0.1:\(port) cannot be reached securely: SSL certificate problem: self-signed certificate; "
      + "check the address and the system's certificates"
    #expect(try local.client().failure(request) == .init(.insecure, received: false, message))
    #expect(local.pauses == [])
  }
}
