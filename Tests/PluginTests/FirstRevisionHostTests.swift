import Foundation
import TestSupport
import Testing

/// Plugins as they are now on a host that was built against revision 1.0 of the contract and lends nothing.
@Suite("A host of the first revision")
struct FirstRevisionHostTests {
  private static let folder = Result {
    let folder = try TestFolder()
    try Shell.run(
      "clang -std=c11 -Wall -Wextra -Werror -O1 first_revision_host.c -o \(folder["host"]) -ldl",
      in: TestBundles.repository.appending(path: "Tests/Compatibility"))
    return folder
  }

  private func use(_ library: String, _ calculator: String = "") throws -> String {
    let folder = try Self.folder.get()
    return try Shell.run("\(folder["host"]) '\(library)' \(calculator)", in: TestBundles.products)
  }

  @Test(
    "Has fills of today fill, which do without what it does not tell",
    arguments: ["MirrorFill", "BlurFill", "SolidFill", "EdgeFill", "PatchFill", "GradientFill"])
  func fills(name: String) throws {
    #expect(try use("./lib\(name).so") == "fill: every exposed pixel, and no other\n")
  }

  @Test("Has detectors of today look", arguments: ["SaliencyDetector", "FaceDetector", "UpperBodyDetector"])
  func detectors(name: String) throws {
    #expect(try use("./lib\(name).so") == "detector: answers\n")
  }

  @Test("Has a calculator of today price")
  func pricing() throws {
    #expect(try use("./libFixedPrice.so", "fixed") == "pricing: 0.01 USD\n")
  }

  @Test("Has a provider of today tell its models, and hears what is wrong with a source")
  func provider() throws {
    #expect(
      try use("./libLocalEngine.so") == """
        provider: tells its models
        plan of what is no picture: status 2, this is not a picture; give a JPEG, PNG, WebP, GIF, TIFF, HEIC or \
        AVIF file

        """)
  }

  @Test("Hears from a plugin that needs what it does not lend what that is")
  func lacking() throws {
    #expect(try use("./libAutoFill.so") == "fill: status 3, this host does not offer reframe.fill/1\n")
  }

  @Test("Works with plugins in C")
  func plainC() throws {
    #expect(
      try use("./libFixturePlugin.so") == "detector: answers\nfill: every exposed pixel, and no other\n")
  }

  @Test("Would not bear a plugin that takes a later member for granted")
  func careless() throws {
    let folder = try TestFolder()
    let template = TestBundles.repository.appending(path: "SDK/Templates/c/fill/fill.c")
    let source = try String(contentsOf: template, encoding: .utf8)
    let end = "  return RF_OK;\n}\n\n/* ---- What"
    #expect(source.contains(end))
    for (name, line) in [("careful", "if (RF_HAS(task, effort)) "), ("careless", "")] {
      let changed = source.replacing(end, with: "  \(line)*(volatile const uint32_t *)&task->effort;\n\(end)")
      try folder.write(changed.utf8, to: "\(name).c")
      try Shell.run(
        "clang -std=c11 -fPIC -shared -I SDK/C/include \(folder["\(name).c"]) -o \(folder["\(name).so"])",
        in: TestBundles.repository)
    }
    #expect(try use(folder["careful.so"]) == "fill: every exposed pixel, and no other\n")
    #expect(throws: Shell.Failure.self) { try use(folder["careless.so"]) }
  }
}
