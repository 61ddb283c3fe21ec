package import ReframeSDK

/// One instance of a plugin and the table through which it is called; destroyed with this object.
package final class PluginInstance<Table: PluginTable>: @unchecked Sendable {
  private let library: PluginLibrary
  private let table: UnsafePointer<Table>
  private let gate: CallGate?

  init(library: PluginLibrary, table: UnsafePointer<Table>, gate: CallGate?) {
    self.library = library
    self.table = table
    self.gate = gate
  }

  /// Lends the table, for as many callers at a time as the plugin declared that it bears.
  package func call<Result>(_ body: (Table) -> Result) -> Result {
    gate.run { body(table.pointee) }
  }

  /// The same on behalf of a plugin that is in a call itself. Throws `unavailable` if that would wait for this one, and this
  /// one for that.
  package func callOnBehalf(_ body: (Table) -> Int32) throws(ReframeError) -> Int32 {
    if let status = gate.runUnlessDeadlocked({ body(table.pointee) }) { return status }
    throw ReframeError(
      .unavailable,
      "the plugin '\(manifest.id)' waits for the one that asks it, which bears one call at a time",
      isRetryable: true, accepted: .no)
  }

  /// What the plugin declares.
  package var manifest: PluginManifest { library.bundle.manifest }

  deinit { gate.run { table.pointee.end() } }
}
