/// Scripts that teach a shell to complete the command line.
enum Completions {
  static let shells = ["bash", "zsh", "fish"]

  /// The script for one of `shells`; `nil` for another. After a verb its own options and words are offered, else
  /// those of `table`.
  static func script(for shell: String, table: CommandTable, verbs: [Verb]) -> String? {
    switch shell {
    case "bash": bash(table, verbs)
    case "zsh": zsh(table, verbs)
    case "fish": fish(table, verbs)
    default: nil
    }
  }

  private static func bash(_ table: CommandTable, _ verbs: [Verb]) -> String {
    let following = verbs.filter { !$0.next.isEmpty }.map { verb in
      "    1:\(verb.name)) COMPREPLY=($(compgen -W '\(verb.next.joined(separator: " "))' -- \"$word\")); return ;;"
    }
    let branches = verbs.map { bashBranch($0.name, $0.options) } + [bashBranch("*", table.options)]
    return """
      _reframe() {
        local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} names
        case ${COMP_WORDS[1]} in
      \(branches.joined(separator: "\n"))
        esac
        if [[ $word == -* ]]; then
          COMPREPLY=($(compgen -W "$names" -- "$word"))
          return
        fi
        case $((COMP_CWORD-1)):$before in
      \(following.joined(separator: "\n"))
        esac
        COMPREPLY=($(compgen -f -- "$word"))
        [[ $COMP_CWORD == 1 ]] && COMPREPLY+=($(compgen -W '\(words(verbs))' -- "$word"))
      }
      complete -o filenames -F _reframe reframe

      """
  }

  /// The options after a verb, and the choices of the one before the cursor.
  private static func bashBranch(_ pattern: String, _ options: [CommandOption]) -> String {
    let head = "    \(pattern)) names='\(options.map { "--\($0.name)" }.joined(separator: " "))'"
    let choices = options.filter { !$0.choices.isEmpty }.map { option in
      "        --\(option.name)) COMPREPLY=($(compgen -W '\(option.choices.joined(separator: " "))' -- \"$word\")); return ;;"
    }
    guard !choices.isEmpty else { return head + " ;;" }
    return ([head, "      case $before in"] + choices + ["      esac ;;"]).joined(separator: "\n")
  }

  private static func zsh(_ table: CommandTable, _ verbs: [Verb]) -> String {
    let branches = verbs.map { verb in
      let next = verb.next.isEmpty ? [] : ["'2:word:(\(verb.next.joined(separator: " ")))'"]
      let lines = ["\(verb.name)) _arguments"] + verb.options.map(zshOption) + next + ["'*:file:_files'"]
      return "  " + lines.joined(separator: " \\\n    ") + "; return;;"
    }
    let last = [
      "'1:picture or verb:{_alternative \"files:picture:_files\" \"verbs:verb:(\(words(verbs)))\"}'",
      "'*:picture:_files'",
    ]
    return """
      #compdef reframe
      case $words[2] in
      \(branches.joined(separator: "\n"))
      esac
      \((["_arguments"] + table.options.map(zshOption) + last).joined(separator: " \\\n  "))

      """
  }

  private static func zshOption(_ option: CommandOption) -> String {
    let action = option.choices.isEmpty ? "_files" : "(\(option.choices.joined(separator: " ")))"
    let value = option.value.map { ":\($0.replacing(":", with: " ")):\(action)" } ?? ""
    return "'\(option.repeats ? "*" : "")--\(option.name)[\(quoted(option.help))]\(value)'"
  }

  private static func fish(_ table: CommandTable, _ verbs: [Verb]) -> String {
    let first = "complete -c reframe -n __fish_use_subcommand -a '\(words(verbs))'"
    let options = table.options.map {
      fishOption($0, when: "not __fish_seen_subcommand_from \(words(verbs))")
    }
    let following = verbs.flatMap { verb in
      let condition = "__fish_seen_subcommand_from \(verb.name)"
      let next = "complete -c reframe -n '\(condition)' -a '\(verb.next.joined(separator: " "))'"
      return (verb.next.isEmpty ? [] : [next]) + verb.options.map { fishOption($0, when: condition) }
    }
    return (options + [first] + following).joined(separator: "\n") + "\n"
  }

  private static func fishOption(_ option: CommandOption, when condition: String) -> String {
    var line = "complete -c reframe -n '\(condition)' -l \(option.name)"
    if let letter = option.letter { line += " -s \(letter)" }
    if !option.choices.isEmpty { line += " -x -a '\(option.choices.joined(separator: " "))'" }
    if option.choices.isEmpty && option.value != nil { line += option.takesPath ? " -r" : " -x" }
    return line + " -d '\(quoted(option.help))'"
  }

  private static func words(_ verbs: [Verb]) -> String { verbs.map(\.name).joined(separator: " ") }

  private static func quoted(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      .replacing("'", with: "").replacing("[", with: "(").replacing("]", with: ")")
  }
}
