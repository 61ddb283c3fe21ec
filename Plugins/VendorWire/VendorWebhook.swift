package import ReframeSDK

/// Where a vendor is to tell when a job is over, for whoever listens there: jobs are asked after all the same.
package struct VendorWebhook: Sendable {
  /// The setting that names the address.
  private static let addressKey = "webhook"
  /// The setting of what the vendor repeats, so that the listener knows it.
  private static let secretKey = "webhookSecret"

  /// Where it calls.
  package let address: String
  /// What it says there of itself; `nil` for nothing.
  package let secret: String?

  /// The webhook that an instance's settings name; `nil` if they name none. Throws `invalidArgument` for what is no
  /// address, and for a secret that has none or that the vendor would not repeat.
  package init?(_ settings: JSONValue, of profile: VendorProfile, repeatsSecret: Bool = false)
    throws(ReframeError)
  {
    let secret = settings[Self.secretKey].flatMap { $0 == .null ? nil : $0 }
    guard let value = settings[Self.addressKey], value != .null else {
      guard secret == nil else {
        throw ReframeError(
          .invalidArgument,
          "'\(Self.secretKey)' of \(profile.name) has no use without '\(Self.addressKey)'; say both or none")
      }
      return nil
    }
    guard let text = value.string, ["https://", "http://"].contains(where: text.lowercased().hasPrefix),
      text.split(separator: "/").count > 1, !text.contains("#"),
      text.unicodeScalars.allSatisfy({ (0x21...0x7e).contains($0.value) })
    else {
      throw ReframeError(
        .invalidArgument,
        "'\(Self.addressKey)' of \(profile.name) is not an address such as https://your.host/done")
    }
    guard secret == nil || repeatsSecret else {
      throw ReframeError(
        .invalidArgument,
        "\(profile.name) signs no webhooks, so '\(Self.secretKey)' would never arrive; leave it out")
    }
    if let secret, secret.string?.isEmpty != false {
      throw ReframeError(.invalidArgument, "'\(Self.secretKey)' of \(profile.name) is not a text")
    }
    (address, self.secret) = (text, secret?.string)
  }

  /// Throws `invalidArgument` for settings that name a webhook, at a vendor that has none.
  package static func refuse(_ settings: JSONValue, of profile: VendorProfile) throws(ReframeError) {
    let named = [addressKey, secretKey].first { name in settings[name].map { $0 != .null } ?? false }
    guard let named else { return }
    throw ReframeError(
      .invalidArgument,
      "\(profile.name) calls no webhooks; leave '\(named)' out, as it is asked after its jobs")
  }
}
