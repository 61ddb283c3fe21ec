package import ReframeSDK

/// Takes the files that a provider makes. Several renditions may arrive side by side from several threads.
package protocol RenditionReceiver: Sendable {
  /// Opens the file for a rendition. What it throws is what the job fails with.
  func begin(_ rendition: Rendition) throws(ReframeError) -> any RenditionWriter
}

/// Takes the bytes of one rendition, from one thread at a time.
package protocol RenditionWriter: AnyObject, Sendable {
  /// Takes a piece.
  func write(_ bytes: UnsafeRawBufferPointer) throws(ReframeError)
  /// The file is complete.
  func finish() throws(ReframeError)
  /// The file will not be completed; leave nothing behind.
  func abandon()
}
