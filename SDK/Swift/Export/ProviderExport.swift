internal import CReframe

/// The C table of a `ReframeProvider`.
enum ProviderExport {
  private typealias Instance = ExportedInstance<any ReframeProvider, rf_provider>

  static func table(for provider: some ReframeProvider) -> UnsafeRawPointer {
    Instance.export(provider) { pointer in
      var table = rf_provider()
      table.size = UInt32(MemoryLayout<rf_provider>.size)
      table.instance = pointer
      table.models = { pointer, out, error in
        RawCall.report(to: error) { () throws(ReframeError) in
          let cards = try Instance.with(pointer) { (provider) throws(ReframeError) in try provider.models() }
          try Sink.write(try JSON.encode(cards), to: out)
          return RF_OK
        }
      }
      table.plan = { pointer, job, request, source, out, error in
        RawCall.report(to: error) { () throws(ReframeError) in
          try ProviderExport.plan(pointer, job: job, request: request, source: source, out: out)
          return RF_OK
        }
      }
      table.submit = { pointer, job, request, source, output, ticket, error in
        RawCall.report(to: error) { () throws(ReframeError) in
          try ProviderExport.submit(
            pointer, job: job, request: request, source: source, output: output, ticket: ticket)
        }
      }
      table.poll = { pointer, job, ticket, output, wait, error in
        RawCall.report(to: error) { () throws(ReframeError) in
          try ProviderExport.poll(pointer, job: job, ticket: ticket, output: output, wait: wait)
        }
      }
      table.cancel = { pointer, job, ticket, error in
        RawCall.report(to: error) { () throws(ReframeError) in
          let context = try JobContext(job)
          try Instance.with(pointer) { (provider) throws(ReframeError) in
            try provider.cancel(String(ticket), job: context)
          }
          return RF_OK
        }
      }
      table.destroy = { Instance.destroy($0) }
      return table
    }
  }

  private static func plan(
    _ pointer: UnsafeMutableRawPointer?, job: UnsafePointer<rf_job>?, request: rf_text,
    source: UnsafePointer<rf_source>?, out: UnsafePointer<rf_sink>?
  ) throws(ReframeError) {
    let context = try JobContext(job)
    let input = try ReframeSource(source)
    let wanted = try JSON.decode(ReframeJob.self, from: String(request), what: "job")
    let plan = try Instance.with(pointer) { (provider) throws(ReframeError) in
      try provider.plan(wanted, source: input, job: context)
    }
    try Sink.write(try JSON.encode(plan), to: out)
  }

  private static func submit(
    _ pointer: UnsafeMutableRawPointer?, job: UnsafePointer<rf_job>?, request: rf_text,
    source: UnsafePointer<rf_source>?, output: UnsafePointer<rf_output>?, ticket: UnsafePointer<rf_sink>?
  ) throws(ReframeError) -> Int32 {
    let context = try JobContext(job)
    let input = try ReframeSource(source)
    let renditions = try RenditionOutput(output)
    let wanted = try JSON.decode(ReframeJob.self, from: String(request), what: "job")
    let submission = try Instance.with(pointer) { (provider) throws(ReframeError) in
      try provider.submit(wanted, source: input, output: renditions, job: context)
    }
    guard case .ticket(let text) = submission else { return RF_OK }
    do throws(ReframeError) {
      try Sink.write(text, to: ticket)
    } catch {
      // The service has the job: whoever falls back now pays twice.
      var failure = error
      failure.accepted = .yes
      failure.message += "; it was the ticket '\(text)'"
      throw failure
    }
    return RF_PENDING
  }

  private static func poll(
    _ pointer: UnsafeMutableRawPointer?, job: UnsafePointer<rf_job>?, ticket: rf_text,
    output: UnsafePointer<rf_output>?, wait: UnsafeMutablePointer<Int64>?
  ) throws(ReframeError) -> Int32 {
    let context = try JobContext(job)
    let renditions = try RenditionOutput(output)
    let answer = try Instance.with(pointer) { (provider) throws(ReframeError) in
      try provider.poll(String(ticket), output: renditions, job: context)
    }
    guard case .pending(let milliseconds) = answer else { return RF_OK }
    wait?.pointee = milliseconds
    return RF_PENDING
  }
}
