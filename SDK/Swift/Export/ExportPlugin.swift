public import CReframe
internal import Synchronization

/// Answers the host's handshake with a plugin that makes instances with `factories`, one for each kind.
///
/// A plugin in Swift is a conformer and this call:
///
/// ```swift
/// @c @implementation
/// public func reframe_entry(_ handshake: UnsafePointer<rf_handshake>!) -> UnsafePointer<rf_entry>! {
///   exportPlugin(handshake, id: "plain", version: "1.0.0", .fill { _ in PlainFill() })
/// }
/// ```
///
/// `id` and `version` are those of the plugin's `plugin.json`. A host of another major version is refused, with
/// the reason in words: `nil`, and "speaks contract 2.0, this plugin 1.0".
public func exportPlugin(
  _ handshake: UnsafePointer<rf_handshake>?, id: StaticString, version: StaticString,
  _ factories: PluginFactory...
) -> UnsafePointer<rf_entry>? {
  guard let handshake, handshake.pointee.size >= UInt32(MemoryLayout<rf_handshake>.size) else {
    return nil
  }
  let host = handshake.pointee
  guard host.contract_major == UInt32(RF_CONTRACT_MAJOR) else {
    refuse(
      host,
      "the host speaks contract \(host.contract_major).\(host.contract_minor), "
        + "this plugin \(RF_CONTRACT_MAJOR).\(RF_CONTRACT_MINOR)")
    return nil
  }
  return exported.withLock { exported in
    if let entry = exported.entry { return UnsafePointer(entry.address) }
    for factory in factories { exported.factories[factory.kind.code] = PublishedFactory(factory) }
    let entry = UnsafeMutablePointer<rf_entry>.allocate(capacity: 1)
    entry.initialize(to: describe(id: id, version: version))
    exported.entry = Published(address: entry)
    return UnsafePointer(entry)
  }
}

/// A pointer to something that lives as long as the library.
private struct Published<Value>: @unchecked Sendable {
  let address: UnsafeMutablePointer<Value>
}

/// A factory and the C struct that stands for it.
private struct PublishedFactory: Sendable {
  let factory: PluginFactory
  let table: Published<rf_factory>

  init(_ factory: PluginFactory) {
    self.factory = factory
    var table = rf_factory()
    table.size = UInt32(MemoryLayout<rf_factory>.size)
    table.kind = factory.kind.code
    table.concurrency = factory.concurrency.code
    table.create =
      switch factory.kind {
      case .provider: { create(.provider, host: $0, configuration: $1, table: $2, error: $3) }
      case .detector: { create(.detector, host: $0, configuration: $1, table: $2, error: $3) }
      case .fill: { create(.fill, host: $0, configuration: $1, table: $2, error: $3) }
      case .pricing: { create(.pricing, host: $0, configuration: $1, table: $2, error: $3) }
      }
    let address = UnsafeMutablePointer<rf_factory>.allocate(capacity: 1)
    address.initialize(to: table)
    self.table = Published(address: address)
  }
}

private struct Exported: Sendable {
  var entry: Published<rf_entry>?
  var factories: [UInt32: PublishedFactory] = [:]
}

/// A plugin is a library of its own, so one set of globals is one plugin.
private let exported = Mutex(Exported())

private func describe(id: StaticString, version: StaticString) -> rf_entry {
  var entry = rf_entry()
  entry.size = UInt32(MemoryLayout<rf_entry>.size)
  entry.contract_major = UInt32(RF_CONTRACT_MAJOR)
  entry.contract_minor = UInt32(RF_CONTRACT_MINOR)
  entry.id = id.text
  entry.version = version.text
  entry.factory = { kind in exported.withLock { UnsafePointer($0.factories[kind]?.table.address) } }
  return entry
}

private func create(
  _ kind: PluginKind, host: UnsafePointer<rf_host>?, configuration: rf_text,
  table: UnsafeMutablePointer<UnsafeRawPointer?>?, error: UnsafeMutablePointer<rf_error>?
) -> Int32 {
  RawCall.report(to: error) { () throws(ReframeError) in
    guard let factory = exported.withLock({ $0.factories[kind.code]?.factory }), let table else {
      throw ReframeError(.invalidArgument, "nothing of this kind is made here")
    }
    let environment = PluginEnvironment(
      host: try PluginHost(host), configuration: try JSONValue(text: configuration))
    table.pointee = try factory.make(environment)
    return RF_OK
  }
}

private func refuse(_ host: rf_handshake, _ reason: String) {
  guard let room = host.reason, host.reason_capacity > 0 else { return }
  let bytes = reason.utf8.prefix(Int(clamping: host.reason_capacity) - 1)
  for (index, byte) in bytes.enumerated() { room[index] = CChar(bitPattern: byte) }
  room[bytes.count] = 0
}

extension StaticString {
  fileprivate var text: rf_text {
    rf_text(
      data: UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self), length: UInt64(utf8CodeUnitCount)
    )
  }
}
