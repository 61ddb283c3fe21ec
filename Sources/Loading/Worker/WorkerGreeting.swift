internal import CReframe
internal import ReframeSDK

/// What a worker says once its plugin is open.
struct WorkerGreeting: Sendable, Equatable {
  /// What the plugin is kept from, in words.
  let sandbox: String
  let id: String
  let version: String
  let contractMajor: UInt32
  let contractMinor: UInt32
  /// How many calls at a time each kind bears; those that the plugin does not make are missing.
  private(set) var concurrency: [UInt32: UInt32] = [:]

  /// Reads it. Throws the plugin's reason if it refused.
  init(_ reader: inout PacketReader) throws(ReframeError) {
    let kind = try reader.number(Int32.self)
    let reason = try reader.string()
    guard kind == RF_OK else { throw ReframeError(.init(rawValue: kind), reason) }
    sandbox = try reader.string()
    id = try reader.string()
    version = try reader.string()
    contractMajor = try reader.number(UInt32.self)
    contractMinor = try reader.number(UInt32.self)
    for kind in PluginKind.allCases.map(\.code).sorted() {
      let isMade = try reader.number(UInt32.self) != 0
      let bears = try reader.number(UInt32.self)
      if isMade { concurrency[kind] = bears }
    }
  }
}
