import CReframe
import Testing

@testable import ReframeSDK

@Suite("A provider through its C table")
struct ProviderExportTests {
  private let bytes: [UInt8] = [1, 2, 3, 4, 5]

  private func job(_ model: String) throws -> String {
    try JSON.encode(
      ReframeJob(model: model, outputs: [OutputRequest(aspect: try #require(AspectRatio("1:1")))]))
  }

  private func withSource<Result>(_ body: (UnsafePointer<rf_source>) throws -> Result) rethrows -> Result {
    try bytes.withUnsafeBytes { data in
      try "/a.jpg".withTextThrowing { path in
        var source = rf_source()
        source.size = UInt32(MemoryLayout<rf_source>.size)
        source.data = rf_bytes(data: data.baseAddress, length: UInt64(data.count))
        source.path = path
        return try body(&source)
      }
    }
  }

  /// Submits a job and answers the status and what was written as a ticket.
  private func submit(
    _ model: String, to output: RawOutput, job: RawJob = RawJob(), takesTickets: Bool = true
  ) throws -> (status: Int32, ticket: String) {
    var status: Int32 = -1
    let request = try self.job(model)
    let ticket = try collected { sink in
      try ExportedPlugin.with(.provider) { (table: rf_provider) in
        try withSource { source in
          status = try RawCall.run(mayPend: true) { error in
            job.with { job in
              request.withText { text in
                table.submit(
                  table.instance, job, text, source, &output.value, takesTickets ? sink : nil, error)
              }
            }
          }
        }
      }
    }
    return (status, ticket)
  }

  @Test("Models are written as JSON")
  func models() throws {
    let text = try collected { sink in
      try ExportedPlugin.with(.provider) { (table: rf_provider) in
        try RawCall.run { table.models(table.instance, sink, $0) }
      }
    }
    #expect(
      try JSON.decode([ModelCard].self, from: text, what: "models")
        == [ModelCard(slug: "test/finish", vendor: "test", title: "Test")])
  }

  @Test("A plan is written as JSON; the source's members arrive")
  func plan() throws {
    let request = try job("test/finish")
    let text = try collected { sink in
      try ExportedPlugin.with(.provider) { (table: rf_provider) in
        _ = try withSource { source in
          try RawCall.run { error in
            RawJob().with { job in
              request.withText { table.plan(table.instance, job, $0, source, sink, error) }
            }
          }
        }
      }
    }
    let plan = try JSON.decode(ReframePlan.self, from: text, what: "plan")
    #expect(plan.source == PixelSize(width: 5, height: 6))
  }

  @Test("A finished job writes its renditions")
  func finished() throws {
    let output = RawOutput()
    #expect(try submit("test/finish", to: output).status == RF_OK)
    #expect(output.calls == ["begin", "write 5", "write 0", "finish"])
    #expect(output.bytes == bytes)
    let rendition = try JSON.decode(Rendition.self, from: output.description, what: "rendition")
    #expect(rendition == Rendition(output: 0, mediaType: "image/png", size: PixelSize(width: 1, height: 1)))
  }

  @Test("A ticket is written and the call is pending")
  func ticket() throws {
    let job = RawJob()
    let answer = try "job-1".withTextThrowing { id in
      job.value.id = id
      return try submit("test/ticket", to: RawOutput(), job: job)
    }
    #expect(answer.status == RF_PENDING)
    #expect(answer.ticket == "ticket of job-1")
  }

  @Test("A ticket that the host does not take is an error that tells it, and that the job was accepted")
  func noTicketSink() {
    let failure = ReframeError(
      .invalidArgument, "a call without a sink for its answer; it was the ticket 'ticket of '",
      accepted: .yes)
    #expect(throws: failure) {
      try submit("test/ticket", to: RawOutput(), takesTickets: false)
    }
  }

  @Test("What fails on the way is abandoned and reported with its acceptance")
  func abandoned() {
    let output = RawOutput()
    #expect(throws: ReframeError(.unavailable, "the service went away", accepted: .unknown)) {
      try submit("test/fail", to: output)
    }
    #expect(output.calls == ["begin", "write 5", "abandon"])
  }

  @Test(
    "A host that does not take the result ends the job",
    arguments: [
      ("begin", ["begin"]), ("write", ["begin", "write 5", "abandon"]),
      ("finish", ["begin", "write 5", "write 0", "finish"]),
    ])
  func refused(step: String, calls: [String]) {
    let output = RawOutput(refusing: step)
    let failure = ReframeError(.resourceExhausted, "the host could not take the result", accepted: .unknown)
    #expect(throws: failure) {
      try submit("test/finish", to: output)
    }
    #expect(output.calls == calls)
  }

  @Test("A cancelled job writes nothing")
  func cancelled() {
    let job = RawJob()
    job.cancel()
    let output = RawOutput()
    #expect(throws: ReframeError(.cancelled, "the job was cancelled")) {
      try submit("test/finish", to: output, job: job)
    }
    #expect(output.calls.isEmpty)
  }

  @Test("An output that is too short or takes nothing is refused")
  func badOutput() {
    let short = RawOutput()
    short.value.size = 40
    #expect(
      throws: ReframeError(.invalidArgument, "an output of an unknown size: the host speaks another contract")
    ) {
      try submit("test/finish", to: short)
    }
    let empty = RawOutput()
    empty.value.write = nil
    #expect(throws: ReframeError(.invalidArgument, "an output that takes no renditions")) {
      try submit("test/finish", to: empty)
    }
  }

  @Test("A request or source that cannot be read is refused with the reason")
  func badRequest() throws {
    try ExportedPlugin.with(.provider) { (table: rf_provider) in
      let plan = { (text: String, source: UnsafePointer<rf_source>?) in
        failure { error in
          RawJob().with { job in
            text.withText { table.plan(table.instance, job, $0, source, nil, error) }
          }
        }
      }
      let noSource = ReframeError(
        .invalidArgument, "a source of an unknown size: the host speaks another contract")
      #expect(plan("{}", nil) == noSource)
      withSource { source in
        #expect(plan("{}", source) == ReframeError(.invalidArgument, "job: 'model' is missing"))
        #expect(
          plan("?", source) == ReframeError(.invalidArgument, "job: The given data was not valid JSON."))
        var short = source.pointee
        short.size = 71
        #expect(plan("{}", &short) == noSource)
      }
    }
  }

  @Test("A ticket is asked after and dropped")
  func tickets() throws {
    let job = RawJob()
    let output = RawOutput()
    try ExportedPlugin.with(.provider) { (table: rf_provider) in
      var wait: Int64 = -1
      let poll = { (ticket: String) in
        job.with { job in
          ticket.withText { table.poll(table.instance, job, $0, &output.value, &wait, nil) }
        }
      }
      #expect(poll("done") == RF_OK)
      #expect(wait == -1)
      #expect(poll("other") == RF_PENDING)
      #expect(wait == 250)
      let cancel = { (ticket: String) in
        failure { error in
          job.with { job in ticket.withText { table.cancel(table.instance, job, $0, error) } }
        }
      }
      #expect(cancel("known") == nil)
      #expect(cancel("lost") == ReframeError(.notFound, "no ticket 'lost'"))
    }
  }

  private struct Plain: ReframeProvider {
    func models() throws(ReframeError) -> [ModelCard] { [] }
    func plan(_ request: ReframeJob, source: ReframeSource, job: JobContext) throws(ReframeError)
      -> ReframePlan
    { ReframePlan(source: PixelSize(width: 1, height: 1), subjects: nil, outputs: []) }
    func submit(
      _ request: ReframeJob, source: ReframeSource, output: RenditionOutput, job: JobContext
    ) throws(ReframeError) -> Submission { .finished }
  }

  @Test("A provider that gives no tickets knows none")
  func noTickets() {
    let unknown = ReframeError(.notFound, "this provider gives no tickets, so it does not know 'T'")
    let output = RawOutput()
    RawJob().with { raw in
      #expect(throws: unknown) { try Plain().cancel("T", job: try JobContext(raw)) }
      #expect(throws: unknown) {
        try Plain().poll("T", output: try RenditionOutput(&output.value), job: try JobContext(raw))
      }
    }
  }
}
