import CForeign
import Foreign
import ForeignTrial
import Foundation
import ReframeSDK
import TestSupport
import Testing

/// Manifests and programs as nobody writes them: made of good ones, one change after another, always the same.
@Suite("What nobody would write")
struct MutationTests {
  private static let manifests: [JSONValue] = TestBundles.bindings.compactMap { id in
    let file = TestBundles.repository.appending(path: "Tests/ForeignFixture/bindings/\(id).json")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
    return try? JSON.decode(JSONValue.self, from: text, what: id)
  }

  private static func program(_ manifest: JSONValue) throws(ReframeError) -> ForeignProgram {
    let kinds = [PluginKind.detector, .fill, .pricing].filter { manifest["foreign"]?[$0.rawValue] != nil }
    return try ForeignProgram(
      manifest["foreign"] ?? .null, id: "a", version: "1", kinds: kinds, concurrency: .concurrent)
  }

  /// What the runner says to a program for a library that there is not: whether it could read it.
  private static func reason(_ program: [UInt8]) -> String {
    var reason = [CChar](repeating: 0, count: 256)
    let entry = program.withUnsafeBytes {
      rf_foreign_entry($0.baseAddress, UInt64($0.count), "libnone-at-all.so", &reason, UInt64(reason.count))
    }
    #expect(entry == nil)
    return String(decoding: reason.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  @Test("in a manifest is refused with its place, or compiles to a program that can be read")
  func manifests() throws {
    var generator = SplitMix64(seed: 5)
    var compiled = 0
    for _ in 0..<2000 {
      let manifest = try #require(Self.manifests.randomElement(using: &generator))
      let changed = Self.mutated(manifest, &generator)
      do throws(ReframeError) {
        let program = try Self.program(changed)
        compiled += 1
        #expect(Self.reason(program.bytes).hasPrefix("cannot be opened: libnone-at-all.so: "))
      } catch {
        #expect(error.kind == .invalidArgument && error.message.hasPrefix("foreign"), "\(error.message)")
      }
    }
    #expect(compiled > 100 && compiled < 1900)
  }

  @Test("in a program is found out, or makes another program")
  func programs() throws {
    let programs = try Self.manifests.map { try Self.program($0).bytes }
    var generator = SplitMix64(seed: 6)
    for _ in 0..<5000 {
      var bytes = try #require(programs.randomElement(using: &generator))
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: bytes.removeLast(Int.random(in: 1...bytes.count, using: &generator))
      case 1: bytes += [0]
      default:
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
          let index = Int.random(in: bytes.indices, using: &generator)
          bytes[index] = UInt8.random(in: 0...255, using: &generator)
        }
      }
      #expect(!Self.reason(bytes).isEmpty)
    }
    #expect(
      Self.reason(Array(programs[0].dropLast())) == "the compiled manifest is damaged, or there is no memory")
    #expect(Self.reason([]) == "the compiled manifest is damaged, or there is no memory")
  }

  @Test("and what fuzzing kept, whole, cut and spoilt, is read or refused")
  func corpus() throws {
    let trial = try ForeignTrial()
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Corpus")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    #expect(files.count >= 9)
    var generator = SplitMix64(seed: 7)
    for file in files.sorted(by: { $0.path() < $1.path() }) {
      let bytes = [UInt8](try Data(contentsOf: file))
      trial.read(bytes)
      for _ in 0..<100 where bytes.count > 1 {
        trial.read(bytes.prefix(Int.random(in: bytes.indices, using: &generator)))
        var spoilt = bytes
        let index = Int.random(in: 1..<bytes.count, using: &generator)
        spoilt[index] = UInt8.random(in: 0...255, using: &generator)
        trial.read(spoilt)
      }
    }
  }

  /// The value with one text, number or member changed.
  private static func mutated(_ value: JSONValue, _ generator: inout SplitMix64) -> JSONValue {
    switch value {
    case .object(var members):
      guard let name = members.keys.sorted().randomElement(using: &generator) else { return value }
      let isRare = Int.random(in: 0..<24, using: &generator) == 0
      members[name] = isRare ? nil : members[name].map { mutated($0, &generator) }
      return .object(members)
    case .array(var elements):
      guard let index = elements.indices.randomElement(using: &generator) else { return value }
      elements[index] = mutated(elements[index], &generator)
      return .array(elements)
    case .string(let text):
      var characters = Array(text)
      guard let index = characters.indices.randomElement(using: &generator) else { return value }
      let signs = Array("()[]{}*+-/%,.?:!<>='&|0123456789 abcxyz_\u{e4}")
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: characters.remove(at: index)
      case 1: characters.insert(signs.randomElement(using: &generator) ?? " ", at: index)
      default: characters.swapAt(index, characters.count - 1)
      }
      return .string(String(characters))
    default: return .number(Double(Int.random(in: -3...5000, using: &generator)))
    }
  }
}
