internal import CReframe
internal import ReframeSDK

extension ConformanceTest {
  static let textLength = ConformanceTest(
    name: "text-length", kinds: .all,
    rule: "Text has a length and is not terminated: nothing behind it is read.",
    why: "What lies behind is somebody else's memory: the process crashes, or the text goes on with it.",
    mend: "Use `length`; no strlen, strcmp or atoi on an rf_text."
  ) { (checked, kinds) throws(ConformanceFault) in
    let lending = Lending(textEdge: .end)
    var greeting = Greeting()
    greeting.lending = lending
    try checked.withInstances(of: kinds, greeting: greeting, lending: lending) {
      (instance) throws(ConformanceFault) in
      var trial = Trial()
      trial.lending = lending
      _ = instance.call(trial)
    }
  }

  static let malformedData = ConformanceTest(
    name: "malformed-data", kinds: .all,
    rule: "What cannot be read is reported by status: no exception, trap or longjmp leaves a call.",
    why: "What unwinds across the contract ends the process or skips the host's own cleaning up.",
    mend: "Catch everything in each function of the tables, and answer RF_INVALID_ARGUMENT."
  ) { (checked, kinds) throws(ConformanceFault) in
    let texts = [
      "", "{", "[]", "null", "\u{0}", "{\"a\":", "{\"\\ud800\":1}", "{\"model\":1e999,\"outputs\":[]}",
      String(repeating: "[", count: 3000), "{\"color\":[\(String(repeating: "0,", count: 3000))0]}",
    ]
    let plugin = try CheckedPlugin(checked)
    for kind in PluginKind.allCases where kinds.contains(kind) {
      let instance = try plugin.make(kind)
      for text in texts {
        var trial = Trial()
        trial.text = text
        _ = instance.call(trial)
        try plugin.attempt(kind, settings: text).instance?.destroy()
      }
      instance.destroy()
    }
  }
}
