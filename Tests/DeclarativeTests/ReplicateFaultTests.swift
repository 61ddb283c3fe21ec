import ReframeSDK
import Testing

/// What the description of Replicate makes of trouble.
struct ReplicateFaultTests: ReplicateBench {
  @Test(arguments: [
    (400, ReframeError.Kind.invalidArgument, ReframeError.Acceptance.no, false),
    (401, .unauthenticated, .no, false), (402, .quota, .no, false), (403, .forbidden, .no, false),
    (404, .notFound, .no, false), (408, .timeout, .unknown, true), (422, .invalidArgument, .no, false),
    (429, .rateLimited, .no, true), (500, .unavailable, .unknown, true), (502, .unavailable, .unknown, true),
    (504, .timeout, .unknown, true), (302, .unavailable, .no, false),
  ])
  func aRefusalSaysWhatItMeans(
    _ status: Int, _ kind: ReframeError.Kind, _ accepted: ReframeError.Acceptance, _ isRetryable: Bool
  ) throws {
    let provider = try provider(
      ReplicateDouble { _ in
        .json(status, #"{"title": "Oh", "detail": "No,\nthank you", "status": \#(status)}"#)
      })
    let error = failure { _ = try provider.submit(try job(), source: source) }
    #expect(error?.kind == kind)
    #expect(error?.accepted == accepted)
    #expect(error?.isRetryable == isRetryable)
    #expect(
      error?.message.contains("(\(status): No, thank you; Oh)") == true)
  }

  @Test func aWrongKeyIsNamedAndNotShown() throws {
    let provider = try provider(ReplicateDouble { _ in .json(401, #"{"detail": "bad token"}"#) })
    let error = failure { _ = try provider.submit(try job(), source: source) }
    #expect(
      error?.message
        == "Replicate did not take the key in REPLICATE_API_TOKEN (401: bad token); set it to a valid key")
  }

  @Test(
    arguments: [
      (["retry-after": "30"], Int64(30_000)), (["retry-after": "0.5"], 500), (["retry-after-ms": "120"], 120),
      (["retry-after": "soon"], 0), (["retry-after": "-3"], 0), (["retry-after": "1e99"], 86_400_000),
      (["retry-after": "Thu, 01 Jan 1970 00:00:10 GMT"], 0), ([:], 0),
    ] as [([String: String], Int64)])
  func aLimitSaysHowLongToWait(_ headers: [String: String], _ expected: Int64) throws {
    let provider = try provider(
      ReplicateDouble { _ in .json(429, #"{"detail": "Request was throttled."}"#, headers: headers) })
    let error = failure { _ = try provider.submit(try job(), source: source) }
    #expect(error?.kind == .rateLimited)
    #expect(error?.retryAfterMilliseconds == expected)
  }

  @Test(arguments: [
    "<html>busy</html>", "", "{", "null", "{}", #"{"id": ""}"#, #"{"id": ".."}"#, #"{"id": null}"#,
  ])
  func anAnswerWithoutAnIdLeavesOpenWhetherItWasBought(_ body: String) throws {
    let provider = try provider(ReplicateDouble { _ in .json(201, body) })
    let error = failure { _ = try provider.submit(try job(), source: source) }
    #expect(error?.accepted == .unknown)
    #expect(error?.kind == .unavailable)
  }

  @Test func faultsOfTheLineKeepWhatTheHostSaysOfThem() throws {
    let service = LentService()
    let provider = try Provider("declarative", try Described.text(Described.replicate), service: service)
    for accepted in [ReframeError.Acceptance.no, .unknown] {
      service.answer { _ throws(ReframeError) in
        throw ReframeError(.unavailable, "the line is dead", accepted: accepted)
      }
      let error = failure { _ = try provider.submit(try job(), source: source) }
      #expect(error?.accepted == accepted)
    }
    let ticket =
      #"{"id":"pred1","model":"m","aspect":"1:1","mediaType":"image/png","count":1,"submittedAt":0}"#
    service.answer { _ throws(ReframeError) in
      throw ReframeError(.unavailable, "the line is dead", accepted: .no)
    }
    let polled = failure { _ = try provider.poll(ticket) }
    #expect(polled?.accepted == .yes)
    #expect(polled?.isRetryable == true)
  }

  @Test(arguments: [
    (404, ReframeError.Kind.notFound, false), (429, .rateLimited, true), (503, .unavailable, true),
  ])
  func whatFailsAfterThePurchaseDoesNotUndoIt(_ status: Int, _ kind: ReframeError.Kind, _ isRetryable: Bool)
    throws
  {
    let provider = try provider(
      ReplicateDouble { $0.method == "GET" ? .json(status, #"{"detail": "no"}"#) : nil })
    let ticket = try ticket(provider, try job(), source)
    let error = failure { _ = try provider.poll(ticket) }
    #expect(error?.kind == kind)
    #expect(error?.accepted == .yes)
    #expect(error?.isRetryable == isRetryable)
  }
}
