import Foundation
import Testing
import TestSupport

/// The command as `make install` lays it out, far from the checkout.
@Suite("An installed command")
struct InstalledTemplatesTests {
  private let folder: TestFolder

  init() throws {
    folder = try TestFolder()
    try Shell.run(
      """
      mkdir -p \(folder.path)/bin \(folder.path)/lib/reframe && \
      cp '\(TestBundles.products.path())/reframe' \(folder.path)/bin/ && \
      cp -RL SDK/Templates \(folder.path)/lib/reframe/templates
      """, in: TestBundles.repository)
  }

  private func run(_ line: String) throws -> String {
    try Shell.run(line, in: URL(filePath: folder.path))
  }

  @Test("Makes a project with the header in it, as no checkout is there")
  func makes() throws {
    try #expect(
      run("bin/reframe plugin new a --kind detector --language cpp").hasPrefix("Made a: a detector in C++."))
    let header = TestBundles.repository.appending(path: "SDK/C/include/reframe.h")
    #expect(try folder.bytes("a/reframe.h") == [UInt8](Data(contentsOf: header)))
    #expect(try run("find a -type l").isEmpty)
  }

  @Test("Asks where Swift finds the SDK, and takes a Git address")
  func swift() throws {
    let error = #expect(throws: Shell.Failure.self) {
      try run("bin/reframe plugin new b --kind fill --language swift")
    }
    #expect(
      error?.description.contains(
        "ends with status 2: reframe: say where Swift finds the SDK: --sdk with Reframe's checkout or Git address\n"
      )
        == true)
    _ = try run("bin/reframe plugin new b --kind fill --language swift --sdk https://example.com/reframe.git")
    let package = String(decoding: try folder.bytes("b/Package.swift"), as: UTF8.self)
    #expect(package.contains(#"[.package(url: "https://example.com/reframe.git", branch: "main")]"#))
    #expect(package.contains(#".product(name: "ReframeSDK", package: "reframe")"#))
  }

  @Test("Says where it looked if the templates are not there")
  func missing() throws {
    _ = try run("rm -r lib")
    let error = #expect(throws: Shell.Failure.self) {
      try run("bin/reframe plugin new a --kind fill --language c")
    }
    #expect(error?.description.contains("name their folder with --templates") == true)
    #expect(error?.description.contains("\(folder.path)/lib/reframe/templates") == true)
  }
}
