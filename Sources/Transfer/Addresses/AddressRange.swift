/// A text that names no range of addresses.
package struct AddressRangeFault: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong with it and how one is written.
  package let description: String

  /// Says what is wrong.
  package init(_ description: String) { self.description = description }
}

/// Addresses that begin with the same bits: `10.0.0.0/8`, `fd00::/8`, or a single one.
struct AddressRange: Sendable {
  private let first: IPAddress
  private let length: Int

  /// Reads the range. Throws for bits beyond its length, as one of the two numbers must be a mistake then.
  init(_ text: String) throws(AddressRangeFault) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let first = IPAddress(parts[0]) else {
      throw AddressRangeFault(
        "'\(text.shown)' is no range of addresses; write one such as 10.0.0.0/8, fd00::/8 or 127.0.0.1")
    }
    self.first = first
    guard parts.count == 2 else {
      length = first.width
      return
    }
    guard let length = Int(parts[1]), (0...first.width).contains(length), "\(length)" == parts[1] else {
      throw AddressRangeFault(
        "'\(text.shown)' is no range of addresses: the number after the slash is one of 0 to \(first.width)")
    }
    self.length = length
    guard first == first.first(length) else {
      throw AddressRangeFault(
        "'\(text.shown)' has bits beyond the first \(length); \(first.first(length))/\(length) begins there")
    }
  }

  /// Whether the address is one of them. Version 4 and 6 never mix.
  func contains(_ address: IPAddress) -> Bool {
    address.width == first.width && address.first(length) == first
  }
}

extension IPAddress {
  /// The same with every bit but the first so many cleared.
  fileprivate func first(_ length: Int) -> IPAddress {
    switch self {
    // A shift by all the bits gives zero, as the smart shifts of Swift do.
    case .v4(let value): .v4((value >> (32 - length)) << (32 - length))
    case .v6(let value): .v6((value >> (128 - length)) << (128 - length))
    }
  }
}
