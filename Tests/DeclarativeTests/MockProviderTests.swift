import Foundation
import Imaging
import ReframeSDK
import TestSupport
import Testing

struct MockProviderTests {
  private func job(_ aspect: String = "9:16", size: PixelSize? = nil, format: OutputFormat? = nil)
    throws(ReframeError) -> ReframeJob
  {
    guard let ratio = AspectRatio(aspect) else { throw ReframeError(.invalidArgument, aspect) }
    var output = OutputRequest(aspect: ratio, size: size)
    output.format = format
    return ReframeJob(model: "mock/reframe", outputs: [output])
  }

  private func failure(_ body: () throws(ReframeError) -> Provider.Answer) -> ReframeError? {
    do throws(ReframeError) {
      _ = try body()
      return nil
    } catch {
      return error
    }
  }

  @Test func tellsOfItsModelOnlyWhenSomebodySetItUp() throws {
    #expect(try Provider("mock", "{}").models().isEmpty)
    let cards = try Provider("mock", #"{"script": []}"#).models()
    #expect(cards.map(\.slug) == ["mock/reframe"])
    #expect(cards.first?.pricing == .object(["book": .string("mock"), "rule": .string("run")]))
  }

  @Test(arguments: [OutputFormat.png, .jpeg, .webp])
  func makesARealPictureOfTheSizeAskedFor(_ format: OutputFormat) throws {
    let output = LentOutput()
    let wanted = try job(size: PixelSize(width: 90, height: 160), format: format)
    #expect(try Provider("mock", "{}").submit(wanted, output: output) == .finished)
    #expect(output.renditions.map(\.mediaType) == [format.mediaType])
    let info = try output.bytes[0].withUnsafeBytes { try ImageInfo.probe($0) }
    #expect(info.size == Raster.Size(width: 90, height: 160))
  }

  @Test(arguments: ["9:16", "21:9", "1:1", "1000:1", "1:1000", "191:100"])
  func makesAPictureOfTheRatioIfNoSizeIsSaid(_ aspect: String) throws {
    let output = LentOutput()
    _ = try Provider("mock", "{}").submit(try job(aspect), output: output)
    let size = try #require(output.renditions.first?.size)
    let ratio = try #require(AspectRatio(aspect)).value
    #expect(abs(size.ratio / ratio - 1) < 0.03)
    let info = try output.bytes[0].withUnsafeBytes { try ImageInfo.probe($0) }
    #expect(info.size == Raster.Size(width: size.width, height: size.height))
  }

  @Test func theTestCardIsOneColourWithADiagonal() throws {
    let output = LentOutput()
    _ = try Provider("mock", "{}").submit(
      try job("1:1", size: PixelSize(width: 64, height: 64)), output: output)
    let raster = try output.bytes[0].withUnsafeBytes { bytes in
      try ImageDecoder().decode(bytes, info: try ImageInfo.probe(bytes))
    }
    #expect([UInt8](raster.row(10)[10 * 3..<11 * 3]) == [240, 240, 240])
    #expect([UInt8](raster.row(10)[50 * 3..<51 * 3]) == [96, 64, 160])
    #expect([UInt8](raster.row(63)[63 * 3..<64 * 3]) == [240, 240, 240])
  }

  @Test func everyJobTakesTheNextEntry() throws {
    let script = """
      {"script": [
        {"answer": "error", "kind": "unavailable", "accepted": "no", "retryable": true,
         "retryAfterMilliseconds": 250, "code": "E7", "message": "down for a moment"},
        {"answer": "ticket", "polls": 2, "pollMilliseconds": 40, "charge": "0.005"},
        {"answer": "finish", "charge": "2", "unit": "credits/mock"}
      ], "then": "repeat"}
      """
    let provider = try Provider("mock", script)
    for _ in 0..<2 {
      #expect(
        failure { () throws(ReframeError) in try provider.submit(try job()) }
          == ReframeError(
            .unavailable, "down for a moment", code: "E7", isRetryable: true, retryAfterMilliseconds: 250))
      guard case .ticket(let ticket) = try provider.submit(try job()) else {
        Issue.record("no ticket")
        return
      }
      let output = LentOutput()
      #expect(try provider.poll(ticket, output: output) == .pending(40))
      #expect(try provider.poll(ticket, output: output) == .pending(40))
      #expect(try provider.poll(ticket, output: output) == .finished)
      #expect(output.renditions.first?.charge == Money(micros: 5000, unit: "USD"))
      let last = LentOutput()
      #expect(try provider.submit(try job(), output: last) == .finished)
      #expect(last.renditions.first?.charge == Money(micros: 2_000_000, unit: "credits/mock"))
    }
  }

  @Test func theLastEntryStaysUnlessTheScriptSaysOtherwise() throws {
    let error = #"{"answer": "error", "kind": "quota", "accepted": "no"}"#
    let last = try Provider("mock", #"{"script": [\#(error)]}"#)
    for _ in 0..<3 { #expect(throws: ReframeError.self) { try last.submit(try job()) } }
    let finish = try Provider("mock", #"{"script": [\#(error)], "then": "finish"}"#)
    #expect(throws: ReframeError.self) { try finish.submit(try job()) }
    #expect(try finish.submit(try job()) == .finished)
  }

  @Test func aTicketOutlivesItsProcess() throws {
    let script = #"{"script": [{"answer": "ticket", "charge": "0.01"}]}"#
    guard case .ticket(let ticket) = try Provider("mock", script).submit(try job("4:3")) else {
      Issue.record("no ticket")
      return
    }
    let output = LentOutput()
    #expect(try Provider("mock", "{}").poll(ticket, output: output) == .finished)
    #expect(output.renditions.first?.charge == Money(micros: 10_000, unit: "USD"))
  }

  @Test func aTicketCanFailAndBeDropped() throws {
    let provider = try Provider(
      "mock",
      """
      {"script": [
        {"answer": "ticket", "failAt": "poll", "polls": 1, "kind": "content_policy", "accepted": "no"}
      ]}
      """
    )
    guard case .ticket(let first) = try provider.submit(try job()),
      case .ticket(let second) = try provider.submit(try job())
    else {
      Issue.record("no ticket")
      return
    }
    #expect(try provider.poll(first) == .pending(0))
    let failed = failure { () throws(ReframeError) in try provider.poll(first) }
    #expect(failed?.kind == .contentPolicy)
    #expect(failed?.accepted == .no)
    try provider.cancel(second)
    #expect(failure { () throws(ReframeError) in try provider.poll(second) }?.code == "cancelled")
    #expect(failure { () throws(ReframeError) in try provider.poll("rubbish") }?.accepted == .yes)
  }

  @Test func theLogHasALineForEveryPaidCall() throws {
    let folder = try TestFolder()
    let script = """
      {"log": "\(folder["paid.log"])", "script": [
        {"answer": "finish", "charge": "0.01"},
        {"answer": "error", "accepted": "no"},
        {"answer": "error", "accepted": "unknown"},
        {"answer": "error", "accepted": "unknown", "paid": false},
        {"answer": "ticket"}
      ]}
      """
    let provider = try Provider("mock", script)
    for _ in 0..<5 { _ = failure { () throws(ReframeError) in try provider.submit(try job()) } }
    let text = String(decoding: try folder.bytes("paid.log"), as: UTF8.self)
    #expect(
      text == """
        job_1\tatt_1\tfinish\t0.01 USD
        job_1\tatt_1\terror\t-
        job_1\tatt_1\tticket\t-

        """)
  }

  @Test(arguments: [("finish", ReframeError.Acceptance.yes), ("error", .no)])
  func aWaitEndsWhenTheJobIsCancelledOrTooLate(_ answer: String, _ accepted: ReframeError.Acceptance) throws {
    let provider = try Provider("mock", #"{"script": [{"answer": "\#(answer)", "milliseconds": 3600000}]}"#)
    let lent = LentJob()
    Thread { lent.cancel() }.start()
    let stopped = failure { () throws(ReframeError) in try provider.submit(try job(), job: lent) }
    #expect(stopped?.kind == .cancelled)
    // A job that was cancelled before it began took nothing.
    #expect([accepted, .no].contains(stopped?.accepted))
    let late = failure { () throws(ReframeError) in try provider.submit(try job(), job: LentJob(deadline: 1))
    }
    #expect(late?.kind == .timeout)
    #expect(late?.accepted == accepted)
  }

  @Test func aJobCancelledBeforeItBeginsTakesNoEntry() throws {
    let provider = try Provider("mock", #"{"script": [{"answer": "error"}], "then": "finish"}"#)
    let cancelled = LentJob(isCancelled: true)
    let stopped = failure { () throws(ReframeError) in try provider.submit(try job(), job: cancelled) }
    #expect(stopped == ReframeError(.cancelled, "the job was cancelled"))
    #expect(throws: ReframeError.self) { try provider.submit(try job()) }
    #expect(try provider.submit(try job()) == .finished)
  }

  @Test(arguments: [
    (#"{"skript": []}"#, "skript: there is no such member (known: script, then, seed, log, baseURL)"),
    (#"{"script": {}}"#, "script: expected an array"),
    (#"{"script": [{}]}"#, "script[0]: 'answer' is missing"),
    (#"{"script": [{"answer": "maybe"}]}"#, "script[0].answer: 'maybe' is none of finish, ticket, error"),
    (
      #"{"script": [{"answer": "finish", "milliseconds": -1}]}"#,
      "script[0].milliseconds: expected a whole number from 0 to 3600000"
    ),
    (
      #"{"script": [{"answer": "finish", "milliseconds": [9, 3]}]}"#,
      "script[0].milliseconds: the shortest comes first"
    ),
    (#"{"script": [{"answer": "finish", "polls": 1}]}"#, "script[0].polls: only an answer 'ticket' has it"),
    (
      #"{"script": [{"answer": "finish", "kind": "quota"}]}"#,
      "script[0].kind: only an answer 'error' or 'failAt' has it"
    ),
    (
      #"{"script": [{"answer": "error", "kind": "qota"}]}"#,
      "script[0].kind: 'qota' is none of invalid_argument, unsupported, unauthenticated, forbidden, "
        + "rate_limited, quota, content_policy, timeout, cancelled, unavailable, "
        + "resource_exhausted, not_found, internal"
    ),
    (#"{"script": [{"answer": "error", "accepted": true}]}"#, "script[0].accepted: expected a text"),
    (
      #"{"script": [{"answer": "finish", "charge": 0.005}]}"#,
      #"script[0].charge: write the amount as a text such as "0.005"; a JSON number is not exact"#
    ),
    (#"{"script": [{"answer": "finish", "charge": "-1"}]}"#, "script[0].charge: -1 is negative"),
    (
      #"{"script": [{"answer": "finish", "charge": "0.0000001"}]}"#,
      "script[0].charge: '0.0000001' has more than six decimals"
    ),
    (#"{"script": [{"answer": "finish", "unit": "USD"}]}"#, "script[0].unit: there is no 'charge'"),
    (#"{"then": "repeat"}"#, "then: there is no script to repeat"),
    (#"{"then": "stop"}"#, "then: 'stop' is none of repeat, last, finish"),
    (#"{"log": "paid.log"}"#, "log: expected a whole path, beginning with '/'"),
    (#"{"seed": 1.5}"#, "seed: expected a whole number from 0 to 4503599627370496"),
  ])
  func aBadScriptIsRefusedWithPlaceAndReason(_ script: String, _ reason: String) {
    do throws(any Error) {
      _ = try Provider("mock", script)
      Issue.record("accepted \(script)")
    } catch {
      #expect("\(error)" == "the plugin 'mock' cannot start: \(reason)")
    }
  }

  @Test func refusesWhatItCannotMakeBeforeAnEntryIsTaken() throws {
    let provider = try Provider("mock", #"{"script": [{"answer": "error"}], "then": "finish"}"#)
    let video = failure { () throws(ReframeError) in try provider.submit(try job(format: .mp4)) }
    #expect(video == ReframeError(.unsupported, "the mock provider does not write 'mp4' files"))
    let huge = PixelSize(width: 1 << 20, height: 1 << 20)
    let large = failure { () throws(ReframeError) in try provider.submit(try job("1:1", size: huge)) }
    #expect(large?.kind == .unsupported)
    #expect(throws: ReframeError.self) { try provider.submit(try job()) }
    #expect(try provider.submit(try job()) == .finished)
  }

  @Test func plansTheCanvasOfEveryOutput() throws {
    let plan = try Provider("mock", "{}").plan(try job(size: PixelSize(width: 90, height: 160)))
    #expect(plan.outputs.map(\.framing.canvas) == [PixelSize(width: 90, height: 160)])
  }
}
