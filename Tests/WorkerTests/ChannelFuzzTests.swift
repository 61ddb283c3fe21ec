import ChannelTrial
import Foundation
import TestSupport
import Testing

/// The host's end of the channel, with what fuzzing kept, and with packets that are spoilt in every way.
@Suite("What a worker may write")
struct ChannelFuzzTests {
  /// Sequences of packets, each in a file: what `ChannelTrial` reads.
  private static let corpus: [String: [UInt8]] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Corpus")
    let files =
      (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    return Dictionary(
      uniqueKeysWithValues: files.compactMap { file in
        (try? Data(contentsOf: file)).map { (file.lastPathComponent, [UInt8]($0)) }
      })
  }()

  @Test("is read or refused, and never leaves the memory that is shared")
  func replayed() throws {
    let trial = try ChannelTrial()
    let returned = Set(Self.corpus.filter { trial.read($0.value) }.map(\.key))
    #expect(
      returned.isSuperset(of: [
        "log", "progress", "checkpoint", "checkpoint-shared", "region", "saliency", "sink", "output",
        "detect", "fill",
        "http", "gone",
      ]))
    #expect(returned.isDisjoint(with: ["abandoned", "outside", "wide", "unknown-block"]))
  }

  @Test("cut short, it is refused everywhere")
  func truncated() throws {
    let trial = try ChannelTrial()
    for (name, bytes) in Self.corpus where bytes.count < 2000 {
      for length in bytes.indices { #expect(!trial.read(bytes[..<length]), "\(name) to \(length)") }
    }
  }

  @Test("with any byte turned into another, nothing happens to the host")
  func spoilt() throws {
    let trial = try ChannelTrial()
    var random = SplitMix64(seed: 7)
    for (_, bytes) in Self.corpus.sorted(by: { $0.key < $1.key }) where !bytes.isEmpty {
      for _ in 0..<200 {
        var spoilt = bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          spoilt[Int.random(in: spoilt.indices, using: &random)] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(
            using: &random)!
        }
        trial.read(spoilt)
      }
    }
  }
}
