import Foundation
import ReframeSDK
import StrictJSON
import TestSupport
import Testing

@testable import Loading

/// What fuzzing found worth keeping, and what it began with.
@Suite("The corpus of made-up manifests")
struct ManifestCorpusTests {
  private static let folder = TestBundles.repository.appending(path: "Tests/LoadingTests/Corpus")
  private static let names =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []).sorted()

  @Test("is there") func there() { #expect(Self.names.count >= 14) }

  @Test("is read or refused with a place, and what is read can be kept", arguments: names)
  func replayed(name: String) throws {
    let bytes = [UInt8](try Data(contentsOf: Self.folder.appending(path: name)))
    do throws(ReframeError) {
      let manifest = try PluginManifest(bytes)
      var packet = PacketWriter()
      manifest.write(to: &packet)
      let again = try packet.bytes.withBytes { (bytes) throws(ReframeError) in
        var reader = PacketReader(bytes)
        return try PluginManifest(&reader)
      }
      #expect(again == manifest)
    } catch {
      #expect(error.message.prefixMatch(of: #/plugin\.json:\d+:\d+: /#) != nil, "\(error.message)")
    }
    if let text = try? JSONText(bytes) {
      let again = try JSON.encode(text.value)
      #expect(try JSONText(Array(again.utf8)).value == text.value)
      _ = text.position(of: again)
    }
  }
}
