@testable import Conformance
import Foundation
import Testing
import TestSupport

@Suite("The dynamic symbols of a library")
struct ELFSymbolsTests {
  private func symbols(_ product: String) throws -> [String] {
    let file = try Data(contentsOf: TestBundles.products.appending(path: product))
    return ELFSymbols([UInt8](file)).exported
  }

  @Test("Are those that others may use")
  func exported() throws {
    #expect(try symbols("libMirrorFill.so") == ["reframe_entry"])
    #expect(try symbols("libBadExports.so").sorted() == ["helper", "reframe_entry"])
  }

  @Test("Are none where the file makes no sense")
  func broken() throws {
    let file = [UInt8](try Data(contentsOf: TestBundles.products.appending(path: "libBadPlugins.so")))
    #expect(ELFSymbols([]).exported.isEmpty)
    #expect(ELFSymbols(Array(file.prefix(4096))).exported.isEmpty)
    var generator = SplitMix64(seed: 5)
    for _ in 0..<200 {
      var copy = file
      for _ in 0..<4 {
        copy[Int.random(in: 32..<64, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      _ = ELFSymbols(copy).exported
    }
  }
}
