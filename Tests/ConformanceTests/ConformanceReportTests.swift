@testable import Conformance
import Foundation
import Loading
import ReframeSDK
import Testing
import TestSupport

@Suite("What a check tells")
struct ConformanceReportTests {
  let bundles: TestBundles
  let checked: CheckedBundle

  init() throws {
    bundles = try TestBundles(own: ["MirrorFill"])
    checked = CheckedBundle(try PluginBundle(path: try #require(try bundles.only)))
  }

  private func report(replaced: Bool = false) throws -> ConformanceReport {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1_700_000_000)],
      ofItemAtPath: checked.bundle.libraryPath)
    let library = ConformanceReport.Library(checked)
    if replaced { try Data("another".utf8).write(to: URL(filePath: checked.bundle.libraryPath)) }
    return ConformanceReport(
      [
        ConformanceResult(.opens, .passed, seconds: 0.123),
        ConformanceResult(.guardPages, .failed, seen: "the process was killed by SIGSEGV", seconds: 1.5),
        ConformanceResult(.serviceDown, .skipped, seen: "for a provider"),
        ConformanceResult(.pure, .notRun, seen: "'answers' failed"),
      ], on: checked, library: library, now: ConformanceReport.Library(checked), seconds: 2.05)
  }

  @Test("For people: a line a test, and for one that failed the rule, what was seen, why and what to do")
  func text() throws {
    let report = try report()
    let size = report.library.byteCount
    #expect(!report.hasPassed)
    #expect(
      report.text == """
        mirror 1.0.0 (fill) in \(checked.bundle.path)
        libMirrorFill.so: \(size) bytes, changed 2023-11-14 22:13:20 UTC

        ok       opens         0.12 s
        FAIL     guard-pages   1.50 s
                   seen: the process was killed by SIGSEGV
                   rule: Nothing is read or written before the first byte of a picture or behind its last.
                   why:  It is somebody else's memory: the process crashes, or another picture changes.
                   mend: Check the borders of every loop and filter; an address sanitizer finds the place.
        skipped  service-down  for a provider
        not run  pure          'answers' failed

        1 passed, 1 failed, 1 skipped, 1 not run in 2.05 s

        """)
  }

  @Test("That the library was replaced meanwhile")
  func replaced() throws {
    let report = try report(replaced: true)
    #expect(report.isReplaced)
    #expect(report.text.contains("\nThe library was replaced while it was checked: check it again.\n"))
  }

  @Test("For programs: the same, with the version of its schema")
  func json() throws {
    let text = try JSON.encode(try report())
    let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(object["schema"] as? String == "reframe.plugin-check/1")
    #expect(object["id"] as? String == "mirror" && object["isReplaced"] as? Bool == false)
    let tests = try #require(object["tests"] as? [[String: Any]])
    #expect(tests.map { $0["outcome"] as? String } == ["passed", "failed", "skipped", "not run"])
    #expect(tests[1]["mend"] as? String == ConformanceTest.guardPages.mend)
  }
}
