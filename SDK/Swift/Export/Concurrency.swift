internal import CReframe

/// How many calls at a time a plugin bears; the host keeps to it.
public enum Concurrency: String, Codable, Sendable {
  /// One call at a time in all instances.
  case processSerial = "process-serial"
  /// One call at a time in each instance.
  case instanceSerial = "instance-serial"
  /// Any number.
  case concurrent

  /// The value of the C contract.
  package var code: UInt32 {
    switch self {
    case .processSerial: UInt32(RF_PROCESS_SERIAL)
    case .instanceSerial: UInt32(RF_INSTANCE_SERIAL)
    case .concurrent: UInt32(RF_CONCURRENT)
    }
  }
}
