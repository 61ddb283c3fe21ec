package import CReframe
internal import Glibc
package import ReframeSDK

/// A plugin whose library is open and has agreed to work with this host. In this process it is never closed: a Swift
/// library cannot be unloaded safely.
package final class PluginLibrary: @unchecked Sendable {
  package let bundle: PluginBundle
  private let source: Source
  private let gate = CallGate()

  /// Where the plugin runs.
  private enum Source {
    case entry(UnsafePointer<rf_entry>)
    case worker(PluginWorker)
  }

  /// Opens the library in this process, shakes hands, and compares what the plugin says of itself with its manifest.
  /// Throws the reason why it cannot be used.
  package init(_ bundle: PluginBundle) throws(ReframeError) {
    self.bundle = bundle
    try bundle.checkLibrary()
    let entry = try PluginEntry(bundle)
    source = .entry(entry.pointer)
    try bundle.checkLibrary()
    try entry.identity.check(against: bundle.manifest)
  }

  /// The same in a worker, a process of its own.
  package init(_ bundle: PluginBundle, worker limits: WorkerLimits) throws(ReframeError) {
    self.bundle = bundle
    let worker = PluginWorker(bundle, limits: limits)
    source = .worker(worker)
    try bundle.checkLibrary()
    let identity = try PluginIdentity(worker.process().greeting)
    try bundle.checkLibrary()
    try identity.check(against: bundle.manifest)
  }

  /// Makes an instance of the kind that `Table` belongs to. The plugin's own reason is thrown if it cannot.
  package func instance<Table: PluginTable>(
    _ type: Table.Type, host: UnsafePointer<rf_host>, configuration: String = "{}"
  ) throws(ReframeError) -> PluginInstance<Table> {
    switch source {
    case .entry(let entry): return try instance(entry, host, configuration)
    case .worker(let worker): return try instance(worker, host, configuration)
    }
  }

  private func instance<Table: PluginTable>(
    _ entry: UnsafePointer<rf_entry>, _ host: UnsafePointer<rf_host>, _ configuration: String
  ) throws(ReframeError) -> PluginInstance<Table> {
    guard let factory = entry.pointee.factory?(Table.kind.code) else { throw isNo(Table.kind) }
    guard factory.pointee.size >= UInt32(MemoryLayout<rf_factory>.size),
      factory.pointee.kind == Table.kind.code, let create = factory.pointee.create
    else { throw fault("has a factory of an unknown size or kind") }
    let gate = gate(for: factory.pointee.concurrency)
    var made: UnsafeRawPointer?
    _ = try started { () throws(ReframeError) in
      try RawCall.run { error in
        gate.run { configuration.withText { create(host, $0, &made, error) } }
      }
    }
    guard let made, made.load(as: UInt32.self) >= UInt32(MemoryLayout<Table>.size) else {
      throw fault("made a table of an unknown size")
    }
    let table = made.assumingMemoryBound(to: Table.self)
    let instance = PluginInstance(library: self, table: table, gate: gate)
    guard table.pointee.isComplete else { throw fault("made a \(Table.kind.rawValue) that lacks a function") }
    return instance
  }

  private func instance<Table: PluginTable>(
    _ worker: PluginWorker, _ host: UnsafePointer<rf_host>, _ configuration: String
  ) throws(ReframeError) -> PluginInstance<Table> {
    let process = try worker.process()
    guard let concurrency = process.greeting.concurrency[Table.kind.code] else { throw isNo(Table.kind) }
    let gate = gate(for: concurrency)
    let instance = try started { () throws(ReframeError) in
      try gate.run {
        Result { () throws(ReframeError) in
          try WorkerInstance(worker, kind: Table.kind, host: host, configuration: configuration)
        }
      }.get()
    }
    return PluginInstance(
      library: self, table: WorkerTables.table(Table.kind, instance).assumingMemoryBound(to: Table.self),
      gate: gate)
  }

  /// What lets as many callers through at a time as the plugin bears.
  private func gate(for concurrency: UInt32) -> CallGate? {
    switch concurrency {
    case UInt32(RF_CONCURRENT): nil
    case UInt32(RF_INSTANCE_SERIAL): CallGate()
    // The safest for values of no meaning, too.
    default: gate
    }
  }

  private func started<Result>(_ body: () throws(ReframeError) -> Result) throws(ReframeError) -> Result {
    do throws(ReframeError) {
      return try body()
    } catch {
      var failure = error
      failure.message = "the plugin '\(bundle.manifest.id)' cannot start: \(error.message)"
      throw failure
    }
  }

  private func isNo(_ kind: PluginKind) -> ReframeError {
    ReframeError(.unsupported, "the plugin '\(bundle.manifest.id)' is no \(kind.rawValue)")
  }

  private func fault(_ what: String) -> ReframeError {
    ReframeError(.internalFault, "the plugin '\(bundle.manifest.id)' \(what)")
  }
}
