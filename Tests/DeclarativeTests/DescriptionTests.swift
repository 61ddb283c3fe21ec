import Descriptions
import Foundation
import ReframeSDK
import TestSupport
import Testing

/// A description as text, with one place in it changed.
enum Described {
  static let eachlabs = TestBundles.repository.appending(path: "Tests/DeclarativeTests/eachlabs.json")
  static let replicate = TestBundles.repository.appending(
    path: "Sources/Catalogue/Data/vendors/replicate.json")

  static func text(_ url: URL) throws -> String { String(decoding: try Data(contentsOf: url), as: UTF8.self) }

  static func value(_ text: String) throws(ReframeError) -> JSONValue {
    try JSON.decode(JSONValue.self, from: text, what: "vendor")
  }

  /// The least that a description has to say.
  static let least = """
    {"schema": "reframe.vendor/1", "id": "tiny", "hosts": ["api.tiny.example"],
     "secrets": ["TINY_KEY"], "baseURL": "https://api.tiny.example/v1",
     "auth": {"secret": "TINY_KEY", "header": "X-Key: %s"},
     "create": {"path": "/jobs", "body": {"input": {"$": "source"}}, "id": "$.id"},
     "poll": {"path": "/jobs/{id}"},
     "answer": {"status": "$.state", "succeeded": ["done"], "failed": ["bad"], "output": "$.out"}}
    """

  /// The same with one text in it replaced.
  static func least(_ old: String, _ new: String) -> String {
    precondition(least.contains(old), "no such text: \(old)")
    return least.replacingOccurrences(of: old, with: new)
  }
}

struct DescriptionTests {
  private func reason(_ text: String) -> String? {
    do throws(ReframeError) {
      try VendorDescription(try Described.value(text)) { word, known in
        known.first { $0.hasPrefix(word.prefix(3)) }
      }.checkBaseURL()
      return nil
    } catch {
      return error.message
    }
  }

  @Test func bothDescriptionsAreRead() throws {
    for url in [Described.eachlabs, Described.replicate] { #expect(reason(try Described.text(url)) == nil) }
    let replicate = try VendorDescription(try Described.value(try Described.text(Described.replicate)))
    #expect(replicate.id == "replicate")
    #expect(replicate.limits.concurrent == nil)
    #expect(replicate.limits.rateCount == 600)
    #expect(replicate.limits.rateMilliseconds == 60_000)
    #expect(replicate.sourceForms == [.url, .dataURI, .upload])
  }

  @Test func theExampleOfTheGuideIsRead() throws {
    let guide = try Described.text(TestBundles.repository.appending(path: "SDK/README.md"))
    let examples = guide.components(separatedBy: "```json\n").dropFirst().compactMap {
      $0.components(separatedBy: "```").first
    }
    let vendors = examples.filter { $0.contains(VendorDescription.schema) }
    #expect(vendors.count == 1)
    for vendor in vendors { #expect(reason(vendor) == nil) }
  }

  @Test func theLeastIsEnough() { #expect(reason(Described.least) == nil) }

  @Test(arguments: [
    (
      #""schema": "reframe.vendor/1""#, #""schema": "reframe.vendor/2""#,
      "schema: this version reads reframe.vendor/1"
    ),
    (#""id": "tiny", "#, "", "'id' is missing"),
    (
      #""id": "tiny""#, #""id": "Tiny!""#,
      "id: 'Tiny!' is not of lower-case letters, digits, '-', '_' and '.'"
    ),
    (
      #""id": "tiny""#, #""id": "tiny", "limit": {}"#,
      "limit: there is no such member; did you mean 'limits'? (known: schema, id, name, pages, notes, hosts, "
        + "secrets, baseURL, auth, requestID, limits, source, upload, create, poll, cancel, answer, errors)"
    ),
    (#"["api.tiny.example"]"#, "[]", "hosts: expected at least one"),
    (
      #"["api.tiny.example"]"#, #"["http://api.tiny.example"]"#,
      "hosts[0]: 'http://api.tiny.example' is not a host such as api.example.com, *.example.com or *"
    ),
    (
      #"["api.tiny.example"]"#, #"["other.example"]"#,
      "baseURL: the secret 'TINY_KEY' would go to 'api.tiny.example', which "
        + "is none of the hosts (other.example)"
    ),
    (
      #"["api.tiny.example"]"#, #"["*"]"#,
      "auth: a secret goes only to hosts that are named, and 'hosts' names none but '*'"
    ),
    (#""https://api"#, #""http://api"#, "baseURL: 'http://api.tiny.example/v1' is not an https address"),
    (
      #""https://api.tiny.example/v1""#, #""https://user@api.tiny.example/v1""#,
      "baseURL: 'https://user@api.tiny.example/v1' is not an address such as https://api.example.com/v1"
    ),
    (
      #""secret": "TINY_KEY""#, #""secret": "TINY_KAY""#,
      "auth.secret: 'TINY_KAY' is none of TINY_KEY; did you mean 'TINY_KEY'?"
    ),
    (
      #"["TINY_KEY"]"#, #"["sk-live-123"]"#,
      "secrets[0]: expected a name such as EXAMPLE_API_KEY; the secret itself stands elsewhere"
    ),
    (#""X-Key: %s""#, #""X-Key""#, "auth.header: 'X-Key' is not a header such as 'Authorization: Bearer %s'"),
    (
      #""X-Key: %s""#, #""X-Key: %s%s""#,
      "auth.header: 'X-Key: %s%s' is not a header such as 'Authorization: Bearer %s'"
    ),
    (#""X-Key: %s""#, #""X-Key: %s\r\nX: y""#, "auth.header: control characters are not allowed here"),
    (#""path": "/jobs","#, "", "create: 'path' is missing"),
    (
      #""path": "/jobs","#, #""path": "jobs","#, "create.path: 'jobs' is not a path such as /predictions/{id}"
    ),
    (#""path": "/jobs","#, #""path": "/{name}","#, "create.path: there is no {name} here (known: {model})"),
    (#""path": "/jobs/{id}""#, #""path": "/jobs""#, "poll: the path has no {id}"),
    (#", "id": "$.id""#, "", "create: 'id' is missing"),
    (
      #""id": "$.id""#, #""id": "id""#,
      "create.id: 'id' is not a path such as $.output[0].url, $['a b'] or $.images[*]"
    ),
    (
      #"{"$": "source"}"#, #"{"$": "sauce"}"#,
      "create.body.input.$: 'sauce' is none of source, source.url, source.dataURI, "
        + "source.base64, source.mediaType, model, aspect, size.width, size.height, format, quality, "
        + "prompt, seed, count, mode, parameters, idempotencyKey, placement.left, placement.top, "
        + "placement.right, placement.bottom, placement.width, placement.height"
    ),
    (
      #"{"$": "source"}"#, #"{"$": "placement.left"}"#,
      "create.body.input.$: say the 'unit' of a placement: pixels or fractions"
    ),
    (
      #"{"$": "source"}"#, #"{"$": "seed", "unit": "pixels"}"#,
      "create.body.input.unit: only a placement has a unit"
    ),
    (
      #"{"$": "source"}"#, #"{"$": "seed", "omitIfMissing": 1}"#,
      "create.body.input.omitIfMissing: expected true or false"
    ),
    (
      #"{"$": "source"}"#, #"{"$": "seed", "omitIfMissing": true, "default": 1}"#,
      "create.body.input.default: a value that is left out has no default"
    ),
    (
      #"{"$": "source"}"#, #"{"{role.sauce}": 1}"#,
      "create.body.input.{role.sauce}: '{role.sauce}' is none of {role.source}, {role.aspect}, "
        + "{role.resolution}, {role.count}, {role.format}, {role.prompt}, {role.seed}; "
        + "did you mean '{role.source}'?"
    ),
    (#""succeeded": ["done"]"#, #""succeeded": []"#, "answer.succeeded: expected at least one"),
    (#""failed": ["bad"]"#, #""failed": ["done"]"#, "answer: 'done' stands for more than one thing"),
    (
      #""failed": ["bad"]"#, #""failed": ["bad"], "free": ["worse"]"#,
      "answer.free: 'worse' is none of the words for a job that failed or was cancelled"
    ),
    (
      #""failed": ["bad"]"#, #""failed": ["bad"], "charge": {"unit": "USD"}"#,
      "answer.charge: needs either 'amount', a path, or 'header'"
    ),
    (
      #""failed": ["bad"]"#, #""failed": ["bad"], "charge": {"amount": "$.c", "unit": "dollar"}"#,
      "answer.charge.unit: 'dollar' is neither a currency such as USD nor credits/<vendor>"
    ),
    (
      #""poll""#, #""source": {"forms": ["upload"]}, "poll""#,
      "source.forms names 'upload', and there is no 'upload'"
    ),
    (
      #""poll""#, #""source": {"forms": ["post"]}, "poll""#,
      "source.forms[0]: 'post' is none of url, dataURI, base64, upload"
    ),
    (#""poll""#, #""limits": {"rate": {"count": 5}}, "poll""#, "limits.rate: 'milliseconds' is missing"),
    (
      #""poll""#, #""limits": {"concurrent": 0}, "poll""#,
      "limits.concurrent: expected a whole number from 1 to 1000000"
    ),
    (
      #""poll""#, #""errors": [{"kind": "quota"}], "poll""#,
      "errors[0]: needs a 'status', a 'code' or words that the vendor 'says', which it is about"
    ),
    (
      #""poll""#, #""errors": [{"status": 402, "kind": "broke"}], "poll""#,
      "errors[0].kind: 'broke' is none of invalid_argument, unsupported, unauthenticated, forbidden, "
        + "rate_limited, quota, content_policy, timeout, cancelled, unavailable, resource_exhausted, "
        + "not_found, internal"
    ),
    (
      #""poll""#, #""errors": [{"status": "9xx"}], "poll""#,
      "errors[0].status: '9xx' is neither a status such as 429 nor a class such as 5xx"
    ),
    (#""poll""#, #""cancel": {"path": "/jobs"}, "poll""#, "cancel: the path has no {id}"),
    (#""poll""#, #""requestID": "Host", "poll""#, "requestID: 'Host' is not a header that may be set here"),
  ])
  func aBadDescriptionIsRefusedWithPlaceAndReason(_ old: String, _ new: String, _ expected: String) {
    #expect(reason(Described.least(old, new)) == expected)
  }

  @Test(arguments: [
    ("$", 0), ("$.a", 1), ("$.a.b[0]", 3), ("$['a b'].c", 2), ("$[3]", 1), ("$.images[*].url", 3),
    ("$.a-b_c", 1),
  ])
  func pathsAreRead(_ text: String, _ steps: Int) { #expect(JSONPath(text)?.steps.count == steps) }

  @Test(arguments: [
    "", "a", "$a", "$.", "$..a", "$.a.", "$[", "$[]", "$[-1]", "$[1.5]", "$['a]", "$['']", "$.*",
    "$.a[?(@.b)]", "$[9999999]",
    "$.a]", "$.a'b",
  ])
  func badPathsAreRefused(_ text: String) { #expect(JSONPath(text) == nil) }

  @Test func pathsFindWhatIsThere() throws {
    let value = try Described.value(
      #"{"a": {"b": [1, "two", null]}, "c d": true, "e": [{"u": "x"}, {}, {"u": "y"}], "n": null}"#)
    func found(_ path: String) throws -> [JSONValue] { try #require(JSONPath(path)).values(in: value) }
    #expect(try found("$.a.b[1]") == [.string("two")])
    #expect(try found("$.a.b[2]").isEmpty)
    #expect(try found("$.a.b[7]").isEmpty)
    #expect(try found("$['c d']") == [.bool(true)])
    #expect(try found("$.e[*].u") == [.string("x"), .string("y")])
    #expect(try found("$.n").isEmpty)
    #expect(try found("$.a.b.c").isEmpty)
    #expect(try found("$.missing[0].more").isEmpty)
  }

  @Test func noSpoiltDescriptionStopsTheProcess() throws {
    let text = [UInt8](try Described.text(Described.eachlabs).utf8)
    var generator = SplitMix64(seed: 0x5eed)
    for _ in 0..<400 {
      var spoilt = text
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        spoilt[Int.random(in: 0..<spoilt.count, using: &generator)] = UInt8.random(
          in: 32...126, using: &generator)
      }
      _ = reason(String(decoding: spoilt, as: UTF8.self))
    }
  }
}
