/// Which addresses may be connected to: those of the public network, and what somebody opened by name.
///
/// Whether a host is allowed is decided when it is connected to, by its address: a name says nothing.
package struct AddressRule: Sendable {
  private let opened: [AddressRange]

  /// The public network, and ranges such as `10.0.0.0/8`, `fd00::/8` or single addresses.
  package init(allowing ranges: [String]) throws(AddressRangeFault) {
    var opened: [AddressRange] = []
    for range in ranges { opened.append(try AddressRange(range)) }
    self.opened = opened
  }

  private init() { opened = [] }

  /// Nothing but the public network.
  package static let publicOnly = AddressRule()

  /// Whether one of the ranges holds it.
  package func opens(_ address: IPAddress) -> Bool {
    opened.contains { $0.contains(address) || $0.contains(address.unmapped) }
  }

  /// `nil` if the address may be connected to, else why not, such as `127.0.0.1 is a loopback address`.
  package func refusal(of address: IPAddress) -> String? {
    opens(address) ? nil : ReservedAddresses.refusal(of: address)
  }

  /// The same for an address as text.
  package func refusal(of text: String) -> String? {
    guard let address = IPAddress(text) else { return "'\(text.shown)' is no address" }
    return refusal(of: address)
  }
}
