import Foundation
import ReframeSDK
import TestSupport
import Testing

/// What the description of Replicate makes of jobs and of the vendor's answers.
struct ReplicateTests: ReplicateBench {
  @Test func theWholeWayFromTheJobToTheResult() throws {
    let double = ReplicateDouble()
    let provider = try provider(double)
    let wanted = try job("7:3") { job in
      job.parameters = .object(["model": .string("photon-1")])
      job.prompt = "a quiet street"
    }
    let ticket = try ticket(provider, wanted, source)
    #expect(
      provider.service.exchanges == [
        LentService.Exchange(
          method: "POST", url: "https://api.replicate.com/v1/models/luma/reframe-image/predictions",
          headers: ["Accept": "application/json", "Content-Type": "application/json"],
          secret: "REPLICATE_API_TOKEN", secretHeader: "Authorization: Bearer %s",
          body: [UInt8](
            (#"{"input":{"aspect_ratio":"21:9","image":"https://pictures.example/cat.jpg","model":"photon-1","#
              + #""prompt":"a quiet street"}}"#).utf8))
      ])
    let output = LentOutput()
    #expect(try provider.poll(ticket, output: output) == .pending(1000))
    #expect(output.renditions.isEmpty)
    #expect(try provider.poll(ticket, output: output) == .finished)
    #expect(output.renditions.map(\.url) == ["https://replicate.delivery/xezq/out-0.png"])
    #expect(output.renditions.map(\.charge) == [nil])
    #expect(output.finished == 1)
    #expect(provider.service.exchanges.last?.method == "GET")
    #expect(provider.service.exchanges.last?.url == "https://api.replicate.com/v1/predictions/pred1")
    #expect(double.predictions.count == 1)
  }

  @Test func smallFilesTravelInTheRequestAndLargeOnesAreUploaded() throws {
    let double = ReplicateDouble()
    let provider = try provider(double)
    _ = try ticket(provider, try job(), LentSource(data: [1, 2, 3], mediaType: "image/png"))
    #expect(double.predictions.last?.input["image"] == .string("data:image/png;base64,AQID"))
    let large = [UInt8](repeating: 7, count: 256_001)
    _ = try ticket(provider, try job(), LentSource(data: large, mediaType: "image/jpeg"))
    #expect(double.predictions.last?.input["image"] == .string("https://api.replicate.com/v1/files/file1"))
    let form = try #require(double.files.first)
    let head = String(decoding: form.prefix { $0 != 7 }, as: UTF8.self)
    #expect(head.contains("Content-Disposition: form-data; name=\"content\"; filename=\"source.jpg\"\r\n"))
    #expect(head.contains("Content-Type: image/jpeg\r\n\r\n"))
    let boundary = try #require(head.split(separator: "\r\n").first)
    #expect(form.count { $0 == 7 } == large.count)
    #expect(String(decoding: form.suffix(boundary.utf8.count + 6), as: UTF8.self) == "\r\n\(boundary)--\r\n")
    let upload = try #require(provider.service.exchanges.first { $0.url.hasSuffix("/files") })
    #expect(upload.headers["Content-Type"] == "multipart/form-data; boundary=\(boundary.dropFirst(2))")
    #expect(upload.secret == "REPLICATE_API_TOKEN")
  }

  @Test(arguments: [
    (#"["https://a.example/1.png", "https://a.example/2.png"]"#, ["https://a.example/1.png"]),
    (#"{"url": "https://a.example/3.png"}"#, ["https://a.example/3.png"]),
  ])
  func resultsAreFoundInTextsArraysAndObjects(_ json: String, _ expected: [String]) throws {
    let provider = try provider(ReplicateDouble(words: ["succeeded"], output: json))
    let output = LentOutput()
    _ = try provider.poll(try ticket(provider, try job(), source), output: output)
    #expect(output.renditions.map(\.url) == expected)
  }

  @Test func aResultInsideTheAnswerIsHandedOverAsBytes() throws {
    let provider = try provider(
      ReplicateDouble(words: ["succeeded"], output: #""data:image/webp;base64,AQID""#))
    let output = LentOutput()
    _ = try provider.poll(try ticket(provider, try job(), source), output: output)
    #expect(output.bytes == [[1, 2, 3]])
    #expect(output.renditions.map(\.mediaType) == ["image/webp"])
  }

  @Test(arguments: ["null", "[]", "{}", #""ftp://a.example/x""#, #""data:image/png;base64,!!""#])
  func aJobThatIsDoneWithoutAResultWasPaidFor(_ json: String) throws {
    let provider = try provider(ReplicateDouble(words: ["succeeded"], output: json))
    let ticket = try ticket(provider, try job(), source)
    let error = failure { _ = try provider.poll(ticket) }
    #expect(error?.accepted == .yes)
    #expect(error?.kind == .internalFault)
  }

  @Test(arguments: [
    (
      "failed", ReframeError.Kind.unavailable, ReframeError.Acceptance.yes,
      "Replicate has trouble (the job failed: Prediction failed: no such picture); "
        + "try again later, or use another engine"
    ),
    ("canceled", .cancelled, .yes, "the job was cancelled at Replicate (the job failed)"),
    ("aborted", .timeout, .no, "Replicate took too long (the job failed); try again later"),
  ])
  func everyWordForAnEndIsUnderstood(
    _ word: String, _ kind: ReframeError.Kind, _ accepted: ReframeError.Acceptance, _ message: String
  ) throws {
    let provider = try provider(ReplicateDouble(words: [word]))
    let ticket = try ticket(provider, try job(), source)
    let error = failure { _ = try provider.poll(ticket) }
    #expect(error?.kind == kind)
    #expect(error?.accepted == accepted)
    #expect(error?.message == message)
  }

  @Test(arguments: ["starting", "processing", "queued", "", "SUCCEEDED"])
  func anUnknownWordIsPending(_ word: String) throws {
    let provider = try provider(ReplicateDouble(words: [word]))
    #expect(try provider.poll(try ticket(provider, try job(), source)) == .pending(1000))
  }

  @Test func cancelAsksTheVendor() throws {
    let double = ReplicateDouble()
    let provider = try provider(double)
    let ticket = try ticket(provider, try job(), source)
    try provider.cancel(ticket)
    #expect(double.predictions.first?.isCancelled == true)
    #expect(provider.service.exchanges.last?.url == "https://api.replicate.com/v1/predictions/pred1/cancel")
  }

  @Test(arguments: [
    "", "{}", "rubbish",
    #"{"id":"..","model":"m","aspect":"1:1","mediaType":"image/png","count":1,"submittedAt":0}"#,
  ])
  func aTicketThatIsNoneIsRefusedWithoutACall(_ ticket: String) throws {
    let provider = try provider(ReplicateDouble())
    let error = failure { _ = try provider.poll(ticket) }
    #expect(error?.kind == .notFound)
    #expect(error?.accepted == .yes)
    #expect(provider.service.exchanges.isEmpty)
  }

  @Test func nothingIsSentForWhatTheVendorCannotDo() throws {
    let provider = try provider(ReplicateDouble())
    let wishes: [(ReframeJob, LentSource, ReframeError.Kind)] = [
      (try job("5:4"), source, .unsupported),
      (try job { $0.mode = .crop }, source, .unsupported),
      (try job { $0.outputs += $0.outputs }, source, .unsupported),
      (try job { $0.card = nil }, source, .invalidArgument),
      (
        try job { $0.outputs[0].placement = UnitRect(x: 0, y: 0.2, width: 1, height: 0.5) }, source,
        .unsupported
      ),
      (try job(), LentSource(url: "http://pictures.example/cat.jpg"), .unsupported),
      (try job(), LentSource(), .unsupported),
    ]
    for (job, source, kind) in wishes {
      let error = failure { _ = try provider.submit(job, source: source) }
      #expect(error?.kind == kind)
      #expect(error?.accepted == .no)
    }
    #expect(provider.service.exchanges.isEmpty)
    let cancelled = failure {
      _ = try provider.submit(try job(), source: source, job: LentJob(isCancelled: true))
    }
    #expect(cancelled?.kind == .cancelled)
    #expect(provider.service.exchanges.isEmpty)
  }

  @Test func aPlacementBecomesPixelsOfTheOutput() throws {
    let double = ReplicateDouble()
    let provider = try provider(double)
    let wanted = try job { job in
      job.outputs[0].size = PixelSize(width: 1000, height: 2000)
      job.outputs[0].placement = UnitRect(x: -0.1, y: 0.25, width: 1.2, height: 0.5)
    }
    _ = try ticket(provider, wanted, source)
    let input = double.predictions.first?.input
    #expect(
      ["x_start", "x_end", "y_start", "y_end"].map { input?[$0]?.number } == [-100, 1100, 500, 1500])
    #expect(try provider.plan(wanted, source: source).outputs.first?.framing.canvas == wanted.outputs[0].size)
  }

  @Test func aSlugCannotLeaveItsPath() throws {
    let provider = try provider(ReplicateDouble())
    for slug in ["../../files", "luma/../x", "luma//x", "luma/./x"] {
      let error = failure { _ = try provider.submit(try job { $0.model = slug }, source: source) }
      #expect(error?.kind == .invalidArgument)
    }
    #expect(provider.service.exchanges.isEmpty)
    _ = failure { _ = try provider.submit(try job { $0.model = "luma/a?b#c d" }, source: source) }
    #expect(provider.service.exchanges.last?.url.hasSuffix("/models/luma/a%3Fb%23c%20d/predictions") == true)
  }

  @Test func aBadDescriptionKeepsTheInstanceFromStarting() throws {
    let text = Described.least(#""failed": ["bad"]"#, #""fialed": ["bad"]"#)
    do {
      _ = try Provider("declarative", text)
      Issue.record("accepted")
    } catch {
      #expect(
        "\(error)"
          == "the plugin 'declarative' cannot start: answer.fialed: there is no such member (known: status, "
          + "succeeded, failed, cancelled, free, output, message, code, retryable, charge)")
    }
  }
}
