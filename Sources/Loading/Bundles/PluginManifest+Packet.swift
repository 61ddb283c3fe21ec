internal import ReframeSDK

extension PluginManifest {
  /// Writes the manifest so that it can be read back faster than its text.
  func write(to packet: inout PacketWriter) {
    packet.text(id)
    packet.text(version)
    packet.text(contract)
    packet.text(library)
    for text in [name, description, minimumHost, license, concurrency?.rawValue] {
      packet.number(UInt8(text == nil ? 0 : 1))
      if let text { packet.text(text) }
    }
    packet.number(UInt8(kinds.count))
    for kind in kinds { packet.number(UInt8(kind.code)) }
    packet.number(acceptsCards.map { $0 ? UInt8(2) : 1 } ?? 0)
    packet.number(UInt8(isForeign ? 1 : 0))
    for list in [hosts, secrets, remarks] {
      packet.number(UInt32(list.map { $0.count + 1 } ?? 0))
      for text in list ?? [] { packet.text(text) }
    }
    text.withUnsafeBytes { packet.data($0) }
  }

  /// Reads what `write` wrote. Throws `internalFault` for anything else.
  init(_ packet: inout PacketReader) throws(ReframeError) {
    func optional() throws(ReframeError) -> String? {
      try packet.number(UInt8.self) == 0 ? nil : packet.string()
    }
    func list() throws(ReframeError) -> [String]? {
      let count = try packet.number(UInt32.self)
      guard count > 0 else { return nil }
      var texts: [String] = []
      for _ in 1..<count { texts.append(try packet.string()) }
      return texts
    }
    id = try packet.string()
    version = try packet.string()
    contract = try packet.string()
    library = try packet.string()
    name = try optional()
    description = try optional()
    minimumHost = try optional()
    license = try optional()
    concurrency = try optional().flatMap(Concurrency.init(rawValue:))
    kinds = []
    for _ in 0..<(try packet.number(UInt8.self)) {
      let code = try packet.number(UInt8.self)
      kinds += PluginKind.allCases.filter { $0.code == code }
    }
    let word = try packet.number(UInt8.self)
    acceptsCards = word == 0 ? nil : word == 2
    isForeign = try packet.number(UInt8.self) == 1
    hosts = try list()
    secrets = try list()
    remarks = try list() ?? []
    text = [UInt8](try packet.data())
  }
}
