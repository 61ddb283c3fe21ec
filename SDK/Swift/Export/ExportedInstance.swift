/// Keeps a conformer and the table through which C calls it alive until the host destroys them.
package final class ExportedInstance<Conformer: Sendable, Table> {
  private let conformer: Conformer
  private let table: UnsafeMutablePointer<Table>

  private init(_ conformer: Conformer, table: UnsafeMutablePointer<Table>) {
    self.conformer = conformer
    self.table = table
  }

  /// Makes a table with `fill`, which gets the value for its `instance` member.
  package static func export(_ conformer: Conformer, _ fill: (UnsafeMutableRawPointer) -> Table)
    -> UnsafeRawPointer
  {
    let table = UnsafeMutablePointer<Table>.allocate(capacity: 1)
    let instance = ExportedInstance(conformer, table: table)
    table.initialize(to: fill(Unmanaged.passRetained(instance).toOpaque()))
    return UnsafeRawPointer(table)
  }

  /// Lends the conformer behind a table's `instance` member, without counting references.
  package static func with<Result>(
    _ pointer: UnsafeMutableRawPointer?, _ body: (Conformer) throws(ReframeError) -> Result
  ) throws(ReframeError) -> Result {
    guard let pointer else { throw ReframeError(.invalidArgument, "a call without an instance") }
    // The host keeps the instance until `destroy`, so nothing is counted here.
    return try Unmanaged<ExportedInstance>.fromOpaque(pointer)._withUnsafeGuaranteedRef {
      instance -> Swift.Result<Result, ReframeError> in
      do throws(ReframeError) { return .success(try body(instance.conformer)) } catch {
        return .failure(error)
      }
    }.get()
  }

  /// Lets go of the conformer and its table.
  package static func destroy(_ pointer: UnsafeMutableRawPointer?) {
    guard let pointer else { return }
    Unmanaged<ExportedInstance>.fromOpaque(pointer).release()
  }

  deinit {
    table.deinitialize(count: 1)
    table.deallocate()
  }
}
