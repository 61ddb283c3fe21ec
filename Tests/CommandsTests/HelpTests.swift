@testable import Commands
import Testing

@Suite("Help")
struct HelpTests {
  private func output(_ arguments: String...) -> (code: ExitCode, text: String) {
    let captured = CapturedTerminal()
    let code = CommandLineTool.run(arguments, environment: [:], terminal: captured.terminal())
    #expect(captured.error.isEmpty)
    return (code, captured.output)
  }

  @Test("Examples first, then every option", arguments: [["--help"], ["-h"], ["help"], ["a.jpg", "--help"]])
  func main(arguments: [String]) {
    let captured = CapturedTerminal()
    let code = CommandLineTool.run(arguments, environment: [:], terminal: captured.terminal())
    #expect(code == .success)
    #expect(captured.output == Self.main)
    #expect(captured.error.isEmpty)
  }

  @Test("Nothing at all is no command, and answered with the help")
  func nothing() {
    let (code, text) = output()
    #expect(code == .usage)
    #expect(text == Self.main)
  }

  @Test("Of the list of plugins")
  func plugins() {
    #expect(output("plugin", "list", "--help") == (.success, Self.plugins))
  }

  @Test("Of models and quotes")
  func catalogue() {
    #expect(output("models", "--help") == (.success, Self.models))
    #expect(output("help", "models") == (.success, Self.models))
    #expect(output("quote", "-h") == (.success, Self.quote))
    #expect(output("quote") == (.usage, Self.quote))
  }

  @Test("The version")
  func version() {
    #expect(output("--version") == (.success, "reframe 0.1.0\n"))
  }

  @Test("No line is wider than a terminal of 110 columns")
  func width() {
    for line in (Self.main + Self.plugins + Self.models + Self.quote).split(separator: "\n") {
      #expect(line.count <= 110)
    }
  }

  private static let main = """
    Changes the aspect ratio of pictures while the main subject stays well placed.

    Examples
      # every format from one photo
      reframe photo.jpg --aspect 9:16,1:1,16:9 -o out/
      # one file of an exact size
      reframe photo.jpg --size 1080x1920 -o story.jpg
      # keep all of it and fill what is new
      reframe photo.jpg --aspect 1:1 --mode expand --fill blur
      # a whole folder, small
      reframe photos/ --aspect 4:5 --resolution 1k -o out/
      # in a pipe
      reframe - --aspect 1:1 --format webp < photo.png > square.webp
      # see why
      reframe photo.jpg --aspect 9:16 --explain
      # the cheapest of all engines
      reframe photo.jpg -a 9:16 --model all --prefer cheapest --max-cost 0.05

    Usage
      reframe PICTURE… --aspect RATIO[,RATIO…] [options]
      reframe models [show MODEL] | quote | spend | resume | plugins | config check|show | completions SHELL

    What to make
      -a, --aspect RATIO,…            ratios such as 9:16, 1:1 or 2.35:1
      -s, --size WxH,…                exact sizes in pixels such as 1080x1920
          --resolution 1k|2k|4k       about 1, 4 or 16 megapixels for each ratio, or a model's own, as 720p
      -m, --mode MODE                 auto (default), crop, expand or carve
          --strict                    fail if the picture has the ratio already, to within 2 %

    Where the subject is and what is filled
          --subject X,Y,W,H           box around the subject: pixels, or fractions up to 1
          --focus X,Y                 the subject's middle: pixels, or fractions up to 1
          --detectors NAME[:WEIGHT],… plugins that look for it together (default faces,saliency)
          --detector NAME             the only plugin that looks for it
          --fill NAME[:KEY=VALUE,…]   plugin that fills what is new: auto (default), patch, gradient,
                                      blur, mirror, edge, solid, solid:color=#ffffff
          --fill-floor 0-1            least score of a filled area; below, the next fill or a
                                      crop is taken (default 0.5, or 0 with --fill)
          --generation-mode MODE      fast, balanced (default) or quality
          --placement X0,Y0,X1,Y1     where the picture lies on the canvas, in canvas pixels
          --source-position X,Y,W,H   the same in fractions of the canvas, -2 to 2
          --seed N                    same seed, same result (default 42)

    By whom, and at which price
          --model MODEL,…             models or aliases in order, or all; see 'reframe models'
          --route NAME                a route of the settings (default: 'default', if any)
          --prefer WHAT               order (default), cheapest, fastest or best
          --local PLACE               where the local engine stands: any, first, last, never, only
      -p, --param KEY=VALUE           a parameter of the model's own; see 'reframe models show'
          --prompt TEXT               what the new area should show, for models that read
      -n, --count N                   variations of each output (default 1)
          --max-cost AMOUNT           the most that a picture's outputs may cost in all, such as 0.05 (USD)
          --allow-unknown-price       use models whose price nobody publishes
          --no-prepare                never shrink or convert a picture to fit a model
          --no-fallback               try one engine only
          --deadline TIME             give up after so long: 90s, 5m (default 15m, videos 1h)
          --buy-again                 buy although an earlier purchase of the same may have gone through
          --dry-run                   show route and prices, and buy nothing
          --key NAME                  who pays, for budgets and the ledger
          --project NAME              whom budgets and the ledger count it for
          --ledger FILE               where spending is accounted for
          --catalogue FOLDER          look for models and prices here first

    Output
      -o, --output PATH               folder (default: the current one), or file if there is
                                      one output; - is stdout
      -f, --format FORMAT             jpeg, png or webp (default: as the source)
      -q, --quality 1-100             for jpeg and webp (default 85)
          --keep-metadata             keep EXIF, XMP and IPTC, the place of the shot included
          --no-keep-metadata          leave them out although the configuration keeps them
          --overwrite                 replace files that exist
          --explain                   write the decision beside the output, as JSON and as a picture
          --json                      print one JSON object for each output instead of its path
          --quiet                     say nothing on stderr but errors

    Other
          --config FILE               read settings from here instead of reframe.yaml
          --plugin-path FOLDER        look for plugins here first
          --max-pixels N              refuse larger pictures (default 268435456)
      -j, --jobs N                    pictures at a time (default: one a processor)
      -h, --help                      show this help
          --version                   show the version

    Exit codes: 0 done, 1 failed, 2 wrong command line, 3 some of the files failed, 130 interrupted.

    """

  private static let plugins = """
    Lists the plugins that were found and where, and those that were refused and why.

    Examples
      # what is there
      reframe plugin list
      # with a folder of your own
      reframe plugin list --plugin-path ./plugins
      # without running any plugin's code
      reframe plugin list --no-open

    Usage
      reframe plugin list [options]

    Options
          --plugin-path FOLDER        look for plugins here first
          --config FILE               read settings from here instead of reframe.yaml
          --no-open                   only read the manifests; do not open the libraries
          --json                      print JSON
      -h, --help                      show this help

    """

  private static let models = """
    Lists the models that are known: what they cost, how long they take and what they can do.

    Examples
      # what there is
      reframe models
      # what one takes and costs
      reframe models show reframe-image
      # for a program
      reframe models --json

    Usage
      reframe models [options]
      reframe models show MODEL [options]

    Other
          --catalogue FOLDER          look for models and prices here first
          --plugin-path FOLDER        look for plugins here first
          --config FILE               read settings from here instead of reframe.yaml
          --json                      print JSON
      -h, --help                      show this help

    """

  private static let quote = """
    Says what a job would cost on every model that can do it, and why the others cannot.

    Examples
      # every model
      reframe quote photo.jpg --aspect 9:16 --model all
      # one model, in its best quality
      reframe quote photo.jpg -a 1:1 --model reframe --param generation_mode=quality
      # four variations at 2k
      reframe quote photo.jpg -a 16:9 --resolution 2k --count 4
      # a video
      reframe quote clip.mp4 -a 9:16 --resolution 720p

    Usage
      reframe quote PICTURE --aspect RATIO[,RATIO…] [options]

    What to make
      -a, --aspect RATIO,…            ratios such as 9:16, 1:1 or 2.35:1
      -s, --size WxH,…                exact sizes in pixels such as 1080x1920
          --resolution NAME           1k, 2k or 4k for pictures, 360p to 1080p for videos
      -n, --count N                   variations of each (default 1)
      -f, --format FORMAT             jpeg, png or webp (default: the model's)
          --duration SECONDS          length of a video whose header does not say it

    By whom
      -m, --model MODEL,…             models by name, or all (default)
      -p, --param KEY=VALUE           a parameter of the model's own; see 'reframe models show'

    Other
          --catalogue FOLDER          look for models and prices here first
          --plugin-path FOLDER        look for plugins here first
          --config FILE               read settings from here instead of reframe.yaml
          --json                      print JSON
      -h, --help                      show this help

    """
}
