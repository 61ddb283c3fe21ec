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
    Completions.script(
      for: shell, table: Self.table,
      verbs: [Verb(name: "plugins"), Verb(name: "config", next: ["check", "show"])])
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
          case $((COMP_CWORD-1)):$before in
            1:config) COMPREPLY=($(compgen -W 'check show' -- "$word")); return ;;
          esac
          if [[ $word == -* ]]; then
            COMPREPLY=($(compgen -W '--mode --plugin-path --json' -- "$word"))
          else
            COMPREPLY=($(compgen -f -- "$word"))
            [[ $COMP_CWORD == 1 ]] && COMPREPLY+=($(compgen -W 'plugins config' -- "$word"))
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
          '1:picture or verb:{_alternative "files:picture:_files" "verbs:verb:(plugins config)"}' \
          '*:picture:{case $CURRENT:$words[2] in 3:config) compadd check show;; *) _files;; esac}'

        """#)
  }

  @Test("For fish")
  func fish() {
    #expect(
      script("fish") == """
        complete -c reframe -l mode -s m -x -a 'auto crop' -d 'auto (default), or the users'
        complete -c reframe -l plugin-path -r -d 'look here'
        complete -c reframe -l json -d 'print JSON'
        complete -c reframe -n __fish_use_subcommand -a 'plugins config'
        complete -c reframe -n '__fish_seen_subcommand_from config' -a 'check show'

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
    let verb = "COMP_WORDS=(reframe config s); COMP_CWORD=2; _reframe; echo \"${COMPREPLY[@]}\""
    #expect(try ChildProcess.run("/bin/bash", ["-c", ". '\(path)'; \(verb)"]).output == "show\n")
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
