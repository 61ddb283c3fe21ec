/// What went wrong, whether trying again helps, and whether it may have been paid for.
public struct ReframeError: Error, Equatable, Sendable {
  /// What kind of fault it is; open to growth, so treat an unknown one as `internalFault`.
  public struct Kind: Hashable, Sendable, RawRepresentable {
    /// The status of the C contract.
    public let rawValue: Int32

    /// Makes a kind from a status of the C contract.
    public init(rawValue: Int32) { self.rawValue = rawValue }
  }

  /// Whether a paid service took the job.
  public enum Acceptance: Int32, Sendable, Codable {
    /// It did not: falling back is free.
    case no = 1
    /// It did, and may charge.
    case yes = 2
    /// Nobody knows; never buy again without asking.
    case unknown = 0
  }

  /// The kind of fault.
  public var kind: Kind
  /// What, where and what to do, for a person.
  public var message: String
  /// The vendor's own code, or empty.
  public var code: String
  /// Whether the same call may succeed later.
  public var isRetryable: Bool
  /// How long to wait before that, in milliseconds; 0 if not said.
  public var retryAfterMilliseconds: Int64
  /// Whether a paid service took the job.
  public var accepted: Acceptance

  /// Makes an error.
  public init(
    _ kind: Kind, _ message: String, code: String = "", isRetryable: Bool = false,
    retryAfterMilliseconds: Int64 = 0, accepted: Acceptance = .no
  ) {
    self.kind = kind
    self.message = message
    self.code = code
    self.isRetryable = isRetryable
    self.retryAfterMilliseconds = retryAfterMilliseconds
    self.accepted = accepted
  }
}

extension ReframeError.Kind {
  /// The caller's data is wrong; the same call fails again.
  public static let invalidArgument = Self(rawValue: 2)
  /// Right, but this plugin or vendor cannot do it.
  public static let unsupported = Self(rawValue: 3)
  /// No credentials, or bad ones.
  public static let unauthenticated = Self(rawValue: 4)
  /// Good credentials without the right.
  public static let forbidden = Self(rawValue: 5)
  /// Too many calls.
  public static let rateLimited = Self(rawValue: 6)
  /// No credit left.
  public static let quota = Self(rawValue: 7)
  /// Refused for what the picture shows.
  public static let contentPolicy = Self(rawValue: 8)
  /// A deadline passed.
  public static let timeout = Self(rawValue: 9)
  /// The job was cancelled.
  public static let cancelled = Self(rawValue: 10)
  /// A service is down or out of reach.
  public static let unavailable = Self(rawValue: 11)
  /// Memory, disk, or a limit of this machine.
  public static let resourceExhausted = Self(rawValue: 12)
  /// No such plugin, model, ticket or file.
  public static let notFound = Self(rawValue: 13)
  /// A fault of the plugin.
  public static let internalFault = Self(rawValue: 14)

  /// A short name, such as `invalid_argument`, for logs and metrics.
  public var label: String {
    let labels = [
      "ok", "pending", "invalid_argument", "unsupported", "unauthenticated", "forbidden", "rate_limited",
      "quota", "content_policy", "timeout", "cancelled", "unavailable", "resource_exhausted", "not_found",
      "internal",
    ]
    return labels.indices.contains(Int(rawValue)) ? labels[Int(rawValue)] : "internal"
  }
}

extension ReframeError: CustomStringConvertible {
  /// The message.
  public var description: String { message }
}
