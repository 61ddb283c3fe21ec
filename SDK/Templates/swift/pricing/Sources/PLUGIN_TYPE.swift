public import CReframe
import ReframeSDK

/// So much for each output.
///
/// A calculator says what a job will cost before anybody buys.
struct PLUGIN_TYPE: PricingCalculator {
  /// Pure: the same job and card give the same quote, without clock, file or network. The price itself is never in
  /// the code: it stands in a price book, and comes with the card of the model. `PricingRule` reads it, exactly, and
  /// quotes what is not known as unknown, which is never the same as free.
  func quote(_ job: ReframeJob, card: ModelCard) throws(ReframeError) -> Quote {
    try PricingRule(card, for: "PLUGIN_ID").quote(
      job.resultCount, for: job.parameters, unless: "the outputs cannot be counted")
  }
}

/// What the host calls when it opens the library. Id and version are those of plugin.json. The closure makes an
/// instance; `environment.configuration` holds the user's settings for this plugin.
@c @implementation
public func reframe_entry(_ handshake: UnsafePointer<rf_handshake>!) -> UnsafePointer<rf_entry>! {
  exportPlugin(handshake, id: "PLUGIN_ID", version: "0.1.0", .pricing { environment in PLUGIN_TYPE() })
}
