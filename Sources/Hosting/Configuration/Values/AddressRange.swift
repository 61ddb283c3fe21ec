internal import Glibc

/// A range of network addresses: `10.0.0.0/8`, `fd00::/8`.
package struct AddressRange: SettingText, Equatable {
  package static let expected = "an address range such as 10.0.0.0/8 or fd00::/8"

  package let text: String

  package init(text: String) throws(SettingFault) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard let address = Self.bytes(parts.first ?? "") else {
      throw SettingFault("'\(text)' is not \(Self.expected)")
    }
    let bits = address.count * 8
    guard parts.count == 2 else {
      throw SettingFault(
        "'\(text)' is not \(Self.expected)\(parts.count == 1 ? "; did you mean '\(text)/\(bits)'?" : "")")
    }
    guard let length = Int(parts[1]), (0...bits).contains(length), "\(length)" == parts[1] else {
      throw SettingFault("'\(text)': '\(parts[1])' is not between 0 and \(bits)")
    }
    let isExact = address.indices.allSatisfy { index in
      address[index] & UInt8(truncatingIfNeeded: 0xff >> max(0, min(8, length - index * 8))) == 0
    }
    guard isExact else {
      throw SettingFault("'\(text)' has bits set beyond the first \(length); set them to zero")
    }
    self.text = text
  }

  private static func bytes(_ text: String) -> [UInt8]? {
    // A zero would end the text for C.
    guard !text.utf8.contains(0) else { return nil }
    for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
      var bytes = [UInt8](repeating: 0, count: count)
      if inet_pton(family, text, &bytes) == 1 { return bytes }
    }
    return nil
  }
}
