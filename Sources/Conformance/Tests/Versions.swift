internal import CReframe
internal import ReframeSDK

extension ConformanceTest {
  static let olderHost = ConformanceTest(
    name: "older-host", kinds: .all,
    rule: "A host of revision 1.0 is served, and nothing is read that lies beyond the size of a struct.",
    why: "Users update plugins and hosts separately; what lies beyond a struct is somebody else's memory.",
    mend: "Ask RF_HAS before you read a member that came after revision 1.0."
  ) { (checked, kinds) throws(ConformanceFault) in
    var greeting = Greeting()
    greeting.minor = 0
    greeting.lending = Lending(edge: .end, isFirstRevision: true)
    try requireSameEnding(checked, kinds, greeting)
  }

  static let newerHost = ConformanceTest(
    name: "newer-host", kinds: .all,
    rule: "A host of a later minor revision is served; structs may be larger than those the plugin knows.",
    why: "Every plugin would have to be built again for every new host.",
    mend:
      "Require sizes to be at least what you need, never equal, and do not refuse a larger contract_minor."
  ) { (checked, kinds) throws(ConformanceFault) in
    var greeting = Greeting()
    greeting.minor = 99
    greeting.lending = Lending(growth: 32)
    try requireSameEnding(checked, kinds, greeting)
  }

  /// Throws unless calls with everything lent as in `greeting` end well. A provider's or calculator's may end with an
  /// error, but not one that says that the host is at fault.
  private static func requireSameEnding(
    _ checked: CheckedBundle, _ kinds: Set<PluginKind>, _ greeting: Greeting
  ) throws(ConformanceFault) {
    try checked.withInstances(of: kinds, greeting: greeting, lending: greeting.lending) {
      (instance) throws(ConformanceFault) in
      let usual = instance.call()
      var trial = Trial()
      trial.lending = greeting.lending
      let outcome = instance.call(trial)
      try require(
        outcome.status == usual.status,
        "the call ended with \(outcome.ending), and usually with \(usual.ending)")
      try require(
        outcome.malformed == usual.malformed,
        "the answer makes no sense: \(outcome.malformed ?? "it should not")")
    }
  }

  static let shortStructs = ConformanceTest(
    name: "short-structs", kinds: .all,
    rule:
      "A struct shorter than that of revision 1.0 is refused with RF_INVALID_ARGUMENT, and nothing beyond it read.",
    why: "A host with a fault of its own would make the plugin read memory that is not there.",
    mend: "Ask RF_HAS for the last member that you need of each struct before you use it.", isForEntries: true
  ) { (checked, kinds) throws(ConformanceFault) in
    let plugin = try CheckedPlugin(checked)
    for kind in PluginKind.allCases where kinds.contains(kind) {
      let (made, status, _) = try plugin.attempt(kind, lending: Lending(edge: .end, short: .host))
      made?.destroy()
      try require(
        status == RF_INVALID_ARGUMENT, "create with an rf_host without its last member answered \(status)")
      let instance = try plugin.make(kind)
      for (name, short) in Lending.Struct.lent(to: kind) {
        var trial = Trial()
        trial.lending = Lending(edge: .end, short: short)
        let outcome = instance.call(trial)
        try require(
          outcome.status == RF_INVALID_ARGUMENT,
          "a call with an \(name) without its last member ended with \(outcome.ending)")
      }
      instance.destroy()
    }
  }

  static let nullOptionalSlots = ConformanceTest(
    name: "null-optional-slots", kinds: .all,
    rule:
      "Members that a host may leave out are not needed: callbacks and cancel flag of a job, source, subject and "
      + "prompt of a fill.",
    why: "Not every host has a log or a store for checkpoints; a call through NULL ends the process.",
    mend: "Compare a pointer with NULL before you use it."
  ) { (checked, kinds) throws(ConformanceFault) in
    try checked.withInstances(of: kinds) { (instance) throws(ConformanceFault) in
      let usual = instance.call()
      var trial = Trial()
      trial.job = LentJob.Options(hasCallbacks: false, hasFlag: false)
      trial.hasExtras = false
      let outcome = instance.call(trial)
      try require(
        outcome.status == usual.status,
        "without them the call ended with \(outcome.ending), else with \(usual.ending)")
    }
  }

  static let noExtensions = ConformanceTest(
    name: "no-extensions", kinds: .all,
    rule: "A host without any extension is no reason to crash: what needs one reports RF_UNSUPPORTED.",
    why: "Extensions are optional, and older and smaller hosts lack them.",
    mend: "Compare what `extension` answers with NULL, and its table's size with what you need."
  ) { (checked, kinds) throws(ConformanceFault) in
    try checked.withInstances(of: kinds, hasExtensions: false) { (instance) throws(ConformanceFault) in
      let outcome = instance.call()
      let asked = instance.host.record.heard.extensions
      let mayFail = !asked.isEmpty || instance.kind == .provider || instance.kind == .pricing
      try require(outcome.isFine || mayFail, "a call that needs no extension ended with \(outcome.ending)")
      try require(
        outcome.status != RF_INTERNAL,
        "without \(asked.joined(separator: ", ")) the call ended with \(outcome.ending)")
    }
  }

  static let unknownMembers = ConformanceTest(
    name: "unknown-members", kinds: [.provider, .pricing],
    rule: "A reader of JSON ignores members that it does not know.",
    why: "Later revisions add members; a plugin that refuses them stops working with the next host.",
    mend: "Skip members without a meaning to you."
  ) { (checked, kinds) throws(ConformanceFault) in
    try checked.withInstances(of: kinds) { (instance) throws(ConformanceFault) in
      let usual = instance.call()
      var trial = Trial()
      trial.extraMembers = [
        "ofALaterRevision": .object([
          "list": .array([.null, .bool(true), .number(1e9)]), "text": .string("\"ä\""),
        ])
      ]
      let outcome = instance.call(trial)
      try require(
        outcome.status == usual.status,
        "with more members the call ended with \(outcome.ending), else with \(usual.ending)")
    }
  }

  static let unknownValues = ConformanceTest(
    name: "unknown-values", kinds: .pixels,
    rule: "A value of RF_… that the plugin does not know is refused with RF_UNSUPPORTED.",
    why: "Later revisions add layouts and sample types; taken for others they give wrong pixels.",
    mend: "Refuse every sample type and layout but those that you handle."
  ) { (checked, kinds) throws(ConformanceFault) in
    try checked.withInstances(of: kinds) { (instance) throws(ConformanceFault) in
      for (name, layout, sample) in [
        ("layout", 9, UInt32(RF_SAMPLE_U8)), ("sample type", 3, 9),
      ] as [(String, UInt32, UInt32)] {
        var trial = Trial()
        trial.form.padding = 12 * trial.form.size.width
        (trial.form.layout, trial.form.sample) = (layout, sample)
        let outcome = instance.call(trial)
        try require(
          outcome.status == RF_UNSUPPORTED || outcome.status == RF_INVALID_ARGUMENT,
          "a picture of an unknown \(name) was not refused: the call ended with \(outcome.ending)")
      }
    }
  }
}

extension Lending.Struct {
  /// The structs that an instance of the kind is handed in its calls, with their names.
  fileprivate static func lent(to kind: PluginKind) -> [(name: String, Self)] {
    switch kind {
    case .detector: [("rf_job", .job), ("rf_image", .image), ("rf_subjects", .subjects)]
    case .fill: [("rf_job", .job), ("rf_image", .image), ("rf_fill_task", .task)]
    case .pricing: [("rf_sink", .sink)]
    case .provider: [("rf_sink", .sink), ("rf_job", .job), ("rf_source", .source)]
    }
  }
}
