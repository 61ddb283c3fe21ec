/// Takes secrets out of text that is shown, also where they were cut short or written in another way.
struct Redaction: Sendable {
  /// Shorter ones would take words out of messages that have nothing to do with them.
  private static let shortest = 6
  /// The beginning of a key by which it is known when its end is cut off.
  private static let beginning = 8
  /// Keys from this length on are also cut out when only their beginning is there.
  private static let long = 16
  private static let mark = Array("…".utf8)

  /// Every way in which a secret is looked for.
  private var needles: [[UInt8]] = []

  /// Adds a secret, in ASCII.
  mutating func add(_ secret: String) {
    guard secret.utf8.count >= Self.shortest else { return }
    let escaped = secret.replacing("/", with: "\\/")
    for form in [secret, escaped, Self.percent(secret)] where !needles.contains(Array(form.utf8)) {
      needles.append(Array(form.utf8))
    }
    // The longest match counts.
    needles.sort { $0.count > $1.count }
  }

  /// The secret as it stands in a query.
  private static func percent(_ secret: String) -> String {
    secret.map { sign in
      guard let byte = sign.asciiValue, !sign.isLetter, !sign.isNumber, !"-._~".contains(sign) else {
        return String(sign)
      }
      return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
  }

  /// The text with every secret as `…`. Bytes are compared, as signs that follow may combine with a secret's last.
  func applied(to text: String) -> String {
    guard !needles.isEmpty else { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var at = 0
    while at < bytes.count {
      let length = needles.lazy.map { Self.match($0, bytes[at...]) }.max() ?? 0
      if length == 0 {
        result.append(bytes[at])
        at += 1
      } else {
        result += Self.mark
        at += length
      }
    }
    return result.count == bytes.count && result == bytes ? text : String(decoding: result, as: UTF8.self)
  }

  /// How many bytes of a secret stand here: all of it, or as much as follows of a long one.
  private static func match(_ needle: [UInt8], _ bytes: ArraySlice<UInt8>) -> Int {
    let common = zip(needle, bytes).prefix { $0 == $1 }.count
    if common == needle.count { return common }
    return needle.count >= long && common >= beginning ? common : 0
  }
}
