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
    guard let gate else { return body(table.pointee) }
    return gate.run { body(table.pointee) }
  }

  deinit { table.pointee.end() }
}
