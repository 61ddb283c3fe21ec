@testable import Conformance
import Foundation
import ReframeSDK
import Testing
import TestSupport

/// The list of tests.
@Suite("The conformance tests")
struct ConformanceTestTests {
  @Test("Are described in SDK/README.md, one line each and in their order")
  func documented() throws {
    let readme = try String(
      contentsOf: TestBundles.repository.appending(path: "SDK/README.md"), encoding: .utf8)
    let table = ConformanceTest.all.map { test in
      let kinds = PluginKind.allCases.filter(test.kinds.contains).map(\.rawValue).joined(separator: ", ")
      return "| `\(test.name)` | \(test.kinds == .all ? "all" : kinds) | \(test.rule) |\n"
    }.joined()
    #expect(readme.contains(table), "it should say:\n\(table)")
  }

  @Test("Have names of their own, and say in sentences what they are about")
  func sentences() {
    #expect(Set(ConformanceTest.all.map(\.name)).count == ConformanceTest.all.count)
    for test in ConformanceTest.all {
      #expect(!test.name.isEmpty && test.name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" })
      for text in [test.rule, test.why, test.mend] { #expect(text.last == ".", "\(test.name): \(text)") }
    }
  }

  @Test("Come after what they need")
  func order() {
    for test in ConformanceTest.all where test.need.rank > 0 {
      let needed = ConformanceTest.Need.order[test.need.rank]
      let grants = ConformanceTest.all.first { $0.grants == needed }
      #expect(grants != nil && (grants?.need.rank ?? 0) < test.need.rank, "\(test.name)")
    }
  }
}
