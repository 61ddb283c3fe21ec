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
  let claims = PathClaims()

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
    var request = try ReframeRequest(parsed)
    guard !parsed.operands.isEmpty else {
      throw UsageError(message: "no picture is given; see 'reframe --help'")
    }
    inputs = try Inputs.expand(parsed.operands)
    destination = try OutputDestination(parsed["output"], inputs: inputs, request: &request)
    do throws(Problems) {
      job = try ReframeJob(validating: request)
    } catch {
      throw UsageError(
        message: error.list.map { "--\($0.field): \($0.message)" }.joined(separator: "\nreframe: "))
    }
    if destination.isStandardOutput && terminal.isOutputInteractive {
      throw UsageError(message: "a picture is not for a terminal; redirect it or name a file with -o")
    }
    host = Host(HostConfiguration(explicit: try parsed.pluginFolders(), environment: environment))
    reporter = Reporter(
      terminal: terminal, style: parsed.has("json") ? .json : .text, isQuiet: parsed.has("quiet"),
      count: inputs.count, printsPaths: !destination.isStandardOutput)
  }

  private func run() -> ExitCode {
    do throws(ReframeError) {
      try checkPlugins()
    } catch {
      reporter.fail(nil, error)
      return error.kind == .notFound || error.kind == .invalidArgument ? .usage : .failure
    }
    let interrupt = Interrupt()
    let workers = WorkerThreads(count: workerCount)
    let failures = workers.map(inputs) { input in interrupt.isRaised || !convert(input, interrupt) }
    let failed = failures.count { $0 }
    reporter.finish(done: inputs.count - failed, failed: failed)
    if interrupt.isRaised { return .interrupted }
    return failed == 0 ? .success : failed == inputs.count ? .failure : .partial
  }

  private var workerCount: Int {
    let asked = arguments["jobs"].flatMap { Int($0) } ?? Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    return max(1, min(asked, inputs.count, 64))
  }

  /// What every picture needs is looked for once, before the first.
  private func checkPlugins() throws(ReframeError) {
    _ = try host.provider(nil)
    if let id = job.fill { _ = try host.fill(id) }
    if let id = job.detector { _ = try host.detector(id) }
    try host.checkFillParameters(job)
  }

  /// Answers whether the picture was done.
  private func convert(_ input: String, _ interrupt: Interrupt) -> Bool {
    let run = JobRun(
      id: input, onProgress: { fraction, stage in reporter.progress(input, fraction, stage) },
      onLog: { level, message in reporter.log(input, level, message) })
    let receiver = FileReceiver(
      input: input, job: job, destination: destination, overwrites: arguments.has("overwrite"),
      claims: claims)
    let token = interrupt.add(run)
    let start = ContinuousClock.now
    defer { interrupt.remove(token) }
    do throws(ReframeError) {
      try host.reframe(job, source: try SourceFile(path: input), receiver: receiver, run: run)
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
  /// Reads the options that say what is wanted.
  fileprivate init(_ parsed: ParsedArguments) throws(UsageError) {
    self.init()
    aspects = parsed.list("aspect")
    sizes = parsed.list("size")
    resolution = parsed["resolution"]
    mode = parsed["mode"]
    detector = parsed["detector"]
    subject = try parsed.numbers("subject")
    focus = try parsed.numbers("focus")
    placement = try parsed.numbers("placement")
    sourcePosition = try parsed.numbers("source-position")
    format = parsed["format"]
    quality = try parsed.integer("quality")
    seed = try parsed.integer("seed")
    pixelLimit = try parsed.integer("max-pixels")
    keepsMetadata = parsed.has("keep-metadata")
    isStrict = parsed.has("strict")
    explains = parsed.has("explain")
    if let jobs = try parsed.integer("jobs"), jobs < 1 {
      throw UsageError(message: "--jobs: \(jobs) is not a positive number")
    }
    try readFill(parsed["fill"])
  }

  /// `solid:color=#fff` names a fill and its parameters.
  private mutating func readFill(_ text: String?) throws(UsageError) {
    guard let text else { return }
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    fill = String(parts[0])
    guard parts.count == 2 else { return }
    for pair in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard sides.count == 2, !sides[0].isEmpty else {
        throw UsageError(message: "--fill: '\(pair)' is not KEY=VALUE, as in solid:color=#ffffff")
      }
      fillParameters[String(sides[0])] = .string(String(sides[1]))
    }
  }
}
