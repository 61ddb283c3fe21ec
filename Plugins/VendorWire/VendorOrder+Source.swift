internal import FoundationEssentials
package import ReframeSDK

extension VendorOrder {
  /// The source's public address; `nil` if there is none, or none of a kind that the vendor takes.
  package func address(only schemes: [String] = ["https://", "http://"]) -> String? {
    source.url.flatMap { url in schemes.contains { url.lowercased().hasPrefix($0) } ? url : nil }
  }

  /// How many bytes the source has; `nil` if it is only an address.
  package var byteCount: Int? {
    if let data = source.data { return data.count }
    guard let path = source.path else { return nil }
    return (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? nil
  }

  /// The source's bytes. Throws `unsupported` if there are none.
  package func bytes() throws(ReframeError) -> [UInt8] { Array(try data()) }

  /// The source in Base64, behind the given words.
  package func base64(after prefix: String = "") throws(ReframeError) -> [UInt8] {
    let text = try data().base64EncodedData()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(prefix.utf8.count + text.count)
    bytes += prefix.utf8
    bytes += text
    return bytes
  }

  private func data() throws(ReframeError) -> Data {
    if let data = source.data, let base = data.baseAddress {
      // Lent for the call, which is longer than this value is used.
      return Data(bytesNoCopy: UnsafeMutableRawPointer(mutating: base), count: data.count, deallocator: .none)
    }
    guard let path = source.path else {
      throw unsupported("the source is neither at hand nor at an address that it takes")
    }
    do {
      return try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe)
    } catch {
      throw ReframeError(.notFound, "\(path) cannot be read")
    }
  }

  /// The source's media type of the card's medium. Throws `unsupported` if nobody knows it.
  package func neededMediaType() throws(ReframeError) -> String {
    guard let type = sourceMediaType, type.hasPrefix("\(card.medium.rawValue)/") else {
      throw unsupported(
        "it has to be told the source's media type, \(card.medium.rawValue)/…, which is "
          + (sourceMediaType.map { "'\($0)'" } ?? "not known"))
    }
    return type
  }
}
