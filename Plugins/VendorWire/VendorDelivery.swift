internal import FoundationEssentials
package import ReframeSDK

/// Hands a vendor's results to the host: addresses to be fetched, or the bytes that came inline.
package struct VendorDelivery: Sendable {
  private let vendor: String
  private let ticket: VendorTicket
  private let result: VendorResult

  /// Delivers what the vendor of that name made for a ticket.
  package init(vendor: String, ticket: VendorTicket, result: VendorResult) {
    (self.vendor, self.ticket, self.result) = (vendor, ticket, result)
  }

  /// Writes every variation that was asked for; the charge goes with the first.
  package func write(to output: RenditionOutput) throws(ReframeError) {
    guard !result.addresses.isEmpty else {
      throw ReframeError(
        .internalFault,
        "\(vendor) says that the job is done, and names no result; ask its support for '\(ticket.id)'",
        accepted: .yes)
    }
    for (index, address) in result.addresses.prefix(max(1, ticket.count)).enumerated() {
      var rendition = Rendition(
        output: 0, mediaType: ticket.mediaType, size: ticket.size ?? PixelSize(width: 0, height: 0))
      rendition.variation = index
      if index == 0 { rendition.charge = result.charge }
      if address.hasPrefix("data:") {
        let (type, bytes) = try inline(address)
        rendition.mediaType = type ?? ticket.mediaType
        try output.write(rendition) { (write) throws(ReframeError) in
          // `withUnsafeBytes` forwards no typed error.
          var failure: ReframeError?
          bytes.withUnsafeBytes { buffer in
            do throws(ReframeError) { try write(buffer) } catch { failure = error }
          }
          if let failure { throw failure }
        }
      } else {
        rendition.url = address
        rendition.mediaType = Self.mediaType(of: address) ?? ticket.mediaType
        try output.write(rendition) { (_) throws(ReframeError) in }
      }
    }
  }

  /// The type and the bytes of a data URI in Base64.
  private func inline(_ text: String) throws(ReframeError) -> (type: String?, bytes: Data) {
    let head = text.prefix { $0 != "," }
    guard head.hasSuffix(";base64"), head.count < text.count,
      let bytes = Data(base64Encoded: String(text.dropFirst(head.count + 1))), !bytes.isEmpty
    else {
      throw ReframeError(
        .internalFault,
        "\(vendor) sent a result inline that is not Base64; results expire there within the hour",
        accepted: .yes)
    }
    let type = head.dropFirst("data:".count).prefix { $0 != ";" }
    return (type.isEmpty ? nil : String(type), bytes)
  }

  /// The media type by the extension of an address's path.
  private static func mediaType(of address: String) -> String? {
    let path = address.prefix { $0 != "?" && $0 != "#" }
    guard let name = path.split(separator: "/").last, let dot = name.lastIndex(of: ".") else { return nil }
    switch name[name.index(after: dot)...].lowercased() {
    case "png": return "image/png"
    case "jpg", "jpeg": return "image/jpeg"
    case "webp": return "image/webp"
    case "mp4": return "video/mp4"
    case "webm": return "video/webm"
    default: return nil
    }
  }
}
