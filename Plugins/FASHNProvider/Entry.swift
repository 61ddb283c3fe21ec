public import CReframe
import ReframeSDK
internal import VendorWire

/// The entry of the contract: answers the host's handshake.
@c @implementation
public func reframe_entry(_ handshake: UnsafePointer<rf_handshake>!) -> UnsafePointer<rf_entry>! {
  exportPlugin(
    handshake, id: "fashn", version: "1.0.0",
    .provider { (environment) throws(ReframeError) in
      VendorProvider(try FASHNDialect(settings: environment.configuration), host: environment.host)
    })
}
