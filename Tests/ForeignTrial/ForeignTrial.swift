import CForeign
import CReframe
import Foreign
import ReframeSDK

/// Foreign functions, fed with what no author and no host would write.
package final class ForeignTrial {
  private let entry: UnsafePointer<rf_entry>

  /// Functions of the C library, under expressions of every sort.
  private static let binding = """
    {"detector": {
       "scratch": {"cells": "parameters.cells ?? 4"},
       "calls": [{"function": "f64 fabs(f64 x)", "arguments": {"x": "parameters.x ?? 1"}}],
       "regions": [{"count": "parameters.count ?? 1", "x": "parameters.left ?? 0", "y": "i / 10", "width": "result / 10",
         "height": "min(parameters.height ?? 0.1, 1)", "score": "parameters.score ?? 0.5", "label": "parameters.label ?? 'l'"}],
       "saliency": {"columns": "parameters.columns ?? 2", "rows": "parameters.rows ?? 2", "values": "cells"}},
     "pricing": {
       "calls": [{"function": "f64 pow(f64 x, f64 y)",
         "arguments": {"x": "count(request.outputs) * request.imageCount", "y": "number(price.settings.exponent ?? '1')"}}],
       "quote": {"amount": "result * number(price.prices[0].amount)", "unit": "price.unit",
         "maximum": "request.maximum ?? result * 1000000", "note": "request.prompt ?? card.title ?? ''"}}}
    """

  package init() throws {
    let value = try JSON.decode(JSONValue.self, from: Self.binding, what: "binding")
    let program = try Self.program(value)
    var reason = [CChar](repeating: 0, count: 256)
    let made = program.bytes.withUnsafeBytes {
      rf_foreign_entry($0.baseAddress, UInt64($0.count), "libm.so.6", &reason, 256)
    }
    guard let made else { throw ReframeError(.internalFault, Self.text(reason)) }
    entry = made
  }

  /// Takes the bytes behind the first for a manifest's member, a program, the parameters of a detector, a request or
  /// a card, and ends the process if what comes of it contradicts the contract.
  package func read(_ input: some Collection<UInt8>) {
    guard let first = input.first else { return }
    let rest = [UInt8](input.dropFirst())
    switch first {
    case UInt8(ascii: "m"): Self.readManifest(rest)
    case UInt8(ascii: "p"): precondition(!Self.reason(rest).isEmpty)
    case UInt8(ascii: "d"): detect(rest)
    case UInt8(ascii: "q"): quote(rest, Array(Self.card.utf8))
    default: quote(Array(#"{"outputs": [{}], "imageCount": 2}"#.utf8), rest)
    }
  }

  private static let card =
    #"{"pricing": {"calculator": "trial", "unit": "USD", "prices": [{"amount": "0.5"}]}, "title": "t"}"#

  private static func program(_ foreign: JSONValue) throws(ReframeError) -> ForeignProgram {
    let kinds = [PluginKind.detector, .fill, .pricing].filter { foreign[$0.rawValue] != nil }
    return try ForeignProgram(foreign, id: "trial", version: "1", kinds: kinds, concurrency: .concurrent)
  }

  /// Whatever compiles can be read.
  private static func readManifest(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let value = try? JSON.decode(JSONValue.self, from: text, what: "foreign"),
      let program = try? program(value)
    else { return }
    precondition(reason(program.bytes).hasPrefix("cannot be opened: libnone-at-all.so: "))
  }

  /// What is said to a program for a library that there is not.
  private static func reason(_ program: [UInt8]) -> String {
    var reason = [CChar](repeating: 0, count: 256)
    let entry = program.withUnsafeBytes {
      rf_foreign_entry($0.baseAddress, UInt64($0.count), "libnone-at-all.so", &reason, 256)
    }
    precondition(entry == nil)
    return text(reason)
  }

  private static func text(_ reason: [CChar]) -> String {
    String(decoding: reason.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Whatever is found is sound.
  private func detect(_ parameters: [UInt8]) {
    guard let table = table(RF_KIND_DETECTOR, rf_detector.self) else { return }
    defer { table.destroy(table.instance) }
    let collector = SubjectCollector()
    var pixels = [UInt8](repeating: 7, count: 30)
    let isDone = pixels.withUnsafeMutableBytes { memory in
      var image = rf_image()
      image.size = UInt32(MemoryLayout<rf_image>.size)
      (image.width, image.height, image.stride) = (5, 2, 15)
      (image.sample, image.layout) = (UInt32(RF_SAMPLE_U8), UInt32(RF_RGB))
      image.pixels = memory.baseAddress
      return succeeds { error in
        Self.withText(parameters) { text in
          collector.withSink { table.detect(table.instance, nil, &image, text, $0, error) }
        }
      }
    }
    precondition(collector.failure == nil)
    if isDone { precondition((try? collector.map()) != nil) }
  }

  /// Whatever is quoted is a quote.
  private func quote(_ request: [UInt8], _ card: [UInt8]) {
    guard let table = table(RF_KIND_PRICING, rf_pricing.self) else { return }
    defer { table.destroy(table.instance) }
    var isDone = false
    let text = try? Sink.collect { (sink) throws(ReframeError) in
      isDone = succeeds { error in
        Self.withText(request) { request in
          Self.withText(card) { table.quote(table.instance, request, $0, sink, error) }
        }
      }
    }
    guard isDone, let text else { return }
    let quote = try? JSON.decode(Quote.self, from: text, what: "quote")
    precondition(quote != nil && (quote?.expected?.micros ?? 0) <= (quote?.maximum?.micros ?? 0))
  }

  private func table<Table>(_ kind: Int32, _ type: Table.Type) -> Table? {
    var made: UnsafeRawPointer?
    guard let factory = entry.pointee.factory(UInt32(kind)),
      succeeds({ factory.pointee.create(nil, rf_text(), &made, $0) })
    else { return nil }
    return made?.load(as: type)
  }

  /// Whether a call did what it was asked; one that did not says why.
  private func succeeds(_ call: (UnsafeMutablePointer<rf_error>) -> Int32) -> Bool {
    do throws(ReframeError) {
      try RawCall.run(call)
      return true
    } catch {
      precondition(!error.message.isEmpty && error.accepted == .no)
      return false
    }
  }

  private static func withText<Result>(_ bytes: [UInt8], _ body: (rf_text) -> Result) -> Result {
    bytes.withUnsafeBytes { memory in
      body(rf_text(data: memory.bindMemory(to: CChar.self).baseAddress, length: UInt64(memory.count)))
    }
  }
}
