import ReframeSDK

extension BadPluginTests {
  /// One or more for each rule.
  static let cases: [Case] =
    opening + answering + versions + instances + pictures + threads + process

  private static let opening = [
    Case("exported-symbols", seen: "it exports 1 more: helper"),
    Case("opens", seen: "refused the host: this plugin speaks contract 1"),
    Case("opens", "crash", seen: "killed by SIGABRT"),
    Case("manifest-agrees", seen: "plugin.json says version '1.0.0', the library '2.0.0'"),
    Case("other-major", seen: "says that it speaks contract 2, whatever the host speaks"),
    Case("other-major", "long", seen: "killed by SIGSEGV"),
    Case("makes-instances", seen: "the table of a fill says that it has 8 bytes"),
    Case("makes-instances", "hollow", seen: "lacks a function that has to be there"),
    Case("stays-alive", seen: "ended the process with exit code 0"),
    Case("stays-alive", "abort", seen: "killed by SIGABRT"),
    Case("stays-alive", "fault", seen: "killed by SIGSEGV"),
    Case("stays-alive", "trap", seen: "killed by SIG"),
    Case("stays-alive", "hang", seen: "no end after 1 second"),
  ]

  private static let answering = [
    Case("answers", seen: "a plain call ended with internal: nothing is filled here"),
    Case("answers", nil, .detector, seen: "a region off the picture"),
    Case("answers", nil, .pricing, seen: "the quote: "),
    Case("errors-filled", seen: "the status is 10, and rf_error.kind is 0"),
    Case("refused-answers", nil, .detector, seen: "ended with RF_OK"),
    Case("refused-answers", "more", .detector, seen: "was handed more of it"),
    Case("refused-answers", nil, .pricing, seen: "ended with RF_OK"),
    Case("pure", nil, .pricing, seen: "answered in two ways"),
    Case("pure", "fill", seen: "answered in two ways"),
    Case("progress-range", seen: "the progress reported was 50.0"),
    Case("progress-range", "text", seen: "not UTF-8"),
    Case("service-down", nil, .provider, seen: "submit ended with a ticket"),
    Case("text-length", seen: "killed by SIGSEGV"),
    Case("malformed-data", seen: "killed by SIGABRT"),
  ]

  private static let versions = [
    Case("older-host", seen: "killed by SIGSEGV"),
    Case("newer-host", seen: "refused the host"),
    Case("short-structs", seen: "a call with an rf_job without its last member ended with ok"),
    Case("null-optional-slots", seen: "killed by SIGSEGV"),
    Case("no-extensions", seen: "killed by SIGSEGV"),
    Case("unknown-members", nil, .pricing, seen: "ended with invalid_argument: a member that nobody knows"),
    Case("unknown-values", seen: "a picture of an unknown layout was not refused: the call ended with ok"),
  ]

  private static let instances = [
    Case("silent-create", seen: "create asked the host for reframe.pixels/1"),
    Case("create-failure", seen: "the status is 2, and rf_error.kind is 0"),
    Case("create-destroy-1000", seen: "bytes of memory behind"),
    Case("create-destroy-1000", "files", seen: "open files behind"),
    Case("call-order", seen: "there is a factory of the kind 99"),
    Case("call-order", "shared", seen: "a call ended with internal: the others are gone"),
    Case("keeps-pointers", seen: "killed by SIGSEGV"),
    Case("ends-cleanly", seen: "killed by SIGABRT (it gave up by itself), after everything was done"),
  ]

  private static let pictures = [
    Case("keeps-placed", seen: "pixels that have to stay as they are have changed"),
    Case("fills-exposed", seen: "some exposed pixels were given no value"),
    Case("fills-exposed", "shows", seen: "what was in the exposed pixels before shows"),
    Case("one-pixel", seen: "killed by SIGABRT"),
    Case("prime-sizes", seen: "97x1 in RGB: some exposed pixels were given no value"),
    Case("padded-stride", seen: "1 bytes behind each row: "),
    Case("padded-stride", nil, .detector, seen: "the same pixels are answered differently"),
    Case("sixteen-bit", seen: "a canvas of 16 bits: "),
    Case("sixteen-bit", nil, .detector, seen: "8 and in 16 bits is answered differently"),
    Case("guard-pages", seen: "killed by SIGSEGV"),
    Case("guard-pages", "before", seen: "killed by SIGSEGV"),
    Case("read-only-input", seen: "killed by SIGSEGV"),
    Case("read-only-input", nil, .detector, seen: "killed by SIGSEGV"),
  ]

  private static let threads = [
    Case("concurrency", seen: "one of 8 threads' calls ended with internal: somebody else is here"),
    Case("cancel-latency", seen: "ms after the flag was raised; 500 are borne with"),
  ]

  private static let process = [
    Case("keeps-signals", seen: "the set of blocked signals is [10], and was []"),
    Case("keeps-signals", "handler", seen: "the handler of signal 2 is to ignore it"),
    Case("keeps-directory", seen: "the working directory is /, and was /"),
    Case("keeps-locale", seen: "the locale is C.UTF-8, and was C"),
    Case("keeps-environment", seen: "BAD_PLUGIN=1"),
    Case("keeps-environment", "umask", seen: "the umask is 0, and was"),
    Case("keeps-float-state", seen: "the rounding mode is"),
    Case("keeps-stdout", seen: "on standard output there was hello"),
  ]
}
