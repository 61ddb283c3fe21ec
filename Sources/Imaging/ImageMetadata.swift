/// What a camera or editor noted about a picture, carried over only on request: it may tell where and when a
/// photo was taken.
package struct ImageMetadata: Sendable, Equatable {
  /// EXIF, TIFF-structured, without prefix.
  package var exif: [UInt8]?
  /// An XMP packet: XML.
  package var xmp: [UInt8]?
  /// A Photoshop resource block with IPTC records, written to JPEG only.
  package var iptc: [UInt8]?

  package init(exif: [UInt8]? = nil, xmp: [UInt8]? = nil, iptc: [UInt8]? = nil) {
    self.exif = exif
    self.xmp = xmp
    self.iptc = iptc
  }

  package var isEmpty: Bool { exif == nil && xmp == nil && iptc == nil }

  /// The metadata of a file whose header was probed.
  package static func read(
    _ bytes: UnsafeRawBufferPointer, info: ImageInfo
  ) throws(ImagingError) -> ImageMetadata {
    switch info.format {
    case .jpeg, .png, .webp:
      let blobs = info.blobs
      return ImageMetadata(
        exif: blobs.exif.map { [UInt8](bytes.slice($0)) }, xmp: blobs.xmp.map { [UInt8](bytes.slice($0)) },
        iptc: blobs.iptc.map { [UInt8](bytes.slice($0)) })
    case .gif, .tiff, .heif, .avif:
      let library = try VipsCodecLibrary.shared(for: info.format)
      let prefix: [UInt8] = [0x45, 0x78, 0x69, 0x66, 0, 0]
      let exif = try library.metadata(bytes, format: info.format, kind: .exif)
      return ImageMetadata(
        exif: exif.map { $0.starts(with: prefix) ? [UInt8]($0.dropFirst(6)) : $0 },
        xmp: try library.metadata(bytes, format: info.format, kind: .xmp),
        iptc: try library.metadata(bytes, format: info.format, kind: .iptc).map(photoshopBlock))
    }
  }

  /// What a file of this format cannot hold, which the encoder leaves out.
  package func lost(in format: ImageFormat) -> [String] {
    guard format == .jpeg else { return iptc == nil ? [] : ["IPTC"] }
    // With the name that goes in front of each in its segment; the block of IPTC has it already.
    let sizes = [
      ("EXIF", exif.map { $0.count + 6 }), ("XMP", xmp.map { $0.count + 29 }), ("IPTC", iptc?.count),
    ]
    return sizes.filter { ($0.1 ?? 0) > Self.jpegSegment }.map(\.0)
  }

  /// What fits into one segment of a JPEG file.
  static let jpegSegment = 65_533

  /// IPTC records as JPEG files carry them: in resource 0x0404 of a Photoshop block.
  private static func photoshopBlock(_ records: [UInt8]) -> [UInt8] {
    let name = [UInt8]("Photoshop 3.0\0".utf8)
    guard !records.starts(with: name) else { return records }
    let length = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: records.count >> $0) }
    let resource = [UInt8]("8BIM".utf8) + [0x04, 0x04, 0, 0] + length
    return name + resource + records + (records.count % 2 == 0 ? [] : [0])
  }

  /// The metadata as it must be for an upright picture of this size.
  func normalised(for size: Raster.Size) -> ImageMetadata {
    var result = self
    result.exif = exif.flatMap { block in
      block.withUnsafeBytes { EXIF($0)?.normalised(for: size) }
    }
    result.xmp = xmp.map(Self.uprightXMP)
    return result
  }

  /// Sets the orientation that XMP repeats, in both of its spellings.
  private static func uprightXMP(_ packet: [UInt8]) -> [UInt8] {
    var result = packet
    for mark in ["tiff:Orientation=\"", "tiff:Orientation='", "tiff:Orientation>"] {
      let mark = [UInt8](mark.utf8)
      guard packet.count > mark.count else { return packet }
      for at in 0..<packet.count - mark.count
      where packet[at] == mark[0] && packet[at..<at + mark.count].elementsEqual(mark) {
        let digit = packet[at + mark.count]
        if (0x32...0x38).contains(digit) { result[at + mark.count] = 0x31 }
      }
    }
    return result
  }
}
