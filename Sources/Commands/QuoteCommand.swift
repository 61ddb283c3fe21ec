internal import Catalogue
internal import Hosting
internal import Jobs
internal import ReframeSDK

/// `reframe quote`: what a job would cost on every model, before anything is bought.
enum QuoteCommand {
  static let table = CommandTable(
    name: "reframe quote",
    synopsis: "reframe quote PICTURE --aspect RATIO[,RATIO…] [options]",
    abstract: "Says what a job would cost on every model that can do it, and why the others cannot.",
    examples: [
      ("every model", "reframe quote photo.jpg --aspect 9:16 --model all"),
      (
        "one model, in its best quality",
        "reframe quote photo.jpg -a 1:1 --model reframe --param generation_mode=quality"
      ),
      ("four variations at 2k", "reframe quote photo.jpg -a 16:9 --resolution 2k --count 4"),
      ("a video", "reframe quote clip.mp4 -a 9:16 --resolution 720p"),
    ],
    groups: [
      OptionGroup(
        title: "What to make",
        options: [
          .aspect, .size,
          CommandOption(
            name: "resolution", value: "NAME", help: "1k, 2k or 4k for pictures, 360p to 1080p for videos",
            choices: ["1k", "2k", "4k", "360p", "540p", "720p", "1080p"]),
          CommandOption(name: "count", letter: "n", value: "N", help: "variations of each (default 1)"),
          CommandOption(
            name: "format", letter: "f", value: "FORMAT", help: "jpeg, png or webp (default: the model's)",
            choices: ["jpeg", "png", "webp"]),
          CommandOption(
            name: "duration", value: "SECONDS", help: "length of a video whose header does not say it"),
        ]),
      OptionGroup(
        title: "By whom",
        options: [
          CommandOption(
            name: "model", letter: "m", value: "MODEL,…", help: "models by name, or all (default)",
            repeats: true),
          ModelOptions.parameter,
        ]),
      CatalogueOptions.other,
    ])

  static func run(_ arguments: [String], environment: [String: String], terminal: Terminal) throws(UsageError)
    -> ExitCode
  {
    let parsed = try ParsedArguments(arguments, table: table)
    if parsed.has("help") || arguments.isEmpty {
      terminal.output(Help.text(table))
      return arguments.isEmpty ? .usage : .success
    }
    guard parsed.operands.count == 1, let path = parsed.operands.first else {
      throw UsageError(message: "give one picture or video; see 'reframe quote --help'")
    }
    let configuration = try CatalogueOptions.configuration(parsed, table: table, environment: environment)
    var wanted = try Wanted(parsed, resolution: parsed["resolution"])
    let host = RoutingDesk.host(configuration, environment: environment, terminal: terminal)
    do throws(ReframeError) {
      wanted.job.source = try described(path, host)
      if let length = try? duration(parsed["duration"]) { wanted.job.source?.durationMilliseconds = length }
    } catch {
      terminal.error("reframe: \(path == "-" ? "standard input" : path): \(error.message)\n")
      return .failure
    }
    try wanted.adopt(configuration, parsed, terminal)
    let catalogue = CatalogueOptions.catalogue(host, configuration, terminal: terminal)
    do throws(ReframeError) {
      let entries = try chosen(parsed.list("model"), in: catalogue)
      try ModelOptions.check(wanted.parameters.map(\.name), on: entries.map(\.card))
      let quoted = entries.map { QuotedModel(wanted, on: $0, host: host) }
      let report = QuoteReport(quoted, source: path, obstacles: host.obstacles)
      terminal.output(parsed.has("json") ? try JSON.encode(report, pretty: true) + "\n" : report.text)
      return quoted.contains { $0.quote != nil } ? .success : .failure
    } catch {
      terminal.error("reframe: \(error.message)\n")
      return error.kind == .notFound ? .usage : .failure
    }
  }

  private static func described(_ path: String, _ host: Host) throws(ReframeError) -> SourceDescription {
    try SourceDescription(try host.source(path), host: host)
  }

  private static func chosen(_ slugs: [String], in catalogue: ModelCatalogue) throws(ReframeError)
    -> [ModelCatalogue.Entry]
  {
    guard !slugs.isEmpty, !slugs.contains("all") else { return catalogue.entries }
    var entries: [ModelCatalogue.Entry] = []
    for slug in slugs where !entries.contains(where: { $0.card.slug == slug }) {
      entries.append(try catalogue.entry(slug))
    }
    return entries
  }

  /// Seconds with at most three decimals, as milliseconds.
  static func duration(_ text: String?) throws(UsageError) -> Int64? {
    guard let text else { return nil }
    guard let seconds = try? Money(decimal: text, unit: "s"), seconds.micros > 0,
      seconds.micros.isMultiple(of: 1000)
    else { throw UsageError(message: "--duration: '\(text)' is no positive number of seconds such as 12.5") }
    return seconds.micros / 1000
  }
}

extension Wanted {
  /// Takes the resolution of the settings for a picture, as the job would, unless an option says how many pixels.
  /// Models that lack it are excluded for it, so who said it is told.
  fileprivate mutating func adopt(
    _ configuration: ReframeConfiguration, _ parsed: ParsedArguments, _ terminal: Terminal
  ) throws(UsageError) {
    let source = job.source
    guard resolution == nil, parsed.list("size").isEmpty, source?.mediaType?.hasPrefix("video/") != true,
      let usual = configuration.resolution.chosen
    else { return }
    self = try Wanted(parsed, resolution: usual)
    job.source = source
    let place = configuration.place(of: configuration.resolution.origin) ?? ""
    terminal.error("reframe: resolution \(usual), as \(place.printable) says\n")
  }

  /// Reads the options that say what is wanted.
  fileprivate init(_ parsed: ParsedArguments, resolution: String?) throws(UsageError) {
    var request = ReframeRequest()
    request.aspects = parsed.list("aspect")
    request.sizes = parsed.list("size")
    request.format = parsed["format"]
    // The tiers are the sizes of engines that take any; other names are the models' own.
    request.resolution = resolution.flatMap { ResolutionTier(rawValue: $0)?.rawValue }
    if resolution != nil && !request.sizes.isEmpty {
      throw UsageError(
        message: "--resolution: a size says how many pixels; give a resolution with ratios only")
    }
    _ = try QuoteCommand.duration(parsed["duration"])
    var job: ReframeJob
    do throws(Problems) {
      job = try ReframeJob(validating: request)
    } catch {
      throw UsageError(
        message: error.list.map { "--\($0.field): \($0.message)" }.joined(separator: "\nreframe: "))
    }
    job.imageCount = try ModelOptions.count(parsed, limit: 1_000_000)
    self.init(job, resolution: resolution, parameters: try ModelOptions.parameters(parsed))
  }
}
