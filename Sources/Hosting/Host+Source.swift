package import ReframeSDK

extension Host {
  /// The bytes of an input: a file, standard input for `-`, or what an address on the public network gives. Throws
  /// with the reason; the name is for the caller to add.
  package func source(_ input: String) throws(ReframeError) -> SourceFile {
    guard input.hasPrefix("https://") || input.hasPrefix("http://") else {
      return try SourceFile(path: input)
    }
    return try SourceFile(try fetch(input), url: input)
  }
}
