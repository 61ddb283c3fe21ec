internal import Glibc
internal import Hosting
internal import Loading
internal import ReframeSDK

/// `reframe plugin new`: makes the project of a plugin from a template.
enum PluginNewCommand {
  static let table = CommandTable(
    name: "reframe plugin new",
    synopsis: "reframe plugin new NAME --kind KIND --language LANGUAGE [options]",
    abstract: "Makes the project of a plugin: it builds, passes the checks, and does a small honest job.",
    examples: [
      ("a fill in C", "reframe plugin new my-fill --kind fill --language c"),
      (
        "a detector in Swift",
        "reframe plugin new my-detector --kind detector --language swift --sdk ../reframe"
      ),
      (
        "into another folder", "reframe plugin new my-price --kind pricing --language cpp -o plugins/my-price"
      ),
    ],
    groups: [
      OptionGroup(
        title: "Options",
        options: [
          CommandOption(
            name: "kind", letter: "k", value: "KIND",
            help: PluginKind.allCases.map(\.rawValue).joined(separator: ", "),
            choices: PluginKind.allCases.map(\.rawValue)),
          CommandOption(
            name: "language", letter: "l", value: "LANGUAGE", help: "swift, c or cpp",
            choices: PluginLanguage.allCases.map(\.rawValue)),
          CommandOption(
            name: "output", letter: "o", value: "FOLDER", help: "where to make it (default: NAME)",
            takesPath: true),
          CommandOption(
            name: "sdk", value: "PATH|URL",
            help: "Reframe's checkout or Git address, for Swift (default: this command's)",
            takesPath: true),
          CommandOption(
            name: "templates", value: "FOLDER", help: "use templates of your own", takesPath: true),
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
    let project = try project(parsed)
    do throws(ReframeError) {
      let templates = try TemplateFolder(parsed["templates"])
      try project.write(templates, to: parsed["output"] ?? project.id)
    } catch {
      terminal.error("reframe: \(error.message.printable)\n")
      return .failure
    }
    terminal.output(project.nextSteps(in: parsed["output"] ?? project.id))
    return .success
  }

  private static func project(_ parsed: ParsedArguments) throws(UsageError) -> PluginProject {
    guard let id = parsed.operands.first else {
      throw UsageError(message: "name the plugin: \(table.synopsis)")
    }
    guard parsed.operands.count == 1 else {
      throw UsageError(
        message: "'reframe plugin new' takes one name, not also '\(parsed.operands[1])'; see "
          + "'reframe plugin new --help'")
    }
    if let fault = PluginManifest.idFault(id) {
      let proposal = PluginProject.proposedID(for: id)
      throw UsageError(message: fault + (proposal.map { "; did you mean '\($0)'?" } ?? ""))
    }
    let kind = try choice(parsed, "kind", of: PluginKind.self)
    let language = try choice(parsed, "language", of: PluginLanguage.self)
    let sdk = try language == .swift ? SDKReference(parsed["sdk"]) : nil
    return PluginProject(id: id, kind: kind, language: language, sdk: sdk)
  }

  /// The option's value as one of the words that it may be.
  private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ parsed: ParsedArguments, _ option: String, of type: Choice.Type
  ) throws(UsageError) -> Choice {
    let words = Choice.allCases.map(\.rawValue)
    let list = words.joined(separator: ", ")
    guard let word = parsed[option] else {
      throw UsageError(message: "say which \(option): --\(option) \(words.joined(separator: "|"))")
    }
    guard let choice = Choice(rawValue: word == "c++" ? "cpp" : word) else {
      let hint = Spelling.nearest(to: word, in: words).map { "; did you mean '\($0)'?" } ?? ""
      throw UsageError(message: "--\(option): there is no \(option) '\(word)'\(hint) (known: \(list))")
    }
    return choice
  }
}

/// A language in which there are templates.
enum PluginLanguage: String, CaseIterable {
  case swift
  case c
  case cpp

  /// What people call it.
  var title: String {
    switch self {
    case .swift: "Swift"
    case .c: "C"
    case .cpp: "C++"
    }
  }
}
