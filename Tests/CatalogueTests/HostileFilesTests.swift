import Foundation
import Hosting
import ReframeSDK
import Testing
import TestSupport

@testable import Catalogue

@Suite("Catalogue files that were spoiled")
struct HostileFilesTests {
  private static func files(_ kind: String) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(
      at: URL(filePath: "\(TestBundles.catalogue)/\(kind)"), includingPropertiesForKeys: nil)
  }

  /// Copies of a file with a few bytes replaced by ones that mean something in JSON, or taken out.
  private static func spoiled(_ file: URL, seed: UInt64) throws -> [String] {
    let whole = [UInt8](try Data(contentsOf: file))
    let marks = Array("{}[]\",:-.019etfn \u{0}".utf8)
    var generator = SplitMix64(seed: seed)
    return (0..<150).map { _ in
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let index = Int.random(in: bytes.indices, using: &generator)
        if Bool.random(using: &generator) {
          bytes[index] = marks[Int.random(in: marks.indices, using: &generator)]
        } else {
          bytes.remove(at: index)
        }
      }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  @Test("A price book is right or refused; no price of a spoiled one is negative")
  func books() throws {
    for (index, file) in try Self.files("prices").enumerated() {
      for text in try Self.spoiled(file, seed: UInt64(index)) {
        guard let book = try? PriceBook(text) else { continue }
        for rule in book.rules.values {
          for price in rule.prices where price.amount != PricingRule.unknownAmount {
            #expect(try Money(decimal: price.amount, unit: book.unit).micros >= 0)
          }
        }
      }
    }
  }

  @Test("A file of models is right or refused")
  func models() throws {
    for (index, file) in try Self.files("models").enumerated() {
      for text in try Self.spoiled(file, seed: UInt64(100 + index)) {
        guard let models = try? ModelFile(text).models else { continue }
        #expect(models.allSatisfy { $0.fault == nil })
      }
    }
  }

  @Test("A gap between versions takes the whole book off the shelf, and says so")
  func gap() throws {
    let folder = try TestFolder()
    try folder.write(
      Array(Book.text(version: "1", valid: #"{"until": "2026-02-01"}"#).utf8), to: "prices/1.json")
    try folder.write(
      Array(Book.text(version: "2", valid: #"{"from": "2026-03-01"}"#).utf8), to: "prices/2.json")
    let files = CatalogueFiles(folders: [folder.path, folder["missing"]])
    #expect(
      files.refusals == [
        .init(
          path: "price book 'b'",
          reason: "valid: gap: version '1' of 'b' ends on 2026-02-01, and '2' begins on 2026-03-01")
      ])
    #expect(files.shelf.ids.isEmpty)
  }

  @Test("The first file of a name wins, and the first card of a slug")
  func shadowed() throws {
    let first = try TestFolder()
    let second = try TestFolder()
    try first.write(Array(Book.text(version: "mine").utf8), to: "prices/b.json")
    try second.write(Array("{".utf8), to: "prices/b.json")
    let files = CatalogueFiles(folders: [first.path, second.path])
    #expect(files.refusals == [])
    #expect(files.shelf.book("b", on: try #require(CalendarDay("2026-01-01")))?.version == "mine")
  }
}
