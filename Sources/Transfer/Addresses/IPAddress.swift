internal import Glibc

/// A network address of version 4 or 6.
package enum IPAddress: Equatable, Sendable {
  /// The four bytes, the first one highest.
  case v4(UInt32)
  /// The sixteen bytes, the first one highest.
  case v6(UInt128)

  /// Reads `10.0.0.1` or `fd00::1` and nothing looser: no short, octal or hexadecimal forms.
  package init?(_ text: String) {
    // A zero would end the text for C.
    guard !text.utf8.contains(0) else { return nil }
    var bytes = [UInt8](repeating: 0, count: 16)
    if inet_pton(AF_INET, text, &bytes) == 1 {
      self = .v4(bytes[..<4].reduce(0) { $0 << 8 | UInt32($1) })
    } else if inet_pton(AF_INET6, text, &bytes) == 1 {
      self = .v6(bytes.reduce(0) { $0 << 8 | UInt128($1) })
    } else {
      return nil
    }
  }

  /// The address in a `sockaddr` of the system's; `nil` if it is no network address.
  init?(socketAddress: UnsafeRawBufferPointer) {
    guard socketAddress.count >= MemoryLayout<sa_family_t>.size else { return nil }
    let size = socketAddress.count
    switch Int32(socketAddress.loadUnaligned(as: sa_family_t.self)) {
    case AF_INET where size >= MemoryLayout<sockaddr_in>.size:
      self = .v4(UInt32(bigEndian: socketAddress.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
    case AF_INET6 where size >= MemoryLayout<sockaddr_in6>.size:
      self = .v6(UInt128(bigEndian: socketAddress.loadUnaligned(fromByteOffset: 8, as: UInt128.self)))
    default: return nil
    }
  }

  /// The version 4 address that a mapped one stands for: the system connects to that very address.
  var unmapped: IPAddress {
    guard case .v6(let value) = self, value >> 32 == 0xffff else { return self }
    return .v4(UInt32(truncatingIfNeeded: value))
  }

  /// How many bits it has.
  var width: Int {
    switch self {
    case .v4: 32
    case .v6: 128
    }
  }
}

extension IPAddress: CustomStringConvertible {
  /// The usual text, such as `10.0.0.1` or `fd00::1`.
  package var description: String {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let isWritten =
      switch self {
      case .v4(let value):
        withUnsafeBytes(of: value.bigEndian) {
          inet_ntop(AF_INET, $0.baseAddress, &text, socklen_t(text.count)) != nil
        }
      case .v6(let value):
        withUnsafeBytes(of: value.bigEndian) {
          inet_ntop(AF_INET6, $0.baseAddress, &text, socklen_t(text.count)) != nil
        }
      }
    guard isWritten else { return "an address" }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
