package import ReframeSDK

/// What a vendor's result must be: a picture or video by its own bytes, of the ratio that was asked for.
package struct ResultCheck: Sendable {
  /// The ratios asked for, by output.
  private let aspects: [AspectRatio]
  /// How far a result's ratio may be off: vendors' own sizes for 21:9 are 1.8 % off.
  private static let tolerance = 0.03
  /// Bytes in which a file's type and size are looked for.
  static let headLength = 256 << 10

  package init(_ outputs: [OutputRequest]) { aspects = outputs.map(\.aspect) }

  /// The rendition as its first bytes say it is. Throws for what is no picture or video, or of another ratio; the
  /// vendor has done its work then, so it may charge.
  func corrected(_ rendition: Rendition, head: UnsafeRawBufferPointer) throws(ReframeError) -> Rendition {
    guard rendition.role == .result else { return rendition }
    var rendition = rendition
    guard let type = MediaType.sniff(head), type.hasPrefix("image/") || type.hasPrefix("video/") else {
      throw ReframeError(
        .internalFault, "the result is no picture but \(Self.words(head, rendition.mediaType))",
        accepted: .yes)
    }
    rendition.mediaType = type
    guard let size = PictureSize.read(head, type) else { return rendition }
    rendition.size = size
    guard aspects.indices.contains(rendition.output) else { return rendition }
    let wanted = aspects[rendition.output]
    guard abs(size.ratio / wanted.value - 1) <= Self.tolerance else {
      throw ReframeError(
        .internalFault, "the result has the wrong ratio: \(wanted) was asked for, and it is \(size)",
        accepted: .yes)
    }
    return rendition
  }

  /// What somebody sees who looks at bytes that are no picture.
  private static func words(_ head: UnsafeRawBufferPointer, _ mediaType: String) -> String {
    guard !head.isEmpty else { return "nothing at all" }
    let start = String(decoding: head.prefix(60), as: UTF8.self)
    let isText = start.unicodeScalars.allSatisfy {
      $0.value >= 0x20 && $0.value != 0xfffd || [0x09, 0x0a, 0x0d].contains($0.value)
    }
    return isText
      ? "text: '\(start.onOneLine)…'" : "bytes of an unknown kind, said to be \(mediaType.onOneLine)"
  }
}
