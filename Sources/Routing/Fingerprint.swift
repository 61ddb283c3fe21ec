internal import Hosting
internal import ReframeSDK

/// A name for a purchase: the same source and the same wish give the same, anything else another.
///
/// Two FNV-1a hashes (Fowler, Noll and Vo) of 64 bits from different bases over words of eight bytes. It guards
/// against buying twice by mistake, not against somebody who wants a collision.
struct Fingerprint {
  private var first: UInt64 = 0xcbf2_9ce4_8422_2325
  private var second: UInt64 = 0x8422_2325_cbf2_9ce4
  private static let prime: UInt64 = 0x0000_0100_0000_01b3

  /// Names a job on a source, whichever models it may go to: who was sold a result by one vendor and does not know it
  /// is not to buy it from the next.
  static func of(_ job: ReframeJob, _ source: SourceFile, choices: String = "") throws(ReframeError) -> String
  {
    var job = job
    // What is known of the source follows from its bytes, and the card from the model.
    job.source = nil
    job.card = nil
    let request = Array((try JSON.encode(job) + choices).utf8)
    var fingerprint = Fingerprint()
    source.withBytes { fingerprint.add($0) }
    request.withUnsafeBytes { fingerprint.add($0) }
    return fingerprint.text
  }

  private mutating func add(_ bytes: UnsafeRawBufferPointer) {
    let words = bytes.count / 8
    for index in 0..<words { add(bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)) }
    for byte in bytes[(words * 8)...] { add(UInt64(byte)) }
    add(UInt64(bytes.count))
  }

  private mutating func add(_ word: UInt64) {
    first = (first ^ word) &* Self.prime
    first ^= first >> 29
    second = (second ^ word.byteSwapped) &* Self.prime
    second ^= second >> 31
  }

  private var text: String {
    [first, second].map { value in
      let digits = String(value, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}
