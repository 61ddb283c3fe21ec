import Hosting
import ReframeSDK
import TestSupport
import Testing

@testable import Routing

@Suite("The name of a purchase")
struct FingerprintTests {
  private func job() throws -> ReframeJob {
    ReframeJob(model: "m", outputs: [OutputRequest(aspect: try #require(AspectRatio("9:16")))])
  }

  @Test("The same source and wish have the same name, whatever is known of them")
  func same() throws {
    let first = try Fingerprint.of(job(), SourceFile([1, 2, 3]))
    var described = try job()
    described.source = SourceDescription()
    described.card = ModelCard(slug: "m", vendor: "v", title: "t")
    #expect(try Fingerprint.of(described, SourceFile([1, 2, 3])) == first)
    #expect(first.utf8.count == 32)
  }

  @Test("Any other byte, length or wish gives another name")
  func different() throws {
    var generator = SplitMix64(seed: 7)
    let bytes = (0..<4099).map { _ in UInt8.random(in: 0...255, using: &generator) }
    var names = Set([try Fingerprint.of(job(), SourceFile(bytes))])
    for _ in 0..<200 {
      var changed = bytes
      changed[Int.random(in: 0..<bytes.count, using: &generator)] ^=
        1 << UInt8.random(in: 0..<8, using: &generator)
      names.insert(try Fingerprint.of(job(), SourceFile(changed)))
    }
    #expect(names.count > 195)
    #expect(!names.contains(try Fingerprint.of(job(), SourceFile(bytes + [0]))))
    var other = try job()
    other.prompt = "a beach"
    #expect(!names.contains(try Fingerprint.of(other, SourceFile(bytes))))
  }
}
