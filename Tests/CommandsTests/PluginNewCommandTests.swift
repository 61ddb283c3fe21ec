@testable import Commands
import Foundation
import ReframeSDK
import Testing
import TestSupport

@Suite("Making the project of a plugin")
struct PluginNewCommandTests {
  private static let templates = TestBundles.repository.appending(path: "SDK/Templates").path()
  private static let checkout = TestBundles.repository.path()

  private func run(_ arguments: String..., in sandbox: Sandbox) -> Sandbox.Outcome {
    sandbox.run(["plugin", "new"] + arguments + ["--templates", Self.templates])
  }

  @Test("Writes all files, and says what comes next")
  func makes() throws {
    let sandbox = try Sandbox()
    let outcome = run("my-fill", "--kind", "fill", "--language", "c", "-o", "~/made", in: sandbox)
    #expect(outcome.code == .success)
    #expect(outcome.error.isEmpty)
    #expect(
      outcome.output == """
        Made ~/made: a fill in C. Next:
          cd ~/made
          make
          make check
          reframe photo.jpg --aspect 9:16 --mode expand --fill my-fill --plugin-path build -o result.png

        """)
    #expect(
      sandbox.folder.names == [
        "made", "made/.gitignore", "made/Makefile", "made/README.md", "made/fill.c", "made/plugin.json",
        "made/reframe.h", "made/reframe_json.h",
      ])
    let header = TestBundles.repository.appending(path: "SDK/C/include/reframe.h").path()
    #expect(try sandbox.folder.bytes("made/reframe.h") == [UInt8](try text(of: header).utf8))
    #expect(
      String(decoding: try sandbox.folder.bytes("made/plugin.json"), as: UTF8.self) == """
        {
          "id": "my-fill",
          "name": "my-fill",
          "description": "Continues the picture with the pixels of its border.",
          "version": "0.1.0",
          "contract": "1.1",
          "kinds": ["fill"],
          "library": "my-fill.so",
          "concurrency": "concurrent",
          "license": "MIT"
        }

        """)
  }

  @Test("Leaves no mark of a template", arguments: PluginKind.allCases, PluginLanguage.allCases)
  func marks(kind: PluginKind, language: PluginLanguage) throws {
    let sandbox = try Sandbox()
    let outcome = run(
      "a-1", "--kind", kind.rawValue, "--language", language.rawValue, "-o", "~/made", "--sdk", Self.checkout,
      in: sandbox)
    #expect(outcome.code == .success)
    for name in sandbox.folder.names where name.contains(".") || name.hasSuffix("Makefile") {
      guard let bytes = try? sandbox.folder.bytes(name), !name.hasSuffix(".h") else { continue }
      let text = name + String(decoding: bytes, as: UTF8.self)
      for mark in ["PLUGIN_", "SDK_", "TRY_", "TOOLS_"] {
        #expect(!text.contains(mark), "\(name) holds \(mark)")
      }
    }
  }

  @Test(
    "Calls Swift's type after the plugin, with a word that no type of the SDK ends in",
    arguments: [
      ("my-fill", "MyFillPlugin"), ("subject.detector_2", "SubjectDetector2Plugin"), ("plugin", "Plugin"),
      ("9-lives", "P9LivesPlugin"), ("-", "Plugin"),
    ])
  func typeName(id: String, name: String) {
    #expect(PluginProject(id: id, kind: .fill, language: .swift, sdk: nil).typeName == name)
  }

  @Test("Takes the SDK by path or Git address")
  func sdk() throws {
    let folder = try TestFolder()
    try folder.write([], to: #"re"f\rame/Package.swift"#)
    try folder.write([], to: #"re"f\rame/SDK/Swift/a.swift"#)
    let path = try SDKReference(folder[#"re"f\rame"#])
    #expect(path.dependency == #".package(path: "\#(folder.path)/re\"f\\rame")"#)
    #expect(path.package == #"re"f\rame"#)
    let address = try SDKReference("https://example.com/some/reframe.git")
    #expect(address.dependency == #".package(url: "https://example.com/some/reframe.git", branch: "main")"#)
    #expect(address.package == "reframe")
  }

  @Test(
    "Refuses what makes no sense, and says what would",
    arguments: [
      (
        ["Plain", "-k", "fill", "-l", "c"],
        "the id 'Plain' is not of lower-case letters, digits, '-', '_' and '.'; did you mean 'plain'?"
      ),
      (
        ["MyFill", "-k", "fill", "-l", "c"],
        "the id 'MyFill' is not of lower-case letters, digits, '-', '_' and '.'; did you mean 'my-fill'?"
      ),
      (
        ["../x", "-k", "fill", "-l", "c"],
        "the id '../x' is not of lower-case letters, digits, '-', '_' and '.'"
      ),
      (
        ["a", "-k", "fil", "-l", "c"],
        "--kind: there is no kind 'fil'; did you mean 'fill'? (known: provider, detector, fill, pricing)"
      ),
      (
        ["a", "-k", "fill", "-l", "rust"],
        "--language: there is no language 'rust' (known: swift, c, cpp)"
      ),
      (["a", "-l", "c"], "say which kind: --kind provider|detector|fill|pricing"),
      (["a", "-k", "fill"], "say which language: --language swift|c|cpp"),
      (
        ["a", "b", "-k", "fill", "-l", "c"],
        "'reframe plugin new' takes one name, not also 'b'; see 'reframe plugin new --help'"
      ),
      (
        ["-k", "fill", "-l", "c"],
        "name the plugin: reframe plugin new NAME --kind KIND --language LANGUAGE [options]"
      ),
      (
        ["a", "-k", "fill", "-l", "swift", "--sdk", "/nowhere"],
        "--sdk: there is no checkout of Reframe in '/nowhere'"
      ),
    ])
  func usage(arguments: [String], message: String) throws {
    let outcome = try Sandbox().run(["plugin", "new"] + arguments)
    #expect(outcome.code == .usage)
    #expect(outcome.error == "reframe: \(message)\n")
    #expect(outcome.output.isEmpty)
  }

  @Test("Touches no folder that holds something, but takes an empty one")
  func taken() throws {
    let sandbox = try Sandbox()
    try sandbox.folder.write([1], to: "made/mine.c")
    let refused = run("a", "-k", "fill", "-l", "c", "-o", "~/made/", in: sandbox)
    #expect(refused.code == .failure)
    #expect(refused.error == "reframe: ~/made exists and is not empty; name another folder with -o\n")
    #expect(sandbox.folder.names == ["made", "made/mine.c"])
    try sandbox.folder.remove("made/mine.c")
    #expect(run("a", "-k", "fill", "-l", "c", "-o", "~/made/", in: sandbox).code == .success)
    #expect(sandbox.folder.names.contains("made/fill.c"))
  }

  @Test("Leaves nothing behind where it cannot write")
  func unwritable() throws {
    let sandbox = try Sandbox()
    try sandbox.folder.write([1], to: "file")
    let outcome = run("a", "-k", "fill", "-l", "c", "-o", "~/file/made", in: sandbox)
    #expect(outcome.code == .failure)
    #expect(
      outcome.error == "reframe: cannot make ~/file/made: not a directory; name another folder with -o\n")
    #expect(run("a", "-k", "fill", "-l", "c", "-o", "~/file", in: sandbox).code == .failure)
    #expect(sandbox.folder.names == ["file"])
  }

  @Test("Templates of one's own: layers in order, marks in names, bytes that are no text as they are")
  func ownTemplates() throws {
    let sandbox = try Sandbox()
    try sandbox.folder.write("any".utf8, to: "own/any/any/a.txt")
    try sandbox.folder.write("c for PLUGIN_ID".utf8, to: "own/c/any/a.txt")
    try sandbox.folder.write([0xff, 0x00], to: "own/c/fill/deep/PLUGIN_ID.bin")
    let outcome = sandbox.run(
      "plugin", "new", "x", "-k", "fill", "-l", "c", "-o", "~/made", "--templates", "~/own")
    #expect(outcome.code == .success)
    #expect(try sandbox.folder.bytes("made/a.txt") == [UInt8]("c for x".utf8))
    #expect(try sandbox.folder.bytes("made/deep/x.bin") == [0xff, 0x00])
    let missing = sandbox.run(
      "plugin", "new", "x", "-k", "pricing", "-l", "c", "-o", "~/b", "--templates", "~/own")
    #expect(missing.error == "reframe: ~/own has no template c/pricing\n")
    let nowhere = sandbox.run(
      "plugin", "new", "x", "-k", "fill", "-l", "c", "-o", "~/b", "--templates", "~/none")
    #expect(nowhere.error == "reframe: --templates: there is no folder '~/none'\n")
  }

  @Test("Says how it is used")
  func help() throws {
    let outcome = try Sandbox().run("plugin", "new", "--help")
    #expect(outcome.code == .success)
    #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 110 })
    #expect(
      outcome.output == """
        Makes the project of a plugin: it builds, passes the checks, and does a small honest job.

        Examples
          # a fill in C
          reframe plugin new my-fill --kind fill --language c
          # a detector in Swift
          reframe plugin new my-detector --kind detector --language swift --sdk ../reframe
          # into another folder
          reframe plugin new my-price --kind pricing --language cpp -o plugins/my-price

        Usage
          reframe plugin new NAME --kind KIND --language LANGUAGE [options]

        Options
          -k, --kind KIND                 provider, detector, fill, pricing
          -l, --language LANGUAGE         swift, c or cpp
          -o, --output FOLDER             where to make it (default: NAME)
              --sdk PATH|URL              Reframe's checkout or Git address, for Swift (default: this command's)
              --templates FOLDER          use templates of your own
          -h, --help                      show this help

        """)
  }

  private func text(of path: String) throws -> String {
    String(decoding: try #require(FileManager.default.contents(atPath: path)), as: UTF8.self)
  }
}
