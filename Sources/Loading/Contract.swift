internal import CReframe

/// The revision of the contract that this host speaks.
package enum Contract {
  package static let major = Int(RF_CONTRACT_MAJOR)
  package static let minor = Int(RF_CONTRACT_MINOR)
  package static var text: String { "\(major).\(minor)" }
}
