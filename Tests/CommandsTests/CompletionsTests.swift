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

  private func script(_ shell: String) -> String? {
    Completions.script(for: shell, table: Self.table, verbs: ["plugins", "help"])
  }

  @Test("For bash")
  func bash() {
    #expect(
      script("bash") == """
        _reframe() {
          local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
          case $before in
            --mode) COMPREPLY=($(compgen -W 'auto crop' -- "$word")); return ;;
          esac
          if [[ $word == -* ]]; then
            COMPREPLY=($(compgen -W '--mode --plugin-path --json' -- "$word"))
          else
            COMPREPLY=($(compgen -f -- "$word"))
            [[ $COMP_CWORD == 1 ]] && COMPREPLY+=($(compgen -W 'plugins help' -- "$word"))
          fi
        }
        complete -o filenames -F _reframe reframe

        """)
  }

  @Test("For zsh")
  func zsh() {
    #expect(
      script("zsh") == #"""
        #compdef reframe
        _arguments \
          '--mode[auto (default), or the users]:MODE:(auto crop)' \
          '*--plugin-path[look here]:FOLDER:_files' \
          '--json[print JSON]' \
          '1:picture or verb:{_alternative "files:picture:_files" "verbs:verb:(plugins help)"}' \
          '*:picture:_files'

        """#)
  }

  @Test("For fish")
  func fish() {
    #expect(
      script("fish") == """
        complete -c reframe -l mode -s m -x -a 'auto crop' -d 'auto (default), or the users'
        complete -c reframe -l plugin-path -r -d 'look here'
        complete -c reframe -l json -d 'print JSON'
        complete -c reframe -n __fish_use_subcommand -a 'plugins help'

        """)
  }

  @Test("Verbs with options of their own complete those")
  func subcommands() {
    let verb = CommandTable(
      name: "reframe quote", synopsis: "", abstract: "", examples: [],
      groups: [
        OptionGroup(
          title: "",
          options: [CommandOption(name: "size", letter: "s", value: "S", help: "how", choices: ["1k"])])
      ])
    func script(_ shell: String) -> String {
      Completions.script(for: shell, table: Self.table, verbs: ["quote"], subcommands: ["quote": verb]) ?? ""
    }
    #expect(
      script("bash").hasPrefix(
        """
        _reframe() {
          local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} names=
          case ${COMP_WORDS[1]} in
            quote) names='--size'
              case $before in
                --size) COMPREPLY=($(compgen -W '1k' -- "$word")); return ;;
              esac
              ;;
          esac
          case $before in
            --mode) COMPREPLY=($(compgen -W 'auto crop' -- "$word")); return ;;
          esac
          if [[ $word == -* ]]; then
            COMPREPLY=($(compgen -W "${names:---mode --plugin-path --json}" -- "$word"))

        """))
    #expect(
      script("zsh").hasPrefix(
        """
        #compdef reframe
        case ${words[2]} in
          quote) _arguments \\
          '--size[how]:S:(1k)' \\
          '*:file:_files'; return ;;
        esac
        _arguments \\

        """))
    #expect(
      script("fish").hasPrefix(
        """
        complete -c reframe -n 'not __fish_seen_subcommand_from quote' -l mode -s m -x -a 'auto crop' -d 'auto \
        (default), or the users'

        """))
    #expect(
      script("fish").contains(
        "complete -c reframe -n '__fish_seen_subcommand_from quote' -l size -s s -x -a '1k' -d 'how'\n"))
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
    let verb = "COMP_WORDS=(reframe quote a.jpg --par); COMP_CWORD=3"
    let askVerb = ". '\(path)'; \(verb); _reframe; echo \"${COMPREPLY[@]}\""
    #expect(try ChildProcess.run("/bin/bash", ["-c", askVerb]).output == "--param\n")
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
