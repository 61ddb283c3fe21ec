import FoundationEssentials
import Testing

@testable import ReframeSDK
@testable import VendorWire

/// What the vendors' plugins share.
@Suite("The vendors' common wire")
struct VendorWireTests {
  private func answer(_ body: String, _ headers: [String: String] = [:]) -> VendorAnswer {
    VendorAnswer(status: 200, headers: headers, body: Array(body.utf8))
  }

  /// Header fields and what they ask for at midnight of 24 February 2026, in milliseconds.
  private static let hints: [([String: String], Int64)] = [
    (["retry-after": "7"], 7000), (["retry-after": "0.25"], 250), (["retry-after": "0"], 0),
    (["retry-after": "-3"], 0), (["retry-after": "soon"], 0), (["retry-after": "nan"], 0),
    (["retry-after": "inf"], 0), (["retry-after": "1e300"], 86_400_000), (["retry-after": ""], 0), ([:], 0),
    (["retry-after-ms": "1500"], 1500), (["retry-after-ms": "0.2"], 1),
    (["retry-after-ms": "x", "retry-after": "2"], 2000), (["retry-after-ms": "40", "retry-after": "2"], 40),
    (["retry-after": "Tue, 24 Feb 2026 00:00:05 GMT"], 5000),
    (["retry-after": "Sun, 01 Mar 2026 00:00:00 GMT"], 86_400_000),
    (["retry-after": "Mon, 23 Feb 2026 23:59:59 GMT"], 0),
    (["retry-after": "Tue, 24 Feb 2026 00:00:05 CET"], 0),
    (["retry-after": "Tue, 99 Feb 2026 00:00:05 GMT"], 0), (["retry-after": "Tue, 24 Feb"], 0),
  ]

  @Test("waits as long as it is asked to", arguments: hints)
  func retryHints(headers: [String: String], wait: Int64) {
    #expect(RetryHint.milliseconds(headers, now: 1_771_891_200_000) == wait)
  }

  @Test("knows the calendar, leap days and all")
  func calendar() {
    let days: [(String, Int64)] = [
      ("Thu, 01 Jan 1970 00:00:10 GMT", 10), ("Tue, 29 Feb 2000 12:34:56 GMT", 951_827_696),
      ("Wed, 01 Mar 2000 00:00:00 GMT", 951_868_800), ("Fri, 31 Dec 2100 23:59:59 GMT", 4_133_980_799),
      ("Mon, 01 Mar 2100 00:00:00 GMT", 4_107_542_400),
    ]
    for (text, seconds) in days {
      #expect(RetryHint.milliseconds(["retry-after": text], now: seconds * 1000 - 1) == 1, "\(text)")
      #expect(RetryHint.milliseconds(["retry-after": text], now: seconds * 1000) == 0, "\(text)")
    }
  }

  /// How a cost may be written, and how many millionths it is.
  private static let costs: [(String, Int64?)] = [
    ("0.005", 5000), ("0.0050000", 5000), ("1e-3", 1000), ("12", 12_000_000), ("0", 0), ("0.000001", 1),
    ("\"0.03\"", 30_000), ("0.0000001", nil), ("0.30000000000000004", nil), ("5E-7", nil), ("-1", nil),
    ("1e300", nil), ("99999999999999", nil), ("null", nil), ("true", nil), ("[1]", nil), ("{}", nil),
    ("\"a lot\"", nil), ("0.00500000000000000000000000000000000001", nil),
  ]

  @Test("reads amounts exactly or not at all", arguments: costs)
  func amounts(text: String, micros: Int64?) throws {
    let answer = answer(
      #"{"metrics": {"predict_time": 24.9, "cost": \#(text)}, "output": ["a", {"b": null}]}"#)
    #expect(answer.amount(at: ["metrics", "cost"], unit: "USD")?.micros == micros)
    #expect(answer.amount(at: ["metrics", "price"], unit: "USD") == nil)
    #expect(answer.amount(at: ["output", "cost"], unit: "USD") == nil)
  }

  @Test("says what a body is that is not JSON")
  func appearance() throws {
    #expect(answer("").appearance == "an empty body")
    #expect(
      answer("<", ["content-type": "text/html; charset=utf-8"]).appearance == "text/html that is not JSON")
    #expect(answer("{", ["content-type": "application/json"]).appearance == "data that is not JSON")
    #expect(answer("{").appearance == "data that is not JSON")
    let deep = String(repeating: "[", count: 2000) + String(repeating: "]", count: 2000)
    #expect(answer(deep).json == nil)
  }

  @Test("finds words and addresses however they are wrapped")
  func shapes() throws {
    let read = { (text: String) in try JSON.decode(JSONValue.self, from: text, what: "") }
    #expect(try read(#""plain""#).words == "plain")
    #expect(try read(#"[{"loc": ["body"], "msg": "one"}, {"msg": "two"}]"#).words == "one; two")
    #expect(try read(#"{"code": 3, "z": "b", "a": ["x", "y"]}"#).words == "x; y; b")
    #expect(try read("null").nonEmptyWords == nil)
    #expect(try read(#""https://a""#).addresses == ["https://a"])
    #expect(
      try read(#"["https://a", {"url": "https://b"}, 3, "no"]"#).addresses == ["https://a", "https://b"])
    #expect(try read(#"{"images": ["data:x"]}"#).addresses == ["data:x"])
  }

  @Test("puts ids into addresses so that they stay there")
  func segments() {
    #expect(VendorRequest.segment("aZ09-_.~") == "aZ09-_.~")
    #expect(VendorRequest.segment("a/../b?c#d %é\n") == "a%2F..%2Fb%3Fc%23d%20%25%C3%A9%0A")
    #expect(!VendorTicket.isUsable("") && !VendorTicket.isUsable("..") && !VendorTicket.isUsable("."))
    #expect(!VendorTicket.isUsable(String(repeating: "a", count: 501)) && VendorTicket.isUsable("...a"))
  }

  @Test("carries a long text in one place, and only there")
  func carrying() throws {
    let request = try VendorRequest("POST", "/x", carrying: Array("QUJD".utf8)) { data in
      .object(["prompt": .string("\"data\""), "source": .object(["data": data])])
    }
    #expect(
      String(decoding: request.body, as: UTF8.self) == #"{"prompt":"\"data\"","source":{"data":"QUJD"}}"#)
    let error = #expect(throws: ReframeError.self) {
      try VendorRequest("POST", "/x", carrying: []) { .array([$0, $0]) }
    }
    #expect(error?.kind == .internalFault)
  }

  @Test("asks more seldom the longer it takes")
  func pauses() throws {
    let text = #"{"id":"a","model":"m","aspect":"1:1","mediaType":"image/png","count":1,"submittedAt":1000}"#
    let ticket = try JSON.decode(VendorTicket.self, from: text, what: "")
    let rows: [(Int64, Int64)] = [
      (1000, 1000), (11_000, 1000), (31_000, 3000), (101_000, 10_000), (9_000_000, 10_000), (0, 1000),
      (.min, 1000), (.max, 10_000),
    ]
    for (now, wait) in rows { #expect(ticket.pause(at: now) == wait) }
  }

  @Test("a pause ends at once when the job is cancelled")
  func pause() throws {
    let job = RawJob()
    job.cancel()
    let error = job.with { raw in
      #expect(throws: ReframeError.self) {
        try Pause.wait(milliseconds: 3_600_000, job: try JobContext(raw))
      }
    }
    #expect(error == ReframeError(.cancelled, "the job was cancelled"))
  }
}
