import Foundation
import Imaging
import Testing
import TestSupport

/// A project as `reframe plugin new` makes it, built and checked by the commands of its README.
struct TemplateProject {
  let id: String
  /// What is on the photo that the README's last command works on.
  let photo: Raster
  private let folder: URL
  private let command: String

  /// Makes, builds and checks a project. Projects lie among the products and those in Swift share a build folder, so
  /// that the SDK is built once for all and not again for each run.
  init(kind: String, language: String) throws {
    id = "try-\(language)-\(kind)"
    let base = TestBundles.products.appending(path: "template-projects")
    folder = base.appending(path: id)
    try? FileManager.default.removeItem(at: folder)
    try FileManager.default.createDirectory(at: base, withIntermediateDirectories: true)
    let made = try Self.run(
      "reframe plugin new \(id) --kind \(kind) --language \(language)", in: base)
    let lines = made.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    command = lines.last ?? ""
    #expect(
      lines == [
        "Made \(id): a \(Self.title(kind)) in \(Self.title(language)). Next:", "cd \(id)", "make",
        "make check", command,
      ])
    photo = try Self.writePhoto(to: folder.appending(path: "photo.jpg"))
    let build = language == "swift" ? " BUILD=../swift-build" : ""
    try Self.run("make\(build)", in: folder)
    let checked = try Self.run("make check\(build)", in: folder)
    #expect(checked.contains(" passed") && !checked.contains("FAIL"))
  }

  /// Runs the command that the README and `reframe plugin new` name last; answers what it prints.
  @discardableResult
  func tryOut() throws -> String {
    let readme = try String(contentsOf: url("README.md"), encoding: .utf8)
    #expect(readme.contains("```sh\n\(command)\n```"))
    return try Self.run(command, in: folder)
  }

  /// A file of the project.
  func url(_ name: String) -> URL { folder.appending(path: name) }

  /// A picture in the project, decoded.
  func picture(_ name: String) throws -> Raster { try Self.decode(url(name)) }

  private static func title(_ word: String) -> String {
    ["pricing": "pricing calculator", "swift": "Swift", "c": "C", "cpp": "C++"][word] ?? word
  }

  /// 48 x 32 pixels, plain but for the right third.
  private static func writePhoto(to url: URL) throws -> Raster {
    let raster = try Raster(size: .init(width: 48, height: 32), channels: 3)
    for y in 0..<32 {
      for x in 0..<48 {
        for channel in 0..<3 { raster.row(y)[x * 3 + channel] = x < 32 ? 90 : UInt8((x * 37 + y * 59) % 256) }
      }
    }
    try Data(ImageEncoder(.jpeg).data(raster)).write(to: url)
    return try decode(url)
  }

  private static func decode(_ url: URL) throws -> Raster {
    try [UInt8](Data(contentsOf: url)).withUnsafeBytes { bytes in
      let info = try ImageInfo.probe(bytes)
      return try ImageDecoder().decode(bytes, info: info, target: info.size)
    }
  }

  /// Runs a line of shell as a user would, who has `reframe` on the path and our plugins; answers standard output.
  @discardableResult
  private static func run(_ line: String, in folder: URL) throws -> String {
    try Shell.run(
      line, in: folder,
      environment: [
        "PATH": "\(TestBundles.products.path()):\(ProcessInfo.processInfo.environment["PATH"] ?? "")",
        "REFRAME_PLUGIN_PATH": try bundles.get().folder.path(),
        "REFRAME_CATALOGUE_PATH": TestBundles.catalogue,
        "REFRAME_LEDGER_PATH": folder.appending(path: "ledger").path(),
      ])
  }

  private static let bundles = Result { try TestBundles(own: TestBundles.own + TestBundles.calculators) }
}

extension Raster {
  /// The colours of a part of a row, without transparency.
  func colours(_ y: Int, _ columns: Range<Int>) -> [UInt8] {
    columns.flatMap { x in (0..<3).map { row(y)[x * channels + $0] } }
  }
}
