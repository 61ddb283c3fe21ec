import Foundation
import TestSupport
import Testing

@Suite("The contract's header")
struct ContractHeaderTests {
  private static let current = "SDK/C/include/reframe.h"

  @Test("Is laid out as it is stored")
  func layout() throws {
    let header = try ContractHeader(Self.current)
    #expect(header.lines.contains("struct rf_error +16: int64_t retry_after_ms"))
    #expect(header.lines.contains("struct rf_text [sizeof=16, align=8]"))
    #expect(header.lines.contains("RF_HOST_FILL = \"reframe.fill/1\""))
    try StoredDigest(name: "c.txt", lines: header.lines).check()
  }

  @Test("Tells of each of its declarations")
  func documented() throws {
    let bare = try ContractHeader(Self.current).undocumented
    #expect(bare.isEmpty, "without a comment: \(bare.joined(separator: " "))")
    // The first revision was not there yet, so the search does find something.
    let first = try ContractHeader("Tests/Compatibility/reframe-1.0.h").undocumented
    #expect(first.contains("double score;") && !first.contains { $0.hasPrefix("typedef struct rf_error") })
  }

  @Test("Is the revision that new projects say they are built for")
  func templates() throws {
    let constants = try ContractHeader(Self.current).constants
    func number(_ name: String) -> String { constants.first { $0.name == name }?.value ?? "" }
    let manifest = try String(
      contentsOf: TestBundles.repository.appending(path: "SDK/Templates/any/any/plugin.json"), encoding: .utf8
    )
    let revision = "\(number("RF_CONTRACT_MAJOR")).\(number("RF_CONTRACT_MINOR"))"
    #expect(manifest.contains("\"contract\": \"\(revision)\""))
  }

  @Test("Keeps what the first revision said: every constant, and every member at its place")
  func compatible() throws {
    let first = try ContractHeader("Tests/Compatibility/reframe-1.0.h")
    let current = try ContractHeader(Self.current)
    #expect(first.structs.count == 26)
    for old in first.structs {
      let new = try #require(current.structs.first { $0.name == old.name })
      #expect(Array(new.members.prefix(old.members.count)) == old.members)
    }
    for old in first.constants where old.name != "RF_CONTRACT_MINOR" {
      #expect(current.constants.contains { $0 == old }, "\(old.name)")
    }
  }
}
