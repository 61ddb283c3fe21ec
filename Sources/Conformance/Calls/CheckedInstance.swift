internal import CReframe
internal import Loading
internal import ReframeSDK

/// One instance of the checked plugin, called through its table.
final class CheckedInstance: @unchecked Sendable {
  let kind: PluginKind
  let host: LentHost
  let checked: CheckedBundle
  private let table: UnsafeRawPointer

  /// Takes a table that `create` made. Throws if it is not whole.
  init(_ plugin: CheckedPlugin, kind: PluginKind, table: UnsafeRawPointer, host: LentHost)
    throws(ConformanceFault)
  {
    self.kind = kind
    self.host = host
    self.table = table
    checked = plugin.checked
    switch kind {
    case .provider: try check(rf_provider.self)
    case .detector: try check(rf_detector.self)
    case .fill: try check(rf_fill.self)
    case .pricing: try check(rf_pricing.self)
    }
  }

  private func check<Table: PluginTable>(_ type: Table.Type) throws(ConformanceFault) {
    let size = table.load(as: UInt32.self)
    try require(
      size >= UInt32(MemoryLayout<Table>.size),
      "the table of a \(kind.rawValue) says that it has \(size) bytes, and \(MemoryLayout<Table>.size) are needed"
    )
    try require(
      table.load(as: Table.self).isComplete,
      "the table of a \(kind.rawValue) lacks a function that has to be there")
  }

  /// The instance's functions.
  func table<Table: PluginTable>(as type: Table.Type) -> Table { table.load(as: type) }

  /// Calls it once: a fill fills, a detector detects, a calculator quotes, and a provider is taken from its models to
  /// the end of a job.
  func call(_ trial: Trial = Trial()) -> TrialOutcome {
    switch kind {
    case .fill: fill(trial)
    case .detector: detect(trial)
    case .pricing: quote(trial)
    case .provider: provide(trial)
    }
  }

  /// Ends the instance.
  func destroy() {
    switch kind {
    case .provider: table(as: rf_provider.self).end()
    case .detector: table(as: rf_detector.self).end()
    case .fill: table(as: rf_fill.self).end()
    case .pricing: table(as: rf_pricing.self).end()
    }
    host.end()
  }

  /// Calls with an `rf_error` of its own.
  func run(_ things: LentThings, _ body: (UnsafeMutablePointer<rf_error>) -> Int32) -> (Int32, ErrorReport) {
    let error = things.value(rf_error(), isConstant: false)
    let status = body(error)
    return (status, ErrorReport(error.pointee))
  }
}
