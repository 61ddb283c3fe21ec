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
    (~/.config if that is not set). In a variable a list has commas; one of folders has colons.

    Keys
      plugin.path             where plugins are looked for first
                              folders (default: the user's and the system's folders)
                              REFRAME_PLUGIN_PATH
      plugin.placement        where plugins run
                              in-process|worker (default: in-process)
                              REFRAME_PLUGIN_PLACEMENT
      catalogue.path          where models and prices are looked for first
                              folders (default: the user's and the system's folders)
                              REFRAME_CATALOGUE_PATH
      provider                who does the work
                              plugin (default: local)
                              REFRAME_PROVIDER
      detector                who alone finds the subject
                              plugin (default: detectors)
                              REFRAME_DETECTOR
      detectors               who look for the subject together
                              plugin[:WEIGHT] (default: faces, saliency)
                              REFRAME_DETECTORS
      fill                    who fills what is new, perhaps with parameters
                              plugin[:KEY=VALUE,…] (default: the first of fills)
                              REFRAME_FILL
      fills                   the first that is installed fills what is new, the others where its result is poor
                              plugins (default: auto, patch, blur)
                              REFRAME_FILLS
      fill-floor              the least score of a filled area that is kept
                              0 to 1 (default: 0.5, 0 beside fill)
                              REFRAME_FILL_FLOOR
      generation-mode         quality against time, and for some models price
                              fast|balanced|quality (default: balanced)
                              REFRAME_GENERATION_MODE
      mode                    whether to crop, expand or carve
                              auto|crop|expand|carve (default: auto)
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
      route                   how the engine is chosen
                              one of routes (default: default)
                              REFRAME_ROUTE
      project                 for whom money is spent
                              a text (default: none)
                              REFRAME_PROJECT
      key                     who spends it
                              a text (default: none)
                              REFRAME_KEY
      ledger.path             where what is spent is written down
                              a file (default: ledger.db in the user's data folder)
                              REFRAME_LEDGER_PATH
      network.allow           which other addresses may be reached
                              address ranges such as 10.0.0.0/8 (default: public addresses alone)
                              REFRAME_NETWORK_ALLOW

    Keys of what has a name of yours; NAME is the name, in the variables in capitals with _ for other signs
      plugins.NAME.placement  where one plugin runs
                              in-process|worker (default: plugin.placement)
                              REFRAME_PLUGINS_NAME_PLACEMENT
      plugins.NAME.timeout    how long one call may take in a worker
                              a time such as 30s (default: 10m)
                              REFRAME_PLUGINS_NAME_TIMEOUT
      plugins.NAME.memory     the most memory that its worker may take
                              a number of MB (default: 16384)
                              REFRAME_PLUGINS_NAME_MEMORY
      providers.NAME.plugin   who speaks to the vendor
                              plugin (default: the name)
                              REFRAME_PROVIDERS_NAME_PLUGIN
      providers.NAME.base-url
                              where its API is
                              address (default: the vendor's)
                              REFRAME_PROVIDERS_NAME_BASE_URL
      providers.NAME.secrets  where its secrets are; KEY=env:NAME,… in the variable
                              KEY: {env: NAME} or {file: PATH} (default: the variable KEY, or KEY_FILE)
                              REFRAME_PROVIDERS_NAME_SECRETS
      providers.NAME.limits.concurrent
                              jobs under way at a time
                              a number (default: any number)
                              REFRAME_PROVIDERS_NAME_LIMITS_CONCURRENT
      providers.NAME.limits.rate
                              jobs begun in a time
                              N/TIME such as 100/60s (default: any number)
                              REFRAME_PROVIDERS_NAME_LIMITS_RATE
      providers.NAME.settings
                              what the plugin is told
                              a mapping; JSON in the variable (default: none)
                              REFRAME_PROVIDERS_NAME_SETTINGS
      models.NAME.model       which model NAME stands for; NAME: MODEL says this alone
                              model or alias (default: must be said)
                              REFRAME_MODELS_NAME_MODEL
      models.NAME.parameters  what the model is told
                              a mapping; JSON in the variable (default: none)
                              REFRAME_MODELS_NAME_PARAMETERS
      models.NAME.quality     how good it is for 'prefer: best', the larger the better
                              1 to 1000 (default: the model's)
                              REFRAME_MODELS_NAME_QUALITY
      routes.NAME.engines     which engines there are to choose from
                              all, or models and aliases (default: local/reframe, in the route default)
                              REFRAME_ROUTES_NAME_ENGINES
      routes.NAME.prefer      which comes first
                              order|cheapest|fastest|best (default: order)
                              REFRAME_ROUTES_NAME_PREFER
      routes.NAME.local       where engines on this machine stand
                              any|first|last|never|only (default: any)
                              REFRAME_ROUTES_NAME_LOCAL
      routes.NAME.max-cost    what a job may cost over all attempts
                              AMOUNT UNIT such as 0.05 USD (default: any amount)
                              REFRAME_ROUTES_NAME_MAX_COST
      routes.NAME.allow-unknown-price
                              use engines whose price nobody knows
                              true|false (default: false)
                              REFRAME_ROUTES_NAME_ALLOW_UNKNOWN_PRICE
      routes.NAME.prepare     shrink or convert what an engine cannot take
                              true|false (default: true)
                              REFRAME_ROUTES_NAME_PREPARE
      routes.NAME.fallback    how many engines are tried at most
                              a number, or none (default: all of them)
                              REFRAME_ROUTES_NAME_FALLBACK
      routes.NAME.deadline    how long a job may take
                              TIME such as 5m (default: 15m, and 1h for videos)
                              REFRAME_ROUTES_NAME_DEADLINE
      budgets.NAME.limit      what may be spent
                              AMOUNT UNIT such as 10 USD (default: must be said)
                              REFRAME_BUDGETS_NAME_LIMIT
      budgets.NAME.window     in which time
                              hour|day|week|month|total (default: total)
                              REFRAME_BUDGETS_NAME_WINDOW
      budgets.NAME.provider   whose jobs count
                              provider (default: all)
                              REFRAME_BUDGETS_NAME_PROVIDER
      budgets.NAME.project    which project's jobs count
                              a text (default: all)
                              REFRAME_BUDGETS_NAME_PROJECT
      budgets.NAME.key        which payer's jobs count
                              a text (default: all)
                              REFRAME_BUDGETS_NAME_KEY
      rates.NAME              what one of a unit such as credits/fashn is worth
                              AMOUNT CURRENCY such as 0.075 USD (default: the price book's)
                              REFRAME_RATES_NAME
      price-books.NAME        which version of a price book counts
                              a version (default: the one valid today)
                              REFRAME_PRICE_BOOKS_NAME

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
          --resolution 1k|2k|4k       about 1, 4 or 16 megapixels for each ratio, or a model's own, as 720p
      -m, --mode MODE                 auto (default), crop, expand or carve
          --detectors NAME[:WEIGHT],… plugins that look for it together (default faces,saliency)
          --detector NAME             the only plugin that looks for it
          --fill NAME[:KEY=VALUE,…]   plugin that fills what is new: auto (default), patch, gradient,
                                      blur, mirror, edge, solid, solid:color=#ffffff
          --fill-floor 0-1            least score of a filled area; below, the next fill or a
                                      crop is taken (default 0.5, or 0 with --fill)
          --generation-mode MODE      fast, balanced (default) or quality
          --route NAME                a route of the settings (default: 'default', if any)
          --key NAME                  who pays, for budgets and the ledger
          --project NAME              whom budgets and the ledger count it for
          --ledger FILE               where spending is accounted for
          --catalogue FOLDER          look for models and prices here first
      -f, --format FORMAT             jpeg, png or webp (default: as the source)
      -q, --quality 1-100             for jpeg and webp (default 85)
          --keep-metadata             keep EXIF, XMP and IPTC, the place of the shot included
          --no-keep-metadata          leave them out although the configuration keeps them
          --plugin-path FOLDER        look for plugins here first
          --max-pixels N              refuse larger pictures (default 268435456)
      -j, --jobs N                    pictures at a time (default: one a processor)

    """
}
