@testable import Commands
import Testing
import TestSupport

@Suite("Shell completions")
struct CompletionsTests {
  private static let table = CommandTable(
    name: "reframe", synopsis: "", abstract: "", examples: [],
    groups: [
      OptionGroup(
        title: "",
        options: [
          CommandOption(
            name: "mode", letter: "m", value: "MODE", help: "auto [default],\n   or the user's",
            choices: ["auto", "crop"]),
          CommandOption(
            name: "plugin-path", value: "FOLDER", help: "look here", takesPath: true, repeats: true),
          CommandOption(name: "json", help: "print JSON"),
        ])
    ])

  /// One verb with words that follow it, one with options of its own, and one with both.
  private static let verbs: [Verb] = {
    let size = CommandOption(name: "size", letter: "s", value: "S", help: "how", choices: ["1k"])
    let json = CommandOption(name: "json", help: "print JSON")
    func table(_ options: [CommandOption]) -> CommandTable {
      CommandTable(
        name: "", synopsis: "", abstract: "", examples: [], groups: [OptionGroup(title: "", options: options)]
      )
    }
    return [
      Verb(name: "completions", next: ["bash", "zsh"]), Verb(name: "quote", tables: [table([size])]),
      Verb(name: "config", next: ["check", "show"], tables: [table([json]), table([json, size])]),
    ]
  }()

  private func script(_ shell: String) -> String? {
    Completions.script(for: shell, table: Self.table, verbs: Self.verbs)
  }

  @Test("For bash")
  func bash() {
    #expect(
      script("bash") == """
        _reframe() {
          local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} names
          case ${COMP_WORDS[1]} in
            completions) names='' ;;
            quote) names='--size'
              case $before in
                --size) COMPREPLY=($(compgen -W '1k' -- "$word")); return ;;
              esac ;;
            config) names='--json --size'
              case $before in
                --size) COMPREPLY=($(compgen -W '1k' -- "$word")); return ;;
              esac ;;
            *) names='--mode --plugin-path --json'
              case $before in
                --mode) COMPREPLY=($(compgen -W 'auto crop' -- "$word")); return ;;
              esac ;;
          esac
          if [[ $word == -* ]]; then
            COMPREPLY=($(compgen -W "$names" -- "$word"))
            return
          fi
          case $((COMP_CWORD-1)):$before in
            1:completions) COMPREPLY=($(compgen -W 'bash zsh' -- "$word")); return ;;
            1:config) COMPREPLY=($(compgen -W 'check show' -- "$word")); return ;;
          esac
          COMPREPLY=($(compgen -f -- "$word"))
          [[ $COMP_CWORD == 1 ]] && COMPREPLY+=($(compgen -W 'completions quote config' -- "$word"))
        }
        complete -o filenames -F _reframe reframe

        """)
  }

  @Test("For zsh")
  func zsh() {
    #expect(
      script("zsh") == #"""
        #compdef reframe
        case $words[2] in
          completions) _arguments \
            '2:word:(bash zsh)' \
            '*:file:_files'; return;;
          quote) _arguments \
            '--size[how]:S:(1k)' \
            '*:file:_files'; return;;
          config) _arguments \
            '--json[print JSON]' \
            '--size[how]:S:(1k)' \
            '2:word:(check show)' \
            '*:file:_files'; return;;
        esac
        _arguments \
          '--mode[auto (default), or the users]:MODE:(auto crop)' \
          '*--plugin-path[look here]:FOLDER:_files' \
          '--json[print JSON]' \
          '1:picture or verb:{_alternative "files:picture:_files" "verbs:verb:(completions quote config)"}' \
          '*:picture:_files'

        """#)
  }

  @Test("For fish")
  func fish() {
    let main = "complete -c reframe -n 'not __fish_seen_subcommand_from completions quote config'"
    let config = "complete -c reframe -n '__fish_seen_subcommand_from config'"
    #expect(
      script("fish") == """
        \(main) -l mode -s m -x -a 'auto crop' -d 'auto (default), or the users'
        \(main) -l plugin-path -r -d 'look here'
        \(main) -l json -d 'print JSON'
        complete -c reframe -n __fish_use_subcommand -a 'completions quote config'
        complete -c reframe -n '__fish_seen_subcommand_from completions' -a 'bash zsh'
        complete -c reframe -n '__fish_seen_subcommand_from quote' -l size -s s -x -a '1k' -d 'how'
        \(config) -a 'check show'
        \(config) -l json -d 'print JSON'
        \(config) -l size -s s -x -a '1k' -d 'how'

        """)
  }

  @Test("The whole one for bash is a script that bash reads, and completes")
  func realBash() throws {
    let folder = try TestFolder()
    let captured = CapturedTerminal()
    #expect(
      CommandLineTool.run(["completions", "bash"], environment: [:], terminal: captured.terminal())
        == .success)
    let path = try folder.write(captured.output.utf8, to: "reframe.bash")
    #expect(try ChildProcess.run("/bin/bash", ["-n", path]).code == 0)
    let words = "COMP_WORDS=(reframe a.jpg --fill m); COMP_CWORD=3"
    let ask = ". '\(path)'; \(words); _reframe; echo \"${COMPREPLY[@]}\""
    #expect(try ChildProcess.run("/bin/bash", ["-c", ask]).output == "mirror\n")
    let following = "COMP_WORDS=(reframe config s); COMP_CWORD=2; _reframe; echo \"${COMPREPLY[@]}\""
    #expect(try ChildProcess.run("/bin/bash", ["-c", ". '\(path)'; \(following)"]).output == "show\n")
    let own = "COMP_WORDS=(reframe quote a.jpg --par); COMP_CWORD=3; _reframe; echo \"${COMPREPLY[@]}\""
    #expect(try ChildProcess.run("/bin/bash", ["-c", ". '\(path)'; \(own)"]).output == "--param\n")
  }

  @Test(
    "For another shell, or none",
    arguments: [["completions"], ["completions", "csh"], ["completions", "bash", "x"]])
  func unknown(arguments: [String]) {
    let captured = CapturedTerminal()
    #expect(CommandLineTool.run(arguments, environment: [:], terminal: captured.terminal()) == .usage)
    #expect(captured.output.isEmpty)
    #expect(captured.error == "reframe: say for which shell: reframe completions bash|zsh|fish\n")
  }
}
