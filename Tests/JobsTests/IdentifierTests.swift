import TestSupport
import Testing

@testable import Jobs

@Suite("Names sort by the time they were made")
struct IdentifierTests {
  @Test("The bits are those of a version 7 UUID")
  func layout() {
    struct Ones: RandomNumberGenerator {
      func next() -> UInt64 { .max }
    }
    struct Zeros: RandomNumberGenerator {
      func next() -> UInt64 { 0 }
    }
    var (ones, zeros) = (Ones(), Zeros())
    #expect(Identifier.make("att", at: 0, using: &zeros) == "att_0000000000e008000000000000")
    #expect(Identifier.make("job", at: 0xffff_ffff_ffff, using: &ones) == "job_7zzzzzzzzzfzzvzzzzzzzzzzzz")
  }

  @Test("Later ones sort after earlier ones; times out of range do not trap")
  func order() {
    var random = SplitMix64(seed: 1)
    let times: [Int64] = [0, 1, 1000, 1_700_000_000_000, 1_700_000_000_001, 0xffff_ffff_ffff]
    let names = times.map { Identifier.make("job", at: $0, using: &random) }
    #expect(names == names.sorted())
    #expect(Identifier.make("job", at: -1).count == 30)
    #expect(Identifier.make("job", at: .max).count == 30)
  }

  @Test("No two are the same")
  func unique() {
    let names = Set((0..<10_000).map { _ in Identifier.make("att", at: 5) })
    #expect(names.count == 10_000)
    #expect(names.allSatisfy { $0.hasPrefix("att_") && $0.count == 30 })
  }
}
