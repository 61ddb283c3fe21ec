@testable import Commands
import Hosting
import Testing

@Suite("Help of the settings")
struct ConfigHelpTests {
  private func output(_ arguments: [String]) -> (code: ExitCode, text: String) {
    let captured = CapturedTerminal()
    let code = CommandLineTool.run(arguments, environment: [:], terminal: captured.terminal())
    #expect(captured.error.isEmpty)
    return (code, captured.output)
  }

  @Test("With every key, its values, default and variable")
  func config() {
    #expect(output(["config", "--help"]) == (.success, Self.config))
    #expect(output(["help", "config"]) == (.success, Self.config))
    #expect(output(["config"]) == (.usage, Self.config))
  }

  @Test("Of the check and the listing")
  func verbs() {
    #expect(output(["config", "check", "--help"]) == (.success, Self.check))
    #expect(output(["config", "show", "-h"]) == (.success, Self.show))
  }

  @Test("No line is wider than a terminal of 110 columns")
  func width() {
    for line in (Self.config + Self.check + Self.show).split(separator: "\n") { #expect(line.count <= 110) }
  }

  @Test("Every option that stands for a setting can be shown")
  func options() {
    let names = Set(ConfigShowCommand.table.options.map(\.name))
    for option in ConfigurationKey.all.compactMap(\.option) { #expect(names.contains(option)) }
  }

  private static let config = """
    Checks the settings, or shows them and where each comes from.

    Examples
      # is my file right?
      reframe config check reframe.yaml
      # what is in force here, and who says so?
      reframe config show

    Usage
      reframe config check [FILE] [options]
      reframe config show [options]

    Options
      -h, --help                      show this help

    Settings come from options, else the variables below, else the file, else the defaults. The file is the one
    of --config, else of REFRAME_CONFIG, else reframe.yaml here, else reframe/reframe.yaml in XDG_CONFIG_HOME
    (~/.config if that is not set).

    Keys
      plugin.path             where plugins are looked for first
                              folders (default: the user's and the system's folders)
                              REFRAME_PLUGIN_PATH
      catalogue.path          where models and prices are looked for first
                              folders (default: the user's and the system's folders)
                              REFRAME_CATALOGUE_PATH
      provider                who does the work
                              plugin (default: local)
                              REFRAME_PROVIDER
      detector                who finds the subject
                              plugin (default: saliency)
                              REFRAME_DETECTOR
      fill                    who fills what is new, perhaps with parameters
                              plugin[:KEY=VALUE,…] (default: blur)
                              REFRAME_FILL
      mode                    whether to crop or to expand
                              auto|crop|expand (default: auto)
                              REFRAME_MODE
      resolution              megapixels of each ratio: about 1, 4 or 16
                              1k|2k|4k (default: the source's scale)
                              REFRAME_RESOLUTION
      output.format           the format, unless -o names a file
                              jpeg|png|webp (default: as the source)
                              REFRAME_OUTPUT_FORMAT
      output.quality          for jpeg and webp
                              1 to 100 (default: 85)
                              REFRAME_OUTPUT_QUALITY
      output.keep-metadata    keep EXIF, XMP and IPTC, the place of the shot included
                              true|false (default: false)
                              REFRAME_OUTPUT_KEEP_METADATA
      limits.max-pixels       refuse larger pictures
                              a number (default: 268435456)
                              REFRAME_LIMITS_MAX_PIXELS
      jobs                    pictures at a time
                              a number (default: one a processor)
                              REFRAME_JOBS

    """

  private static let check = """
    Says everything that is wrong with the configuration file and the variables, or that they are right.

    Examples
      # the file that would be read here
      reframe config check
      # another one
      reframe config check team/reframe.yaml

    Usage
      reframe config check [FILE] [options]

    Options
          --plugin-path FOLDER        look for plugins here first
          --catalogue FOLDER          look for models and prices here first
      -h, --help                      show this help

    Faults are FILE:LINE:COLUMN: MESSAGE on standard output. Exit codes: 0 right, 2 something is wrong.

    """

  private static let show = """
    Shows every setting in force and where it comes from: an option, a variable, the file or the default.

    Examples
      # what is in force here
      reframe config show
      # what an option changes
      reframe config show --quality 90
      # for a script
      reframe config show --json

    Usage
      reframe config show [options]

    Options
          --json                      print JSON
          --config FILE               read settings from here instead of reframe.yaml
      -h, --help                      show this help

    Options that overrule settings
          --resolution 1k|2k|4k       about 1, 4 or 16 megapixels for each ratio
      -m, --mode MODE                 auto (default), crop or expand
          --detector NAME             plugin that finds the subject (default saliency)
          --fill NAME[:KEY=VALUE,…]   plugin that fills what is new: blur (default), mirror, edge,
                                      solid, solid:color=#ffffff
      -f, --format FORMAT             jpeg, png or webp (default: as the source)
      -q, --quality 1-100             for jpeg and webp (default 85)
          --keep-metadata             keep EXIF, XMP and IPTC, the place of the shot included
          --no-keep-metadata          leave them out although the configuration keeps them
          --plugin-path FOLDER        look for plugins here first
          --max-pixels N              refuse larger pictures (default 268435456)
      -j, --jobs N                    pictures at a time (default: one a processor)
          --catalogue FOLDER          look for models and prices here first

    """
}
