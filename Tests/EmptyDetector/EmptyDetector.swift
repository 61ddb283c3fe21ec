public import CReframe
import ReframeSDK

/// Finds nothing, to show what it costs to ask.
struct EmptyDetector: SubjectDetector {
  func subjects(in image: PixelView, parameters: JSONValue, job: JobContext) throws(ReframeError)
    -> SubjectMap
  {
    try job.checkCancelled()
    return SubjectMap(regions: [])
  }
}

/// The entry of the contract: answers the host's handshake.
@c @implementation
public func reframe_entry(_ handshake: UnsafePointer<rf_handshake>!) -> UnsafePointer<rf_entry>! {
  exportPlugin(handshake, id: "empty", version: "1.0.0", .detector { _ in EmptyDetector() })
}
