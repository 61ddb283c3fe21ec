internal import Loading
package import ReframeSDK

/// One rule of the contract, and how a plugin is tried on it. Each runs in a process of its own.
package struct ConformanceTest: Sendable {
  /// What has to hold before it makes sense.
  enum Need: Sendable {
    /// A file that can be read.
    case file
    /// A library that can be opened.
    case library
    /// Instances that can be made.
    case instances
    /// Calls that return.
    case calls
    /// Answers that make sense.
    case answers
  }

  /// How it is called, such as `guard-pages`.
  package let name: String
  /// The kinds of plugin that it is for.
  package let kinds: Set<PluginKind>
  /// The rule, as the contract has it.
  package let rule: String
  /// What goes wrong for users where it is broken.
  package let why: String
  /// What the plugin's author is to do.
  package let mend: String
  /// How long it may take.
  package var seconds = 10
  var need = Need.answers
  /// Whether it is for libraries with an entry of their own only, not for those that a manifest binds.
  var isForEntries = false
  /// What others need and holds if it passes.
  var grants: Need?
  /// Whether the process ends as programs do, with all destructors.
  var endsNormally = false
  /// Whether anything on standard output is a fault.
  var watchesOutput = false
  let body: @Sendable (CheckedBundle, Set<PluginKind>) throws(ConformanceFault) -> Void

  /// Tries a plugin in this process. Throws what should not have been seen.
  func run(_ checked: CheckedBundle) throws(ConformanceFault) {
    try body(checked, kinds.intersection(checked.bundle.manifest.kinds))
  }
}

extension Set<PluginKind> {
  static let all = Set(PluginKind.allCases)
  /// Those that get pixels.
  static let pixels: Set = [.detector, .fill]
}

extension CheckedBundle {
  /// Opens the plugin, makes an instance of each of the kinds, and ends it when `body` is done with it. What is seen is
  /// told with the kind where there are several.
  func withInstances(
    of kinds: Set<PluginKind>, greeting: Greeting = Greeting(), lending: Lending = Lending(),
    hasExtensions: Bool = true, _ body: (CheckedInstance) throws(ConformanceFault) -> Void
  ) throws(ConformanceFault) {
    let plugin = try CheckedPlugin(self, greeting: greeting)
    for kind in PluginKind.allCases where kinds.contains(kind) {
      let instance = try plugin.make(kind, lending: lending, hasExtensions: hasExtensions)
      do throws(ConformanceFault) {
        try body(instance)
      } catch {
        throw bundle.manifest.kinds.count > 1 ? ConformanceFault("\(kind.rawValue): \(error.seen)") : error
      }
      instance.destroy()
    }
  }
}
