internal import Dispatching
internal import Glibc
internal import Hosting
internal import Jobs
internal import Loading
internal import ReframeSDK

/// The main verb: pictures in, every format out.
struct ReframeCommand {
  let arguments: ParsedArguments
  let job: ReframeJob
  let inputs: [String]
  let destination: OutputDestination
  let reporter: Reporter
  let host: Host
  let preparation: DetectorPreparation
  let configuration: ReframeConfiguration
  let claims = PathClaims()
  /// Engines, prices and the ledger; `nil` if only the local engine is in question.
  let routed: RoutedConversion?

  static func run(_ arguments: [String], environment: [String: String], terminal: Terminal) throws(UsageError)
    -> ExitCode
  {
    let parsed = try ParsedArguments(arguments, table: table)
    if parsed.has("help") || arguments.isEmpty {
      terminal.output(Help.text(table))
      return arguments.isEmpty ? .usage : .success
    }
    if parsed.has("version") {
      terminal.output("reframe \(Version.current)\n")
      return .success
    }
    let command = try ReframeCommand(parsed, environment: environment, terminal: terminal)
    return command.run()
  }

  private init(_ parsed: ParsedArguments, environment: [String: String], terminal: Terminal)
    throws(UsageError)
  {
    arguments = parsed
    configuration = try ReframeConfiguration(parsed, table: Self.table, environment: environment)
    let isRouted = RouteOptions.isNeeded(parsed) || configuration.hasDefaultRoute
    var request = try ReframeRequest(parsed, configuration)
    let resolution = request.resolution
    if isRouted && !ResolutionTier.allCases.map(\.rawValue).contains(resolution) { request.resolution = nil }
    let images = try ModelOptions.count(parsed, limit: 64)
    guard !parsed.operands.isEmpty else {
      throw UsageError(message: "no picture is given; see 'reframe --help'")
    }
    inputs = try Inputs.expand(parsed.operands)
    destination = try OutputDestination(parsed["output"], inputs: inputs, images: images, request: &request)
    request.format = request.format ?? configuration.format.chosen
    do throws(Problems) {
      var job = try ReframeJob(validating: request)
      job.imageCount = images
      self.job = job
    } catch {
      let lines = error.list.map { [configuration] problem in
        "\(configuration.place(ofOption: problem.field)): \(problem.message)"
      }
      throw UsageError(message: lines.joined(separator: "\nreframe: "))
    }
    if destination.isStandardOutput && terminal.isOutputInteractive {
      throw UsageError(message: "a picture is not for a terminal; redirect it or name a file with -o")
    }
    try parsed.checkFolders()
    host =
      isRouted
      ? RoutingDesk.host(
        configuration, environment: environment, terminal: terminal, explains: parsed.has("explain"))
      : Host(HostConfiguration(configuration))
    preparation = DetectorPreparation(host, of: job)
    reporter = Reporter(
      terminal: terminal, style: parsed.has("json") ? .json : .text, isQuiet: parsed.has("quiet"),
      count: inputs.count, printsPaths: !destination.isStandardOutput, explains: parsed.has("explain"))
    routed =
      isRouted
      ? try RoutedConversion(
        RoutingDesk(parsed, configuration, host: host, environment: environment, terminal: terminal),
        job: job, resolution: resolution, parameters: try ModelOptions.parameters(parsed),
        destination: destination, overwrites: parsed.has("overwrite"), claims: claims, reporter: reporter)
      : nil
  }

  private func run() -> ExitCode {
    do throws(ReframeError) {
      if routed == nil { try checkPlugins() }
    } catch {
      reporter.fail(nil, error)
      return error.kind == .notFound || error.kind == .invalidArgument ? .usage : .failure
    }
    if let routed, arguments.has("dry-run") { return routed.describe(inputs, arguments.has("json")) }
    let interrupt = Interrupt()
    let workers = WorkerThreads(count: workerCount)
    let failures = workers.map(inputs) { input in interrupt.isRaised || !convert(input, interrupt) }
    let failed = failures.count { $0 }
    reporter.finish(done: inputs.count - failed, failed: failed, isInterrupted: interrupt.isRaised)
    if interrupt.isRaised { return .interrupted }
    return failed == 0 ? .success : failed == inputs.count ? .failure : .partial
  }

  private var workerCount: Int {
    // Who waits for a vendor needs no processor.
    let usual = routed == nil ? Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))) : 8
    let asked = configuration.jobs.value ?? usual
    return max(1, min(asked, inputs.count, 64))
  }

  /// What every picture needs is looked for once, before the first.
  private func checkPlugins() throws(ReframeError) {
    try placed(configuration.provider.origin) { () throws(ReframeError) in _ = try host.provider(nil) }
    try placed(configuration.fill.origin) { () throws(ReframeError) in
      if let id = job.fill { _ = try host.fill(id) }
      try host.checkFillParameters(job)
    }
    try placed(configuration.detector.origin) { () throws(ReframeError) in
      if let id = job.detector { _ = try host.detector(id) }
    }
    try placed(configuration.detectors.origin) { () throws(ReframeError) in
      // Of a list in a file some may be missing on one machine or the other; of an option's none.
      guard case .flag = configuration.detectors.origin else { return }
      for choice in configuration.preferredDetectors { _ = try host.bundle(choice.id, for: .detector) }
    }
  }

  /// Says where the variable or the file named what `body` does not find; an option names it beside the message.
  private func placed(_ origin: SettingOrigin, _ body: () throws(ReframeError) -> Void) throws(ReframeError) {
    do throws(ReframeError) {
      try body()
    } catch {
      var failure = error
      if case .flag = origin { throw failure }
      if let place = configuration.place(of: origin) { failure.message = "\(place): \(error.message)" }
      throw failure
    }
  }

  /// Answers whether the picture was done.
  private func convert(_ input: String, _ interrupt: Interrupt) -> Bool {
    if let routed {
      let cancellation = Cancellation()
      let token = interrupt.add { cancellation.raise() }
      defer { interrupt.remove(token) }
      return routed.convert(input, cancellation: cancellation)
    }
    let run = JobRun(
      id: input,
      onProgress: { fraction, stage in
        preparation.begin()
        reporter.progress(input, fraction, stage)
      },
      onLog: { level, message in reporter.log(input, level, message) })
    let receiver = FileReceiver(
      input: input, job: job, destination: destination, overwrites: arguments.has("overwrite"),
      claims: claims)
    let token = interrupt.add { run.cancel() }
    let start = ContinuousClock.now
    defer { interrupt.remove(token) }
    do throws(ReframeError) {
      try host.reframe(job, source: try host.source(input), receiver: receiver, run: run)
      try receiver.commit()
      reporter.done(input, receiver.files, after: ContinuousClock.now - start)
      return true
    } catch {
      receiver.discard()
      if !interrupt.isRaised { reporter.fail(input, error) }
      return false
    }
  }
}

extension ReframeRequest {
  /// Reads the options and settings that say what is wanted. A format that is no option's is left out, as a file's
  /// name comes before it.
  fileprivate init(_ parsed: ParsedArguments, _ configuration: ReframeConfiguration) throws(UsageError) {
    self.init()
    aspects = parsed.list("aspect")
    sizes = parsed.list("size")
    // A size says how many pixels; only an option contradicts it.
    let hasResolution = sizes.isEmpty || parsed.has("resolution")
    resolution = hasResolution ? configuration.resolution.chosen : nil
    mode = configuration.mode.chosen
    detector = configuration.detector.chosen
    fill = configuration.fill.chosen?.id
    fillParameters = configuration.fill.chosen?.parameters ?? [:]
    fillFloor = configuration.fillFloor.chosen
    generationMode = configuration.generationMode.chosen
    subject = try parsed.numbers("subject")
    focus = try parsed.numbers("focus")
    placement = try parsed.numbers("placement")
    sourcePosition = try parsed.numbers("source-position")
    format = parsed["format"]
    quality = configuration.quality.chosen
    seed = try parsed.integer("seed")
    prompt = parsed["prompt"]
    pixelLimit = configuration.pixelLimit.chosen
    keepsMetadata = configuration.keepsMetadata.value ?? false
    isStrict = parsed.has("strict")
    explains = parsed.has("explain")
    if let jobs = configuration.jobs.value, jobs < 1 {
      throw UsageError(message: "--jobs: \(jobs) is not a positive number")
    }
  }
}
