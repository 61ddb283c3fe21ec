internal import ReframeSDK

extension ReframeCommand {
  /// The main verb's command line.
  static let table = CommandTable(
    name: "reframe",
    synopsis:
      "reframe PICTURE… --aspect RATIO[,RATIO…] [options]\n"
      + "  reframe models [show MODEL] | quote | spend | resume | plugins | config check|show | completions SHELL",
    abstract: "Changes the aspect ratio of pictures while the main subject stays well placed.",
    examples: [
      ("every format from one photo", "reframe photo.jpg --aspect 9:16,1:1,16:9 -o out/"),
      ("one file of an exact size", "reframe photo.jpg --size 1080x1920 -o story.jpg"),
      ("keep all of it and fill what is new", "reframe photo.jpg --aspect 1:1 --mode expand --fill blur"),
      ("a whole folder, small", "reframe photos/ --aspect 4:5 --resolution 1k -o out/"),
      ("in a pipe", "reframe - --aspect 1:1 --format webp < photo.png > square.webp"),
      ("see why", "reframe photo.jpg --aspect 9:16 --explain"),
      (
        "the cheapest of all engines",
        "reframe photo.jpg -a 9:16 --model all --prefer cheapest --max-cost 0.05"
      ),
    ],
    groups: [what, how, RouteOptions.group, output, other],
    footer: """
      Exit codes: 0 done, 1 failed, 2 wrong command line, 3 some of the files failed, 130 interrupted.
      """)

  private static let what = OptionGroup(
    title: "What to make",
    options: [
      .aspect, .size,
      CommandOption(
        name: "resolution", value: "1k|2k|4k",
        help: "about 1, 4 or 16 megapixels for each ratio, or a model's own, as 720p",
        choices: ["1k", "2k", "4k"]),
      CommandOption(
        name: "mode", letter: "m", value: "MODE", help: "auto (default), crop, expand or carve",
        choices: ["auto", "crop", "expand", "carve"]),
      CommandOption(
        name: "strict", help: "fail if the picture has the ratio already, to within 2 %"),
    ])

  private static let how = OptionGroup(
    title: "Where the subject is and what is filled",
    options: [
      CommandOption(
        name: "subject", value: "X,Y,W,H", help: "box around the subject: pixels, or fractions up to 1"),
      CommandOption(name: "focus", value: "X,Y", help: "the subject's middle: pixels, or fractions up to 1"),
      CommandOption(
        name: "detectors", value: "NAME[:WEIGHT],…",
        help: "plugins that look for it together (default faces,saliency)"),
      CommandOption(name: "detector", value: "NAME", help: "the only plugin that looks for it"),
      CommandOption(
        name: "fill", value: "NAME[:KEY=VALUE,…]",
        help: "plugin that fills what is new: auto (default), patch, gradient,\n"
          + String(repeating: " ", count: 34) + "blur, mirror, edge, solid, solid:color=#ffffff",
        choices: ["auto", "patch", "gradient", "blur", "mirror", "edge", "solid"]),
      CommandOption(
        name: "fill-floor", value: "0-1",
        help: "least score of a filled area; below, the next fill or a\n"
          + String(repeating: " ", count: 34) + "crop is taken (default 0.5, or 0 with --fill)"),
      CommandOption(
        name: "generation-mode", value: "MODE", help: "fast, balanced (default) or quality",
        choices: GenerationMode.allCases.map(\.rawValue)),
      CommandOption(
        name: "placement", value: "X0,Y0,X1,Y1",
        help: "where the picture lies on the canvas, in canvas pixels"),
      CommandOption(
        name: "source-position", value: "X,Y,W,H", help: "the same in fractions of the canvas, -2 to 2"),
      CommandOption(name: "seed", value: "N", help: "same seed, same result (default 42)"),
    ])

  private static let output = OptionGroup(
    title: "Output",
    options: [
      CommandOption(
        name: "output", letter: "o", value: "PATH",
        help: "folder (default: the current one), or file if there is\n"
          + String(repeating: " ", count: 34) + "one output; - is stdout",
        takesPath: true),
      CommandOption(
        name: "format", letter: "f", value: "FORMAT", help: "jpeg, png or webp (default: as the source)",
        choices: ["jpeg", "png", "webp"]),
      CommandOption(name: "quality", letter: "q", value: "1-100", help: "for jpeg and webp (default 85)"),
      CommandOption(name: "keep-metadata", help: "keep EXIF, XMP and IPTC, the place of the shot included"),
      CommandOption(name: "no-keep-metadata", help: "leave them out although the configuration keeps them"),
      CommandOption(name: "overwrite", help: "replace files that exist"),
      CommandOption(name: "explain", help: "write the decision beside the output, as JSON and as a picture"),
      CommandOption(name: "json", help: "print one JSON object for each output instead of its path"),
      CommandOption(name: "quiet", help: "say nothing on stderr but errors"),
    ])

  private static let other = OptionGroup(
    title: "Other",
    options: [
      CommandOption.config,
      CommandOption.pluginPath,
      CommandOption(
        name: "max-pixels", value: "N", help: "refuse larger pictures (default 268435456)"),
      CommandOption(
        name: "jobs", letter: "j", value: "N", help: "pictures at a time (default: one a processor)"),
      CommandOption(name: "help", letter: "h", help: "show this help"),
      CommandOption(name: "version", help: "show the version"),
    ])
}
