internal import CReframe
package import Loading
package import ReframeSDK

/// What a test is about: a bundle, and what its instances are made and called with.
package struct CheckedBundle: Sendable {
  package let bundle: PluginBundle
  /// The settings its instances are made with, a JSON object.
  package let settings: String
  /// The model card that a provider is asked about, if one is known.
  package let card: ModelCard?

  package init(_ bundle: PluginBundle, settings: String = "{}", card: ModelCard? = nil) {
    self.bundle = bundle
    self.settings = settings
    self.card = card
  }
}

/// A plugin that is open in this process.
final class CheckedPlugin {
  let checked: CheckedBundle
  let entry: UnsafePointer<rf_entry>

  /// Opens the library and shakes hands.
  init(_ checked: CheckedBundle, greeting: Greeting = Greeting()) throws(ConformanceFault) {
    self.checked = checked
    let answer = try greeting.greet(checked.bundle)
    guard let entry = answer.entry else {
      throw ConformanceFault("reframe_entry refused the host: \(answer.reason ?? "it gave no reason")")
    }
    self.entry = entry
  }

  var manifest: PluginManifest { checked.bundle.manifest }

  /// The factory of a kind.
  func factory(_ kind: PluginKind) throws(ConformanceFault) -> UnsafePointer<rf_factory> {
    guard let factory = entry.pointee.factory?(kind.code) else {
      throw ConformanceFault("there is no factory of a \(kind.rawValue)")
    }
    guard factory.pointee.size >= UInt32(MemoryLayout<rf_factory>.size), factory.pointee.kind == kind.code,
      factory.pointee.create != nil
    else {
      throw ConformanceFault("the factory of a \(kind.rawValue) is of another size or kind, or lacks create")
    }
    return factory
  }

  /// Makes an instance, with the settings of the check if no others are given.
  func make(
    _ kind: PluginKind, settings: String? = nil, lending: Lending = Lending(), hasExtensions: Bool = true
  ) throws(ConformanceFault) -> CheckedInstance {
    let (instance, status, report) = try attempt(
      kind, settings: settings, lending: lending, hasExtensions: hasExtensions)
    guard let instance else {
      throw ConformanceFault("create of a \(kind.rawValue) answered \(status): \(report.text)")
    }
    return instance
  }

  /// Tries to make an instance.
  func attempt(
    _ kind: PluginKind, settings: String? = nil, lending: Lending = Lending(), hasExtensions: Bool = true
  ) throws(ConformanceFault) -> (instance: CheckedInstance?, status: Int32, report: ErrorReport) {
    let factory = try factory(kind)
    let host = LentHost(
      lending, hasExtensions: hasExtensions, reachesNetwork: !(manifest.hosts ?? []).isEmpty)
    // Nothing but the host may be kept.
    let things = LentThings(lending)
    let error = things.value(rf_error(), isConstant: false)
    var table: UnsafeRawPointer?
    let status = factory.pointee.create(
      host.pointer, things.text(settings ?? checked.settings), &table, error)
    let report = ErrorReport(error.pointee)
    things.end()
    guard status == RF_OK else { return (nil, status, report) }
    guard let table else {
      throw ConformanceFault("create of a \(kind.rawValue) answered RF_OK without a table")
    }
    return (try CheckedInstance(self, kind: kind, table: table, host: host), status, report)
  }
}
