internal import Hosting

/// The command line cannot be understood; exit code 2.
struct UsageError: Error, Equatable {
  let message: String
}

/// A command line taken apart by a table.
struct ParsedArguments: Equatable {
  private var values: [String: [String]] = [:]
  /// What is not an option.
  private(set) var operands: [String] = []

  /// Takes the arguments apart. Throws at the first that the table does not know.
  init(_ arguments: [String], table: CommandTable) throws(UsageError) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" {
        operands += rest
        return
      }
      guard argument.hasPrefix("-"), argument != "-" else {
        operands.append(argument)
        continue
      }
      let (option, inline) = try Self.option(argument, in: table)
      if option.value == nil {
        guard inline == nil else { throw UsageError(message: "--\(option.name) takes no value") }
        try add("", to: option)
      } else if let inline {
        try add(inline, to: option)
      } else if let next = rest.first, !next.hasPrefix("--") {
        rest.removeFirst()
        try add(next, to: option)
      } else {
        throw UsageError(message: "--\(option.name) needs a value: --\(option.name) \(option.value ?? "")")
      }
    }
  }

  /// Whether the switch was given.
  func has(_ name: String) -> Bool { values[name] != nil }

  /// The option's last value.
  subscript(name: String) -> String? { values[name]?.last }

  /// The option's values, as they were given.
  func all(_ name: String) -> [String] { values[name] ?? [] }

  /// The option's values, each taken apart at commas.
  func list(_ name: String) -> [String] {
    (values[name] ?? []).flatMap {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// The option's value as numbers between commas.
  func numbers(_ name: String) throws(UsageError) -> [Double]? {
    guard let text = self[name] else { return nil }
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
    guard !numbers.contains(nil) else {
      throw UsageError(message: "--\(name): '\(text)' is not numbers with commas between")
    }
    return numbers.compactMap { $0 }
  }

  /// The option's value as a whole number.
  func integer(_ name: String) throws(UsageError) -> Int? {
    guard let text = self[name] else { return nil }
    guard let number = Int(text) else {
      throw UsageError(message: "--\(name): '\(text)' is not a whole number")
    }
    return number
  }

  /// Throws for a folder of `--plugin-path` or `--catalogue` that is not there, as whoever names it wants it looked at.
  func checkFolders() throws(UsageError) {
    for option in ["plugin-path", "catalogue"] {
      guard let missing = list(option).first(where: { !Inputs.isFolder($0) }) else { continue }
      throw UsageError(message: "--\(option): there is no folder '\(missing)'")
    }
  }

  private mutating func add(_ value: String, to option: CommandOption) throws(UsageError) {
    guard option.repeats || values[option.name] == nil else {
      throw UsageError(message: "--\(option.name) is given twice")
    }
    values[option.name, default: []].append(value)
  }

  private static func option(_ argument: String, in table: CommandTable) throws(UsageError)
    -> (CommandOption, inline: String?)
  {
    guard argument.hasPrefix("--") else {
      let letter = argument.dropFirst().first
      guard let option = table.options.first(where: { $0.letter == letter }) else {
        throw UsageError(message: "unknown option '\(argument)'; see '\(table.name) --help'")
      }
      let tail = argument.dropFirst(2)
      return (option, tail.isEmpty ? nil : String(tail.hasPrefix("=") ? tail.dropFirst() : tail))
    }
    let parts = argument.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard let option = table.options.first(where: { $0.name == name }) else {
      let nearest = Spelling.nearest(to: name, in: table.options.map(\.name))
      let hint = nearest.map { "did you mean '--\($0)'?" } ?? "see '\(table.name) --help'"
      throw UsageError(message: "unknown option '--\(name)'; \(hint)")
    }
    return (option, parts.count == 2 ? String(parts[1]) : nil)
  }
}
