/// Width to height as two whole numbers, such as 16:9. Ratios of the same value are equal: 21:9 is 7:3.
public struct AspectRatio: Sendable {
  /// The width's share, as it was written.
  public let width: Int
  /// The height's share, as it was written.
  public let height: Int

  /// The widest ratio accepted, and the inverse of the narrowest.
  public static let limit = 1000

  /// Makes a ratio in lowest terms. `nil` unless both parts are positive, neither exceeds a million then, nor the
  /// other a thousandfold.
  public init?(width: Int, height: Int) {
    guard width > 0, height > 0 else { return nil }
    let divisor = Self.greatestCommonDivisor(width, height)
    self.init(asWritten: width / divisor, height / divisor)
  }

  /// Reads `16:9`, `16x9`, `16/9`, `2.35:1` or `1.91`; `nil` if it is none of these or out of range. Whole
  /// numbers keep their terms.
  public init?(_ text: String) {
    let parts = text.split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "x" || $0 == "/" }
    guard parts.count <= 2, let first = Self.thousandths(parts[0]) else { return nil }
    guard parts.count == 2 else {
      guard text.contains(".") else { return nil }
      self.init(width: first, height: 1000)
      return
    }
    guard let second = Self.thousandths(parts[1]) else { return nil }
    if first % 1000 == 0 && second % 1000 == 0 {
      self.init(asWritten: first / 1000, second / 1000)
    } else {
      self.init(width: first, height: second)
    }
  }

  private init?(asWritten width: Int, _ height: Int) {
    guard (1...1_000_000).contains(width), (1...1_000_000).contains(height), width <= height * Self.limit,
      height <= width * Self.limit
    else { return nil }
    self.width = width
    self.height = height
  }

  /// Width divided by height.
  public var value: Double { Double(width) / Double(height) }

  /// Reads digits with at most three after the point, as thousandths.
  private static func thousandths(_ text: Substring) -> Int? {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let fraction = parts.count == 2 ? parts[1] : ""
    guard (1...7).contains(parts[0].count), fraction.count <= 3, parts.count == 1 || !fraction.isEmpty,
      parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }), let whole = Int(parts[0])
    else { return nil }
    let padded = fraction + String(repeating: "0", count: 3 - fraction.count)
    return Int(padded).map { whole * 1000 + $0 }
  }

  private static func greatestCommonDivisor(_ first: Int, _ second: Int) -> Int {
    second == 0 ? first : greatestCommonDivisor(second, first % second)
  }
}

extension AspectRatio: Hashable {
  /// Whether the values are the same, whatever the terms.
  public static func == (first: AspectRatio, second: AspectRatio) -> Bool {
    first.width * second.height == first.height * second.width
  }

  /// Hashes the lowest terms.
  public func hash(into hasher: inout Hasher) {
    let divisor = Self.greatestCommonDivisor(width, height)
    hasher.combine(width / divisor)
    hasher.combine(height / divisor)
  }
}

extension AspectRatio: CustomStringConvertible {
  /// Such as `16:9`; decimals become whole numbers: `1.91` is `191:100`.
  public var description: String { "\(width):\(height)" }
}

extension AspectRatio: Codable {
  /// Reads the text form.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let ratio = AspectRatio(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is not a ratio")
    }
    self = ratio
  }

  /// Writes the text form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
