/// Scripts that teach a shell to complete the command line.
enum Completions {
  static let shells = ["bash", "zsh", "fish"]

  /// The script for one of `shells`; `nil` for another.
  static func script(for shell: String, table: CommandTable, verbs: [Verb]) -> String? {
    switch shell {
    case "bash": bash(table, verbs)
    case "zsh": zsh(table, verbs)
    case "fish": fish(table, verbs)
    default: nil
    }
  }

  private static func bash(_ table: CommandTable, _ verbs: [Verb]) -> String {
    let cases = table.options.filter { !$0.choices.isEmpty }.map { option in
      "    --\(option.name)) COMPREPLY=($(compgen -W '\(option.choices.joined(separator: " "))' -- \"$word\")); return ;;"
    }
    let following = verbs.filter { !$0.next.isEmpty }.map { verb in
      "    1:\(verb.name)) COMPREPLY=($(compgen -W '\(verb.next.joined(separator: " "))' -- \"$word\")); return ;;"
    }
    let names = table.options.map { "--\($0.name)" }.joined(separator: " ")
    return """
      _reframe() {
        local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
        case $before in
      \(cases.joined(separator: "\n"))
        esac
        case $((COMP_CWORD-1)):$before in
      \(following.joined(separator: "\n"))
        esac
        if [[ $word == -* ]]; then
          COMPREPLY=($(compgen -W '\(names)' -- "$word"))
        else
          COMPREPLY=($(compgen -f -- "$word"))
          [[ $COMP_CWORD == 1 ]] && COMPREPLY+=($(compgen -W '\(words(verbs))' -- "$word"))
        fi
      }
      complete -o filenames -F _reframe reframe

      """
  }

  private static func zsh(_ table: CommandTable, _ verbs: [Verb]) -> String {
    let options = table.options.map { option in
      let help = quoted(option.help)
      let action = option.choices.isEmpty ? "_files" : "(\(option.choices.joined(separator: " ")))"
      let value = option.value.map { ":\($0.replacing(":", with: " ")):\(action)" } ?? ""
      return "  '\(option.repeats ? "*" : "")--\(option.name)[\(help)]\(value)'"
    }
    let following = verbs.filter { !$0.next.isEmpty }.map { verb in
      "3:\(verb.name)) compadd \(verb.next.joined(separator: " "));;"
    }
    return """
      #compdef reframe
      _arguments \\
      \(options.joined(separator: " \\\n")) \\
        '1:picture or verb:{_alternative "files:picture:_files" "verbs:verb:(\(words(verbs)))"}' \\
        '*:picture:{case $CURRENT:$words[2] in \(following.joined(separator: " ")) *) _files;; esac}'

      """
  }

  private static func fish(_ table: CommandTable, _ verbs: [Verb]) -> String {
    let options = table.options.map { option in
      var line = "complete -c reframe -l \(option.name)"
      if let letter = option.letter { line += " -s \(letter)" }
      if !option.choices.isEmpty { line += " -x -a '\(option.choices.joined(separator: " "))'" }
      if option.choices.isEmpty && option.value != nil { line += option.takesPath ? " -r" : " -x" }
      return line + " -d '\(quoted(option.help))'"
    }
    let first = "complete -c reframe -n __fish_use_subcommand -a '\(words(verbs))'"
    let following = verbs.filter { !$0.next.isEmpty }.map { verb in
      "complete -c reframe -n '__fish_seen_subcommand_from \(verb.name)' -a '\(verb.next.joined(separator: " "))'"
    }
    return (options + [first] + following).joined(separator: "\n") + "\n"
  }

  private static func words(_ verbs: [Verb]) -> String { verbs.map(\.name).joined(separator: " ") }

  private static func quoted(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      .replacing("'", with: "").replacing("[", with: "(").replacing("]", with: ")")
  }
}
