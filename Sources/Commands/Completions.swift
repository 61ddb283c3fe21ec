/// Scripts that teach a shell to complete the command line.
enum Completions {
  static let shells = ["bash", "zsh", "fish"]

  /// The script for one of `shells`; `nil` for another. `subcommands` are the verbs with options of their own.
  static func script(
    for shell: String, table: CommandTable, verbs: [String], subcommands: [String: CommandTable] = [:]
  ) -> String? {
    let subcommands = subcommands.sorted { $0.key < $1.key }.map { (verb: $0.key, table: $0.value) }
    return switch shell {
    case "bash": bash(table, verbs, subcommands)
    case "zsh": zsh(table, verbs, subcommands)
    case "fish": fish(table, verbs, subcommands)
    default: nil
    }
  }

  private static func bash(
    _ table: CommandTable, _ verbs: [String], _ subcommands: [(verb: String, table: CommandTable)]
  ) -> String {
    let names = names(table)
    let own = subcommands.flatMap { verb, table in
      ["    \(verb)) names='\(Self.names(table))'"]
        + cases(table, by: "before", indent: "      ", ends: false)
        + ["      ;;"]
    }
    let special =
      own.isEmpty
      ? "" : "  case ${COMP_WORDS[1]} in\n\(own.joined(separator: "\n"))\n  esac\n"
    return """
      _reframe() {
        local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\(own.isEmpty ? "" : " names=")
      \(special)\(cases(table, by: "before", indent: "  ", ends: true).joined(separator: "\n"))
        if [[ $word == -* ]]; then
          COMPREPLY=($(compgen -W \(own.isEmpty ? "'\(names)'" : "\"${names:-\(names)}\"") -- "$word"))
        else
          COMPREPLY=($(compgen -f -- "$word"))
          [[ $COMP_CWORD == 1 ]] && COMPREPLY+=($(compgen -W '\(verbs.joined(separator: " "))' -- "$word"))
        fi
      }
      complete -o filenames -F _reframe reframe

      """
  }

  private static func names(_ table: CommandTable) -> String {
    table.options.map { "--\($0.name)" }.joined(separator: " ")
  }

  /// The lines that answer with the choices of the option before the cursor.
  private static func cases(_ table: CommandTable, by variable: String, indent: String, ends: Bool)
    -> [String]
  {
    let choices = table.options.filter { !$0.choices.isEmpty }
    guard ends || !choices.isEmpty else { return [] }
    return ["\(indent)case $\(variable) in"]
      + choices.map { option in
        let words = option.choices.joined(separator: " ")
        return "\(indent)  --\(option.name)) COMPREPLY=($(compgen -W '\(words)' -- \"$word\")); return ;;"
      } + ["\(indent)esac"]
  }

  private static func zsh(
    _ table: CommandTable, _ verbs: [String], _ subcommands: [(verb: String, table: CommandTable)]
  ) -> String {
    let own = subcommands.map { verb, table in
      "  \(verb)) _arguments \\\n\(zshOptions(table)) \\\n  '*:file:_files'; return ;;\n"
    }
    let special = own.isEmpty ? "" : "case ${words[2]} in\n\(own.joined())esac\n"
    return """
      #compdef reframe
      \(special)_arguments \\
      \(zshOptions(table)) \\
        '1:picture or verb:{_alternative "files:picture:_files" "verbs:verb:(\(verbs.joined(separator: " ")))"}' \\
        '*:picture:_files'

      """
  }

  private static func zshOptions(_ table: CommandTable) -> String {
    table.options.map { option in
      let help = quoted(option.help)
      let action = option.choices.isEmpty ? "_files" : "(\(option.choices.joined(separator: " ")))"
      let value = option.value.map { ":\($0.replacing(":", with: " ")):\(action)" } ?? ""
      return "  '\(option.repeats ? "*" : "")--\(option.name)[\(help)]\(value)'"
    }.joined(separator: " \\\n")
  }

  private static func fish(
    _ table: CommandTable, _ verbs: [String], _ subcommands: [(verb: String, table: CommandTable)]
  ) -> String {
    let main = subcommands.isEmpty ? "" : " -n 'not __fish_seen_subcommand_from \(words(subcommands))'"
    let own = subcommands.flatMap { verb, table in
      fishOptions(table, condition: " -n '__fish_seen_subcommand_from \(verb)'")
    }
    let first = "complete -c reframe -n __fish_use_subcommand -a '\(verbs.joined(separator: " "))'"
    return (fishOptions(table, condition: main) + own + [first]).joined(separator: "\n") + "\n"
  }

  private static func words(_ subcommands: [(verb: String, table: CommandTable)]) -> String {
    subcommands.map(\.verb).joined(separator: " ")
  }

  private static func fishOptions(_ table: CommandTable, condition: String) -> [String] {
    table.options.map { option in
      var line = "complete -c reframe\(condition) -l \(option.name)"
      if let letter = option.letter { line += " -s \(letter)" }
      if !option.choices.isEmpty { line += " -x -a '\(option.choices.joined(separator: " "))'" }
      if option.choices.isEmpty && option.value != nil { line += option.takesPath ? " -r" : " -x" }
      return line + " -d '\(quoted(option.help))'"
    }
  }

  private static func quoted(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      .replacing("'", with: "").replacing("[", with: "(").replacing("]", with: ")")
  }
}
