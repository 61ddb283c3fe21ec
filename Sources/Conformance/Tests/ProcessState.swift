internal import CProcessState
internal import Glibc
internal import ReframeSDK

extension ConformanceTest {
  static let keepsSignals = state(
    "keeps-signals", .signals, "signal mask and handlers",
    why: "The host's own handling of Control-C and crashes stops working.")
  static let keepsDirectory = state(
    "keeps-directory", .directory, "the working directory",
    why: "Files that the user named by relative paths are not found any more.")
  static let keepsLocale = state(
    "keeps-locale", .locale, "the locale",
    why: "Numbers are written with commas from then on, and files that others read are spoiled.")
  static let keepsEnvironment = state(
    "keeps-environment", .environment, "environment and umask",
    why: "Other plugins and programs that the host starts behave in another way.")
  static let keepsFloatState = state(
    "keeps-float-state", .floatingPoint, "rounding, traps and flushing of floating point",
    why: "The same picture gives other pixels, depending on which plugin ran before.")

  static let keepsStdout = ConformanceTest(
    name: "keeps-stdout", kinds: .all,
    rule: "A plugin writes nothing to standard output.",
    why: "The host writes pictures and JSON there for other programs, which would be spoiled.",
    mend: "Speak through `log` of the job.", watchesOutput: true
  ) { (checked, kinds) throws(ConformanceFault) in
    try checked.withInstances(of: kinds) { (instance) throws(ConformanceFault) in _ = instance.call() }
    fflush(nil)
  }

  private static func state(
    _ name: String, _ part: ProcessState.Part, _ what: String, why: String
  ) -> ConformanceTest {
    ConformanceTest(
      name: name, kinds: .all,
      rule: "A plugin leaves what all in the process share as it found it: here \(what).", why: why,
      mend: "Set it back before you return, or do without; mind libraries that set it for you."
    ) { (checked, kinds) throws(ConformanceFault) in
      let before = ProcessState(part)
      try checked.withInstances(of: kinds) { (instance) throws(ConformanceFault) in
        _ = instance.call()
        try before.requireUnchanged("a call")
      }
      try before.requireUnchanged("the plugin's use")
    }
  }
}

/// What all in a process share, or a thread keeps, in a form that can be compared.
private struct ProcessState {
  enum Part {
    case signals, directory, locale, environment, floatingPoint
  }

  private let part: Part
  private let values: [(name: String, value: String)]

  init(_ part: Part) {
    self.part = part
    values =
      switch part {
      case .signals: Self.signals
      case .directory: [("the working directory", Self.text(getcwd(nil, 0), frees: true))]
      case .locale: Self.locale
      case .environment: Self.environment
      case .floatingPoint: Self.floatingPoint
      }
  }

  func requireUnchanged(_ during: String) throws(ConformanceFault) {
    let now = ProcessState(part).values
    for (before, after) in zip(values, now) {
      try require(
        before.value == after.value,
        "after \(during) \(after.name) is \(after.value), and was \(before.value)")
    }
    try require(
      values.count == now.count, "after \(during) there are \(now.count) values, and were \(values.count)")
  }

  private static func text(_ text: UnsafeMutablePointer<CChar>?, frees: Bool = false) -> String {
    defer { if frees { free(text) } }
    return text.map { String(cString: $0) } ?? "none"
  }

  private static var signals: [(String, String)] {
    var mask = sigset_t()
    pthread_sigmask(SIG_BLOCK, nil, &mask)
    let blocked = (1...64).filter { sigismember(&mask, Int32($0)) == 1 }
    var values = [("the set of blocked signals", "\(blocked)")]
    for number in Int32(1)...31 where number != SIGKILL && number != SIGSTOP {
      var action = sigaction()
      sigaction(number, nil, &action)
      let handler = unsafeBitCast(action.__sigaction_handler, to: UInt.self)
      let word =
        handler == 0 ? "the standard one" : handler == 1 ? "to ignore it" : "a function at \(handler)"
      values.append(("the handler of signal \(number)", word))
    }
    return values
  }

  private static var locale: [(String, String)] {
    let current = uselocale(nil)
    let isGlobal = Int(bitPattern: current.map { UnsafeRawPointer($0) }) == -1
    return [
      ("the locale", text(setlocale(LC_ALL, nil))), ("the thread's own locale", isGlobal ? "none" : "one"),
      ("the decimal point", text(localeconv()?.pointee.decimal_point)),
    ]
  }

  private static var environment: [(String, String)] {
    let mask = umask(0)
    umask(mask)
    var lines: [String] = []
    var entry = environ
    while let line = entry.pointee {
      lines.append(String(cString: line))
      entry += 1
    }
    return [
      ("the umask", String(mask, radix: 8)), ("the environment", lines.sorted().joined(separator: "\n")),
    ]
  }

  private static var floatingPoint: [(String, String)] {
    return [
      ("the rounding mode", "\(fegetround())"), ("the set of trapped exceptions", "\(ps_float_traps())"),
      ("what becomes of tiny numbers", ps_keeps_tiny() == 0 ? "0" : "kept"),
    ]
  }
}
