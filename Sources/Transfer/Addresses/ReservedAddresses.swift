/// Addresses that are not of the public network, by IANA's registries of special-purpose addresses.
enum ReservedAddresses {
  /// What the address is, such as `127.0.0.1 is a loopback address`; `nil` for one of the public network.
  static func refusal(of address: IPAddress) -> String? {
    switch address {
    case .v4(let value): kind(of: value).map { "\(address) is \($0)" }
    case .v6(let value): refusal(of: value)
    }
  }

  // MARK: Version 4

  private struct Block4 {
    let first: UInt32
    let length: Int
    let kind: String

    init(_ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32, _ length: Int, _ kind: String) {
      first = a << 24 | b << 16 | c << 8 | d
      self.length = length
      self.kind = kind
    }
  }

  /// The narrower before the wider.
  private static let blocks4 = [
    Block4(0, 0, 0, 0, 32, "the unspecified address"),
    Block4(0, 0, 0, 0, 8, "a reserved address"),
    Block4(10, 0, 0, 0, 8, "a private address"),
    Block4(100, 64, 0, 0, 10, "an address behind a carrier's NAT"),
    Block4(127, 0, 0, 0, 8, "a loopback address"),
    // Public by its number, yet answered inside Azure by the machine's own platform.
    Block4(168, 63, 129, 16, 32, "an address of a cloud's platform"),
    Block4(169, 254, 0, 0, 16, "a link-local address"),
    Block4(172, 16, 0, 0, 12, "a private address"),
    Block4(192, 0, 0, 0, 24, "a reserved address"),
    Block4(192, 0, 2, 0, 24, "a documentation address"),
    Block4(192, 88, 99, 0, 24, "a reserved address"),
    Block4(192, 168, 0, 0, 16, "a private address"),
    Block4(198, 18, 0, 0, 15, "a benchmarking address"),
    Block4(198, 51, 100, 0, 24, "a documentation address"),
    Block4(203, 0, 113, 0, 24, "a documentation address"),
    Block4(224, 0, 0, 0, 4, "a multicast address"),
    Block4(255, 255, 255, 255, 32, "the broadcast address"),
    Block4(240, 0, 0, 0, 4, "a reserved address"),
  ]

  private static func kind(of value: UInt32) -> String? {
    blocks4.first { ($0.first ^ value) >> (32 - $0.length) == 0 }?.kind
  }

  // MARK: Version 6

  private struct Block6 {
    let first: UInt128
    let length: Int
    let kind: String

    init(_ groups: [UInt128], _ length: Int, _ kind: String) {
      first = groups.reduce(0) { $0 << 16 | $1 } << (128 - 16 * groups.count)
      self.length = length
      self.kind = kind
    }

    func contains(_ value: UInt128) -> Bool { (first ^ value) >> (128 - length) == 0 }
  }

  private static let blocks6 = [
    Block6([0, 0, 0, 0, 0, 0, 0, 0], 128, "the unspecified address"),
    Block6([0, 0, 0, 0, 0, 0, 0, 1], 128, "a loopback address"),
    Block6([0x64, 0xff9b, 1], 48, "a private address"),
    Block6([0x100], 64, "a discarded address"),
    Block6([0x2001, 2], 48, "a benchmarking address"),
    Block6([0x2001, 0xdb8], 32, "a documentation address"),
    Block6([0x3fff], 20, "a documentation address"),
    Block6([0xfc00], 7, "a private address"),
    Block6([0xfe80], 10, "a link-local address"),
    Block6([0xfec0], 10, "a site-local address"),
    Block6([0xff00], 8, "a multicast address"),
  ]

  private static let teredo = Block6([0x2001, 0], 32, "")
  private static let sixToFour = Block6([0x2002], 16, "")
  private static let nat64 = Block6([0x64, 0xff9b, 0, 0, 0, 0], 96, "")
  private static let protocols = Block6([0x2001], 23, "")
  private static let globalUnicast = Block6([0x2000], 3, "")

  private static func refusal(of value: UInt128) -> String? {
    let text = IPAddress.v6(value).description
    if let block = blocks6.first(where: { $0.contains(value) && $0.length == 128 }) {
      return "\(text) is \(block.kind)"
    }
    for inner in embedded(in: value) {
      if let kind = kind(of: inner) { return "\(text) leads to \(IPAddress.v4(inner)), \(kind)" }
    }
    if let block = blocks6.first(where: { $0.contains(value) }) { return "\(text) is \(block.kind)" }
    let isPublic =
      value >> 32 == 0xffff || nat64.contains(value) || teredo.contains(value)
      || (globalUnicast.contains(value) && !protocols.contains(value))
    return isPublic ? nil : "\(text) is a reserved address"
  }

  /// The version 4 addresses to which one of version 6 may lead.
  private static func embedded(in value: UInt128) -> [UInt32] {
    func bits(_ shift: Int) -> UInt32 { UInt32(truncatingIfNeeded: value >> shift) }
    var found: [UInt32] = []
    // Compatible (::/96), mapped (::ffff:0:0/96) and translated (::ffff:0:0:0/96) addresses.
    if [0, 0xffff, 0xffff_0000].contains(value >> 32) { found.append(bits(0)) }
    if nat64.contains(value) || Block6([0x64, 0xff9b, 1], 48, "").contains(value) { found.append(bits(0)) }
    if sixToFour.contains(value) { found.append(bits(80)) }
    // The client's address is written with every bit turned.
    if teredo.contains(value) { found += [bits(64), ~bits(0)] }
    // ISATAP's mark, with and without the bit that says that the address is unique.
    if bits(32) & ~0x0200_0000 == 0x5efe { found.append(bits(0)) }
    return found
  }
}
