package import CReframe
internal import Glibc
package import ReframeSDK

/// A plugin whose library is open and has agreed to work with this host. It is never closed: a Swift library
/// cannot be unloaded safely.
package final class PluginLibrary: @unchecked Sendable {
  package let bundle: PluginBundle
  private let entry: UnsafePointer<rf_entry>
  private let gate = CallGate()

  /// Opens the library, shakes hands, and compares what the plugin says of itself with its manifest. Throws the
  /// reason why it cannot be used.
  package init(_ bundle: PluginBundle) throws(ReframeError) {
    self.bundle = bundle
    guard let handle = dlopen(bundle.libraryPath, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE) else {
      let reason = dlerror().map { String(cString: $0) } ?? "unknown reason"
      throw ReframeError(.invalidArgument, "cannot be opened: \(reason)")
    }
    guard let symbol = dlsym(handle, "reframe_entry") else {
      throw ReframeError(.invalidArgument, "\(bundle.manifest.library) has no entry named reframe_entry")
    }
    typealias Entry = @convention(c) (UnsafePointer<rf_handshake>?) -> UnsafePointer<rf_entry>?
    entry = try Self.shakeHands(unsafeBitCast(symbol, to: Entry.self))
    try checkIdentity()
  }

  /// Makes an instance of the kind that `Table` belongs to. The plugin's own reason is thrown if it cannot.
  package func instance<Table: PluginTable>(
    _ type: Table.Type, host: UnsafePointer<rf_host>, configuration: String = "{}"
  ) throws(ReframeError) -> PluginInstance<Table> {
    guard let factory = entry.pointee.factory?(Table.kind.code) else {
      throw ReframeError(.unsupported, "the plugin '\(bundle.manifest.id)' is no \(Table.kind.rawValue)")
    }
    guard factory.pointee.size >= UInt32(MemoryLayout<rf_factory>.size),
      factory.pointee.kind == Table.kind.code, let create = factory.pointee.create
    else { throw fault("has a factory of an unknown size or kind") }
    let gate: CallGate? =
      switch factory.pointee.concurrency {
      case UInt32(RF_CONCURRENT): nil
      case UInt32(RF_INSTANCE_SERIAL): CallGate()
      // The safest for values of no meaning, too.
      default: self.gate
      }
    var made: UnsafeRawPointer?
    do throws(ReframeError) {
      try RawCall.run { error in
        gate.run { configuration.withText { create(host, $0, &made, error) } }
      }
    } catch {
      var failure = error
      failure.message = "the plugin '\(bundle.manifest.id)' cannot start: \(error.message)"
      throw failure
    }
    guard let made, made.load(as: UInt32.self) >= UInt32(MemoryLayout<Table>.size) else {
      throw fault("made a table of an unknown size")
    }
    let table = made.assumingMemoryBound(to: Table.self)
    let instance = PluginInstance(library: self, table: table, gate: gate)
    guard table.pointee.isComplete else { throw fault("made a \(Table.kind.rawValue) that lacks a function") }
    return instance
  }

  private func fault(_ what: String) -> ReframeError {
    ReframeError(.internalFault, "the plugin '\(bundle.manifest.id)' \(what)")
  }

  private static func shakeHands(
    _ call: (UnsafePointer<rf_handshake>?) -> UnsafePointer<rf_entry>?
  ) throws(ReframeError) -> UnsafePointer<rf_entry> {
    var reason = [CChar](repeating: 0, count: 512)
    let entry = "reframe".withText { name in
      Version.current.withText { version in
        reason.withUnsafeMutableBufferPointer { room in
          var handshake = rf_handshake()
          handshake.size = UInt32(MemoryLayout<rf_handshake>.size)
          handshake.contract_major = UInt32(Contract.major)
          handshake.contract_minor = UInt32(Contract.minor)
          handshake.host_name = name
          handshake.host_version = version
          handshake.reason = room.baseAddress
          handshake.reason_capacity = UInt64(room.count)
          return call(&handshake)
        }
      }
    }
    guard let entry else {
      reason[511] = 0
      let text = String(decoding: reason.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      throw ReframeError(
        .unsupported, "does not work with this host: \(text.isEmpty ? "it gave no reason" : text)")
    }
    guard entry.pointee.size >= UInt32(MemoryLayout<rf_entry>.size) else {
      throw ReframeError(.internalFault, "answers with an entry of an unknown size")
    }
    return entry
  }

  private func checkIdentity() throws(ReframeError) {
    let manifest = bundle.manifest
    let id = String(entry.pointee.id)
    let version = String(entry.pointee.version)
    guard id == manifest.id else {
      throw ReframeError(
        .invalidArgument, "plugin.json says '\(manifest.id)', the library says it is '\(id)'")
    }
    guard version == manifest.version else {
      throw ReframeError(
        .invalidArgument, "plugin.json says version \(manifest.version), the library says \(version)")
    }
    guard Int(entry.pointee.contract_major) == Contract.major else {
      throw ReframeError(
        .unsupported,
        "the library speaks contract \(entry.pointee.contract_major).\(entry.pointee.contract_minor), "
          + "this host \(Contract.text)")
    }
    for kind in manifest.kinds where entry.pointee.factory?(kind.code) == nil {
      throw ReframeError(.invalidArgument, "plugin.json promises a \(kind.rawValue) that the library lacks")
    }
  }
}
