internal import Accounting
internal import Dispatching
internal import Hosting
internal import Jobs
internal import ReframeSDK
internal import Routing

/// `reframe resume`: fetches what was bought earlier and never received.
enum ResumeCommand {
  static let table = CommandTable(
    name: "reframe resume",
    synopsis: "reframe resume [ATTEMPT…] [options]",
    abstract: "Fetches the results of jobs that a vendor took and whose process ended before they came.",
    examples: [
      ("everything that waits", "reframe resume"),
      ("see what waits", "reframe resume --list"),
      ("fetch one no more", "reframe resume --give-up att_01hzy…"),
      ("where there is room", "reframe resume -o /mnt/elsewhere/"),
    ],
    groups: [
      OptionGroup(
        title: "Options",
        options: [
          CommandOption(name: "list", help: "show what waits and fetch nothing"),
          CommandOption(
            name: "give-up", help: "fetch the named attempts no more; they count as paid until reconciled"),
          CommandOption(
            name: "output", letter: "o", value: "FOLDER",
            help: "put results here instead of where they were to go", takesPath: true),
          CommandOption(name: "overwrite", help: "replace files that exist"),
          CommandOption(
            name: "ledger", value: "FILE", help: "where spending is accounted for", takesPath: true),
          CommandOption.catalogue, CommandOption.pluginPath, CommandOption.config,
          CommandOption(name: "json", help: "print one JSON object for each output instead of its path"),
          CommandOption(name: "quiet", help: "say nothing on stderr but errors"),
          CommandOption(name: "help", letter: "h", help: "show this help"),
        ])
    ])

  static func run(_ arguments: [String], environment: [String: String], terminal: Terminal) throws(UsageError)
    -> ExitCode
  {
    let parsed = try ParsedArguments(arguments, table: table)
    if parsed.has("help") {
      terminal.output(Help.text(table))
      return .success
    }
    let configuration = try CatalogueOptions.configuration(parsed, table: table, environment: environment)
    let book = LedgerBook(configuration, environment: environment)
    guard book.exists else {
      terminal.error("nothing was ever bought\n")
      return .success
    }
    do throws(ReframeError) {
      let ledger = try book.ledger()
      RoutingDesk.recover(book, terminal, tellsWaiting: false)
      let waiting = try ledger.unfinished().filter { $0.state == .accepted }
      let wanted = try chosen(parsed.operands, among: waiting)
      if parsed.has("list") || wanted.isEmpty {
        terminal.output(wanted.isEmpty ? "nothing waits\n" : text(wanted))
        return .success
      }
      if parsed.has("give-up") {
        guard !parsed.operands.isEmpty else { throw ReframeError(.notFound, "--give-up: name the attempts") }
        return try giveUp(wanted, ledger, terminal)
      }
      let host = RoutingDesk.host(configuration, environment: environment, terminal: terminal)
      let catalogue = CatalogueOptions.catalogue(host, configuration, terminal: terminal)
      let resumption = Resumption(
        router: Router(host, catalogue, book: book), ledger: ledger, folder: parsed["output"],
        overwrites: parsed.has("overwrite"),
        reporter: Reporter(
          terminal: terminal, style: parsed.has("json") ? .json : .text, isQuiet: parsed.has("quiet"),
          count: wanted.count, printsPaths: true))
      return resumption.run(wanted)
    } catch {
      terminal.error("reframe: \(error.message.printable)\n")
      return error.kind == .notFound ? .usage : .failure
    }
  }

  /// What cannot be had any more holds its money for ever unless somebody says so: it counts as paid, unconfirmed.
  private static func giveUp(_ waiting: [BookedAttempt], _ ledger: Ledger, _ terminal: Terminal)
    throws(ReframeError) -> ExitCode
  {
    for id in waiting.map(\.attempt.id) {
      guard try ledger.claim(id) else {
        throw ReframeError(.unavailable, "\(id) is being fetched by another process")
      }
      try ledger.capture(id, nil, isPresumed: true, at: SystemClock().now)
      terminal.output(
        "\(id) is given up; it counts as spent until 'reframe spend reconcile' says otherwise\n")
    }
    return .success
  }

  private static func chosen(_ ids: [String], among waiting: [BookedAttempt]) throws(ReframeError)
    -> [BookedAttempt]
  {
    guard !ids.isEmpty else { return waiting }
    var chosen: [BookedAttempt] = []
    for id in ids where !chosen.contains(where: { $0.attempt.id == id }) {
      guard let booked = waiting.first(where: { $0.attempt.id == id }) else {
        throw ReframeError(.notFound, "no attempt '\(id)' waits; see 'reframe resume --list'")
      }
      chosen.append(booked)
    }
    return chosen
  }

  private static func text(_ waiting: [BookedAttempt]) -> String {
    let rows = waiting.map { booked in
      let context = try? JSON.decode(ResumeContext.self, from: booked.attempt.context, what: "context")
      return [
        booked.attempt.id, booked.attempt.model, booked.attempt.provider,
        PriceText.amount(booked.attempt.maximum), context?.input ?? "",
      ]
    }
    return Columns.text([["ATTEMPT", "MODEL", "PROVIDER", "AT MOST", "INPUT"]] + rows).map(\.printable)
      .joined(separator: "\n") + "\n"
  }
}

/// Fetches attempts that wait, several at a time.
private struct Resumption: Sendable {
  let router: Router
  let ledger: Ledger
  /// Where results go; `nil` for where they were to go.
  let folder: String?
  let overwrites: Bool
  let reporter: Reporter

  func run(_ waiting: [BookedAttempt]) -> ExitCode {
    let interrupt = Interrupt()
    let claims = PathClaims()
    let results = WorkerThreads(count: min(8, waiting.count)).map(waiting) { booked in
      let cancellation = Cancellation()
      let token = interrupt.add { cancellation.raise() }
      defer { interrupt.remove(token) }
      return !interrupt.isRaised && resume(booked, claims, cancellation)
    }
    let done = results.count { $0 }
    reporter.finish(done: done, failed: results.count - done)
    if interrupt.isRaised { return .interrupted }
    return done == results.count ? .success : done == 0 ? .failure : .partial
  }

  private func resume(_ booked: BookedAttempt, _ claims: PathClaims, _ cancellation: Cancellation) -> Bool {
    let start = ContinuousClock.now
    do {
      let context = try JSON.decode(
        ResumeContext.self, from: booked.attempt.context, what: "the context of \(booked.attempt.id)")
      guard try ledger.claim(booked.attempt.id) else {
        throw ReframeError(.unavailable, "\(booked.attempt.id) is being fetched by another process")
      }
      // A name that was taken meanwhile is no reason to lose what was paid for: it may go elsewhere.
      let receiver = FileReceiver(
        input: context.input, job: context.job,
        destination: OutputDestination(
          absolute: folder.map { $0 + "/" } ?? context.output, isSized: context.isSized),
        overwrites: overwrites || context.overwrites, claims: claims, firstVariation: context.firstVariation,
        spare: booked.attempt.id)
      let part = JobPart(context.job, source: nil) { receiver }
      let result = try router.resume(booked, part, cancellation: cancellation) { _ in }
      let files = receiver.files
      let engine = EngineRecord(result, nil, files: files)
      reporter.done(
        context.input, files.map { $0.made(by: engine) }, after: ContinuousClock.now - start)
      return true
    } catch let failure as DispatchFailure {
      reporter.fail(booked.attempt.id, failure.reported)
    } catch let failure as ReframeError {
      reporter.fail(booked.attempt.id, failure)
    } catch {
      reporter.fail(booked.attempt.id, ReframeError(.internalFault, "\(error)"))
    }
    return false
  }
}
