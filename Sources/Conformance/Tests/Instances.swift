internal import CProcessState
internal import CReframe
internal import Glibc
internal import ReframeSDK

extension ConformanceTest {
  static let silentCreate = ConformanceTest(
    name: "silent-create", kinds: .all,
    rule: "`create` does not call the host.",
    why: "Hosts make instances while they are setting themselves up, and cannot answer yet.",
    mend: "Ask for extensions when you are first called.", need: .instances
  ) { (checked, kinds) throws(ConformanceFault) in
    try checked.withInstances(of: kinds) { (instance) throws(ConformanceFault) in
      let asked = instance.host.record.heard.extensions
      try require(asked.isEmpty, "create asked the host for \(asked.joined(separator: ", "))")
    }
  }

  static let createFailure = ConformanceTest(
    name: "create-failure", kinds: .all,
    rule: "`create` answers RF_OK with a table, or another status with a filled rf_error.",
    why: "A user whose settings are wrong has to be told what is wrong with them.",
    mend: "Report settings that you cannot use in rf_error, and answer RF_OK only with a table.",
    need: .instances
  ) { (checked, kinds) throws(ConformanceFault) in
    let plugin = try CheckedPlugin(checked)
    let settings = [
      "{}", #"{"ofALaterRevision": {"list": [1, 2.5, null, true]}}"#,
      #"{"a": "\#(String(repeating: "ä", count: 50_000))"}"#,
    ]
    for kind in PluginKind.allCases where kinds.contains(kind) {
      for text in settings {
        let (instance, status, report) = try plugin.attempt(kind, settings: text)
        instance?.destroy()
        if let fault = report.fault(status: status, isLocal: true) {
          throw ConformanceFault("create with the settings \(text.prefix(40)): \(fault)")
        }
      }
    }
  }

  static let createDestroy = ConformanceTest(
    name: "create-destroy-1000", kinds: .all,
    rule: "`destroy` gives back all that an instance took: memory, files, threads.",
    why: "Servers make instances for months.",
    mend: "Free in `destroy` what `create` and the calls allocated; a leak sanitizer finds the place.",
    seconds: 30, need: .instances
  ) { (checked, kinds) throws(ConformanceFault) in
    let plugin = try CheckedPlugin(checked)
    for kind in PluginKind.allCases where kinds.contains(kind) {
      let start = clock()
      for _ in 0..<20 { try plugin.make(kind).destroy() }
      // As many as take some seconds of work, where each takes long.
      let seconds = max(0.001, Double(clock() - start) / Double(CLOCKS_PER_SEC))
      let count = max(20, min(350, Int(10 / seconds)))
      for _ in 0..<(count * 4 / 5) { try plugin.make(kind).destroy() }
      let first = Holdings()
      for _ in 0..<count { try plugin.make(kind).destroy() }
      let second = Holdings()
      for _ in 0..<count { try plugin.make(kind).destroy() }
      let growth = zip(second.growth(since: first), Holdings().growth(since: second))
      // What grows once is a cache; what grows twice is a leak.
      for (name, growth) in zip(Holdings.names, growth) {
        let least = min(growth.0, growth.1)
        try require(
          least < Holdings.leak(of: name, count: count),
          "each \(kind.rawValue) that is made and destroyed leaves \(least / count) \(name) behind")
      }
    }
  }

  static let callOrder = ConformanceTest(
    name: "call-order", kinds: .all,
    rule:
      "Any order is right that the contract allows: instances are independent, calls may fail and others follow, "
      + "and what does not exist may be asked for.",
    why: "Hosts keep several instances and end them in any order.",
    mend:
      "Keep no state outside the instance; answer NULL for kinds and an error for tickets that you do not know."
  ) { (checked, kinds) throws(ConformanceFault) in
    let plugin = try CheckedPlugin(checked)
    for kind in [0, 99, UInt32.max] {
      try require(
        plugin.entry.pointee.factory?(kind) == nil,
        "there is a factory of the kind \(kind), which does not exist")
    }
    for kind in PluginKind.allCases where kinds.contains(kind) {
      let (first, second, unused) = (try plugin.make(kind), try plugin.make(kind), try plugin.make(kind))
      let usual = first.call()
      var unwanted = Trial()
      unwanted.job.isCancelled = true
      _ = first.call(unwanted)
      first.destroy()
      unused.destroy()
      let outcome = second.call()
      try require(
        outcome.status == usual.status,
        "after a failed call and the end of other instances a call ended with \(outcome.ending), before with "
          + usual.ending)
      second.askForUnknownTicket()
      second.destroy()
    }
  }

  static let endsCleanly = ConformanceTest(
    name: "ends-cleanly", kinds: .all,
    rule: "A process in which the plugin was used ends as it would without it.",
    why: "A crash in a destructor or an exit handler makes every command look failed.",
    mend: "Leave no destructors of globals that need what is gone by then, and no threads behind.",
    endsNormally: true
  ) { (checked, kinds) throws(ConformanceFault) in
    try checked.withInstances(of: kinds) { (instance) throws(ConformanceFault) in _ = instance.call() }
  }

  static let keepsPointers = ConformanceTest(
    name: "keeps-pointers", kinds: .all,
    rule: "Nothing that was lent for a call is looked at after it, and nothing is said through its job.",
    why: "The host has given the memory to somebody else.",
    mend: "Copy what you need later; wait for your threads before you return."
  ) { (checked, kinds) throws(ConformanceFault) in
    let lending = Lending(isRevoked: true)
    var greeting = Greeting()
    greeting.lending = lending
    try checked.withInstances(of: kinds, greeting: greeting, lending: lending) {
      (instance) throws(ConformanceFault) in
      var trial = Trial()
      trial.lending = lending
      let first = instance.call(trial)
      _ = instance.call(trial)
      // Time for threads that were left behind.
      usleep(20_000)
      try require(
        first.record?.heard.lateCalls ?? 0 == 0,
        "a callback of a job was called after the call that brought it")
    }
  }
}

/// What a process holds, counted.
private struct Holdings {
  static let names = ["bytes of memory", "open files", "threads"]
  private let counts: [Int]

  /// What so many instances leave behind at least if each leaves something; a few bytes come and go by themselves.
  static func leak(of name: String, count: Int) -> Int { name == names[0] ? max(4096, 16 * count) : count }

  init() {
    LentThings.dropKept()
    counts = [
      Int(ps_heap_in_use()), Self.entries("/proc/self/fd"), Self.entries("/proc/self/task"),
    ]
  }

  func growth(since other: Holdings) -> [Int] { zip(counts, other.counts).map { $0 - $1 } }

  private static func entries(_ path: String) -> Int {
    guard let folder = opendir(path) else { return 0 }
    defer { closedir(folder) }
    var count = 0
    while readdir(folder) != nil { count += 1 }
    return count
  }
}

extension CheckedInstance {
  /// Asks a provider after a job that it never had, and has it cancelled.
  fileprivate func askForUnknownTicket() {
    guard kind == .provider else { return }
    let table = table(as: rf_provider.self)
    let things = LentThings(Lending())
    let job = LentJob(LentJob.Options(), among: things)
    let ticket = things.text("of nobody")
    var wait: Int64 = 0
    if let poll = table.poll {
      _ = run(things) {
        poll(table.instance, job.pointer, ticket, LentOutput().lend(among: things), &wait, $0)
      }
    }
    if let cancel = table.cancel { _ = run(things) { cancel(table.instance, job.pointer, ticket, $0) } }
    job.end(among: things)
    things.end()
  }
}
