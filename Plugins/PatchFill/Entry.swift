public import CReframe
import ReframeSDK

/// The entry of the contract: answers the host's handshake.
@c @implementation
public func reframe_entry(_ handshake: UnsafePointer<rf_handshake>!) -> UnsafePointer<rf_entry>! {
  exportPlugin(handshake, id: "patch", version: "1.0.0", .fill { _ in PatchFill() })
}
