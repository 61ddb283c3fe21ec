import Foundation
import ReframeSDK
import TestSupport
import Testing

import Foreign
import Loading

/// What may be wrong with the member `foreign` of a manifest.
@Suite("A fault in a manifest's foreign functions is told with its place")
struct ManifestFaultTests {
  private func fault(_ foreign: String, kinds: [PluginKind] = [.detector]) throws -> String? {
    let value = try JSON.decode(JSONValue.self, from: foreign, what: "test")
    do throws(ReframeError) {
      _ = try ForeignProgram(value, id: "a", version: "1", kinds: kinds, concurrency: .concurrent)
      return nil
    } catch {
      return error.message
    }
  }

  private static let place = "foreign.detector.calls[0].function: "
  private static let types = "(known: i8, u8, i16, u16, i32, u32, i64, u64, f32, f64, pointer, text, box)"

  @Test(
    "signatures",
    arguments: [
      ("", "expected a text"), ("int", "expected the function's name at the end"),
      ("int f", "expected '(' at the end"), ("int f(", "expected a type at the end"),
      ("int f(int a", "expected ')' at the end"), ("int f(int a,)", "expected a type at ')'"),
      ("int f(int)", "expected a name at ')'"), ("int f() more", "expected nothing more at ' more'"),
      ("word f()", "there is no type 'word' \(types) at 'word f()'"),
      ("int f(int128 a)", "there is no type 'int128' \(types) at 'int128 a)'"),
      ("int f(int a, int a)", "a second parameter 'a' at ')'"),
      ("int f(u8 *p)", "expected '[' and the length of 'p' in elements at ')'"),
      ("int f(u8 *p[3)", "expected ']' at the end"), ("int f(const u8 *p[])", "expected a value at the end"),
      ("int f(const u8 a)", "expected '*' at ' a)'"), ("int f(void a)", "expected '*' at ' a)'"),
      ("int f(...)", "'...' follows no parameter, which C does not allow at ')'"),
      ("int f(int a, ..., int b, ...)", "a second '...' at ')'"),
      (
        "int f(int a, ..., f32 b)",
        "'b' follows '...', where C passes int and double instead; write i32 or f64 at ')'"
      ),
      (
        "int f(int a, ..., u8 b)",
        "'b' follows '...', where C passes int and double instead; write i32 or f64 at ')'"
      ),
      ("int f(out int a[0])", "'0' is not a number of elements from 1 to 65536 at ')'"),
      ("int f(out int a[n])", "'n' is not a number of elements from 1 to 65536 at ')'"),
      ("u8 *f()", "expected '[' and how many the result points to (or the type 'pointer') at 'f()'"),
      ("const u8 f()", "expected '*' at ' f()'"), ("int f(int $a)", "unexpected character at '$a)'"),
      ("int f(\u{e4} a)", "unexpected character at '\u{e4} a)'"),
    ])
  func signatures(signature: String, reason: String) throws {
    let foreign = """
      {"structs": {"box": "i32 x"}, "detector": {"calls": [{"function": "\(signature)", "arguments": {"p": "image.pixels"}}]}}
      """
    #expect(try fault(foreign) == Self.place + reason)
  }

  @Test(
    "arguments",
    arguments: [
      ("{}", ".arguments: the argument 'n' is missing"),
      (#"{"n": 1, "m": 2}"#, ".arguments.m: there is no such member (known: n, at, p, s, c)"),
      (#"{"n": 1, "o": 2}"#, ".arguments: 'o' is set by the function, and takes no argument"),
      (#"{"n": [1]}"#, ".arguments.n: expected an expression"),
      (#"{"n": "1 +"}"#, ".arguments.n: expected a value at the end"),
      (
        #"{"n": "image.wide"}"#,
        ".arguments.n: there is no 'image' here (known: cancelled, image.channels, image.height, image.length, image.pixels, image.stride, image.width, job.deadline, job.id, parameters, stopped) at 'image.wide'"
      ),
      (
        #"{"n": "image.pixels"}"#,
        ".arguments.n: 'image.pixels' is memory, which only a function's buffer takes at 'image.pixels'"
      ),
      (
        #"{"n": "sin(1)"}"#,
        ".arguments.n: there is no function 'sin' (known: abs, ceil, count, floor, max, min, number, round) at 'sin(1)'"
      ),
      (#"{"n": "1 2"}"#, ".arguments.n: expected an operator at ' 2'"),
      (
        #"{"n": "99999999999999999999"}"#, ".arguments.n: '99999999999999999999' is beyond 64 bits at the end"
      ),
      (
        #"{"n": "parameters"}"#,
        ".arguments.n: name a member of 'parameters', such as parameters.width at 'parameters'"
      ),
      (#"{"n": 1, "at": 3}"#, ".arguments.at: expected an object"),
      (#"{"n": 1, "at": {"x": 3}}"#, ".arguments.at: 'y' is missing"),
      (
        #"{"n": 1, "at": "seed"}"#,
        ".arguments.at: 'seed' is no box that an earlier call gave; write an object of its members"
      ),
      (
        #"{"n": 1, "at": {"x": 1, "y": 1}, "p": "pixels"}"#,
        ".arguments.p: there is no buffer 'pixels' (known: image.pixels)"
      ),
      (
        #"{"n": 1, "at": {"x": 1, "y": 1}, "p": "image.pixels"}"#,
        ".arguments.p: 'image.pixels' is only read here; write 'const' in the signature, or ask for a copy by 'pixels'"
      ),
      (
        #"{"n": 1, "at": {"x": 1, "y": 1}, "p": "null", "s": "image.width", "c": "other"}"#,
        ".arguments.c: 'other' is none of null"
      ),
    ])
  func arguments(arguments: String, reason: String) throws {
    let foreign = """
      {"structs": {"box": "i32 x, i32 y"}, "detector": {"calls": [{
        "function": "void f(int n, box at, u8 *p[n], text s, callback c, out int o)", "arguments": \(arguments)}]}}
      """
    #expect(try fault(foreign) == "foreign.detector.calls[0]" + reason)
  }

  @Test(
    "members",
    arguments: [
      ("[]", "foreign: expected an object"),
      ("{}", "foreign: 'detector' is missing, which 'kinds' says that the plugin is"),
      (#"{"detector": {}}"#, "foreign.detector: 'calls' is missing"),
      (#"{"detector": {"calls": []}}"#, "foreign.detector: needs 1 to 64 calls"),
      (#"{"detector": {"calls": [{}]}}"#, "foreign.detector.calls[0]: 'function' is missing"),
      (
        #"{"detector": {"calls": [{"function": "void f()", "then": 1}]}}"#,
        "foreign.detector.calls[0].then: there is no such member (known: function, arguments, when, as, success, errors)"
      ),
      (
        #"{"detector": {"calls": [{"function": "void f()"}], "quote": {}}}"#,
        "foreign.detector.quote: there is no such member (known: requires, scratch, callbacks, calls, cleanup, pixels, regions, saliency)"
      ),
      (
        #"{"detector": {"calls": [{"function": "void f()"}]}, "fill": {}}"#,
        "foreign.fill: 'kinds' does not say that the plugin is a fill"
      ),
      (
        #"{"detector": {"calls": [{"function": "void f()", "as": "x"}]}}"#,
        "foreign.detector.calls[0].as: the function gives nothing"
      ),
      (
        #"{"detector": {"calls": [{"function": "int f()", "as": "image.width"}]}}"#,
        "foreign.detector.calls[0].as: something else is called 'image.width' already; rename this"
      ),
      (
        #"{"detector": {"calls": [{"function": "int f(out int n)"}, {"function": "int f(out int n)"}]}}"#,
        "foreign.detector.calls[1].function: something else is called 'n' already; rename this"
      ),
      (
        #"{"detector": {"calls": [{"function": "int f()", "errors": {"1": "quota"}}]}}"#,
        "foreign.detector.calls[0].errors: needs 'success' beside it, which says when the result is no error"
      ),
      (
        #"{"detector": {"calls": [{"function": "int f()", "success": "result", "errors": {"one": "quota"}}]}}"#,
        "foreign.detector.calls[0].errors.one: 'one' is neither a number nor 'else'"
      ),
      (
        #"{"detector": {"calls": [{"function": "int f()", "success": "result", "errors": {"1": "bad"}}]}}"#,
        "foreign.detector.calls[0].errors.1: 'bad' is none of invalid_argument, unsupported, unauthenticated, forbidden, rate_limited, quota, content_policy, timeout, cancelled, unavailable, resource_exhausted, not_found, internal"
      ),
      (
        #"{"structs": {"int": "i32 a"}, "detector": {}}"#,
        "foreign.structs.int: 'int' is a type already; rename it"
      ),
      (
        #"{"structs": {"a": "b c", "b": "a c"}, "detector": {}}"#,
        "foreign.structs.a: there is no type 'b' (known: i8, u8, i16, u16, i32, u32, i64, u64, f32, f64, pointer, text) at 'b c'"
      ),
      (
        #"{"structs": {"a": "i32 x, i32 x"}, "detector": {}}"#,
        "foreign.structs.a: a second member 'x' at the end"
      ),
      (
        #"{"detector": {"pixels": {"layout": "cmyk"}, "calls": [{"function": "void f()"}]}}"#,
        "foreign.detector.pixels.layout: 'cmyk' is none of gray, rgb, rgba"
      ),
      (
        #"{"detector": {"callbacks": {"c": {"signature": "int f()", "returns": 1}}, "calls": [{"function": "void f()"}]}}"#,
        "foreign.detector.callbacks.c.signature: expected '(' at ' f()'"
      ),
      (
        #"{"detector": {"callbacks": {"c": {"signature": "int ()"}}, "calls": [{"function": "void f()"}]}}"#,
        "foreign.detector.callbacks.c: 'returns' is missing"
      ),
      (
        #"{"detector": {"callbacks": {"c": {"signature": "void (out int a)"}}, "calls": [{"function": "void f()"}]}}"#,
        "foreign.detector.callbacks.c.signature: 'a': a callback takes values, structs, text, pointers and 'const T *name[length]'"
      ),
      (
        #"{"detector": {"calls": [{"function": "int f(out int n[3])"}], "regions": [{"x": "n", "y": 0, "width": 1, "height": 1}]}}"#,
        "foreign.detector.regions[0].x: these are 3; write '[…]' behind the name at 'n'"
      ),
      (
        #"{"detector": {"calls": [{"function": "int f(out int n[3])"}], "regions": [{"x": "n[3]", "y": 0, "width": 1, "height": 1}]}}"#,
        "foreign.detector.regions[0].x: there are only 3, from 0 on at 'n[3]'"
      ),
      (
        #"{"structs": {"p": "i32 x"}, "detector": {"calls": [{"function": "p f()"}], "regions": [{"x": "result", "y": 0, "width": 1, "height": 1}]}}"#,
        "foreign.detector.regions[0].x: a p is a struct; name one of its members (x) at 'result'"
      ),
      (
        #"{"structs": {"p": "i32 x"}, "detector": {"calls": [{"function": "p f()"}], "regions": [{"x": "result.y", "y": 0, "width": 1, "height": 1}]}}"#,
        "foreign.detector.regions[0].x: a p has no member 'y' (known: x) at 'result.y'"
      ),
      (
        #"{"detector": {"calls": [{"function": "int f(out u8 n[4194304])"}]}}"#,
        "foreign.detector.calls[0].function: '4194304' is not a number of elements from 1 to 65536 at ')'"
      ),
    ])
  func members(foreign: String, reason: String) throws {
    #expect(try fault(foreign) == reason)
  }

  @Test("kinds that foreign functions cannot be, and prices without an amount")
  func kinds() throws {
    #expect(try fault("{}", kinds: [.provider]) == "foreign: foreign functions cannot be a provider")
    let foreign = #"{"pricing": {"calls": [{"function": "int f()"}], "quote": {"amount": 1}}}"#
    #expect(try fault(foreign, kinds: [.pricing]) == "foreign.pricing.quote: 'unit' is missing")
  }

  @Test("what is nested too deep, too long or too large")
  func limits() throws {
    func argument(_ text: String) -> String {
      #"{"detector": {"calls": [{"function": "void f(int n)", "arguments": {"n": "\#(text)"}}]}}"#
    }
    let deep = String(repeating: "(", count: 300) + "1" + String(repeating: ")", count: 300)
    #expect(try fault(argument(deep))?.contains("nested more than 40 levels deep at '((((") == true)
    #expect(
      try fault(argument(String(repeating: "-", count: 300) + "1"))?.contains("nested more than 40") == true)
    let long = String(repeating: "1 + ", count: 400) + "1"
    #expect(
      try fault(argument(long)) == "foreign.detector.calls[0].arguments.n: has more than 1000 characters")
    let parameters = (0...64).map { "int a\($0)" }.joined(separator: ", ")
    #expect(
      try fault(#"{"detector": {"calls": [{"function": "void f(\#(parameters))"}]}}"#)?.hasPrefix(
        "foreign.detector.calls[0].function: more than 64 parameters") == true)
    let sum = (0..<200).map { _ in "1" }.joined(separator: " + ")
    let call = #"{"function": "void f(int n, int m)", "arguments": {"n": "\#(sum)", "m": "\#(sum)"}}"#
    let calls = Array(repeating: call, count: 30).joined(separator: ",")
    #expect(
      try fault(#"{"detector": {"calls": [\#(calls)]}}"#)?.hasPrefix("foreign: is too long: compiled it has")
        == true)
  }

  @Test("and everything else still loads")
  func others() throws {
    let bundles = try TestBundles(own: [])
    try bundles.addFixture()
    let bad = #"{"detector": {"calls": [{"function": "int f(word a)"}]}}"#
    try bundles.add(
      id: "bad",
      manifest:
        #"{"id": "bad", "version": "1", "contract": "1.0", "kinds": ["detector"], "library": "libForeignFixture.so", "foreign": \#(bad)}"#,
      library: "libForeignFixture.so")
    let discovery = PluginDiscovery(folders: [bundles.path])
    #expect(discovery.bundles.map(\.manifest.id) == ["fixture"])
    #expect(
      discovery.refusals.map(\.reason) == [
        "plugin.json:1:144: foreign.detector.calls[0].function: there is no type 'word' (known: i8, u8, i16, u16, i32, u32, i64, u64, f32, f64, pointer, text) at 'word a)'"
      ])
  }

  @Test(
    "as is a library that is neither in the bundle nor the system's",
    arguments: [
      ("other.so", "other.so: No such file or directory"),
      ("libother.txt", "libother.txt: No such file or directory"),
    ])
  func library(name: String, reason: String) throws {
    let bundles = try TestBundles(own: [])
    let text =
      #"{"id": "bad", "version": "1", "contract": "1.0", "kinds": ["detector"], "library": "\#(name)", "foreign": {"detector": {"calls": [{"function": "int f()"}]}}}"#
    try bundles.add(id: "bad", manifest: text, library: "libForeignFixture.so")
    #expect(PluginDiscovery(folders: [bundles.path]).refusals.map(\.reason) == [reason])
  }
}
