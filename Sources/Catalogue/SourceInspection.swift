package import Hosting
package import ReframeSDK

extension SourceDescription {
  /// Looks at a file: its type by its first bytes, the size of a picture through the preferred provider if
  /// there is one, the length of an MP4 or QuickTime video from its header. Throws for a picture that cannot be read.
  package init(_ source: SourceFile, host: Host) throws(ReframeError) {
    self.init()
    address = source.address
    mediaType = source.withBytes { MediaType.sniff($0) }
    byteCount = Int64(source.withBytes(\.count))
    if mediaType?.hasPrefix("video/") == true {
      durationMilliseconds = source.withBytes { MovieHeader.milliseconds($0) }
    } else if (try? host.provider(nil)) != nil {
      size = try host.size(of: source)
    }
  }
}
