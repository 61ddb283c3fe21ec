internal import CCurl
internal import Glibc

/// What one exchange with one server brings, filled by libcurl's callbacks on the thread that drives it.
final class Intake {
  private static let headerLimit = 256 << 10

  private let rule: AddressRule
  private let isEncrypted: Bool
  private let bodyLimit: Int

  /// Status and headers of the answer, once they are complete.
  private(set) var head: (status: Int, headers: [String: String])?
  /// Body that nobody has taken yet.
  private var pending: [UInt8] = []
  /// How much body there was so far.
  private(set) var bodyCount = 0
  private var headerCount = 0
  private var building: (status: Int, headers: [String: String])?
  private var lastName = ""
  /// What was longer than allowed; `nil` if nothing was.
  private(set) var excess: String?
  /// Why an address was not connected to, and as what kind of failure.
  private(set) var refusal: (kind: TransferFailure.Kind, reason: String)?
  /// Whether any address was connected to.
  private(set) var hasOpened = false

  /// An intake for an exchange by the rule.
  init(rule: AddressRule, isEncrypted: Bool, bodyLimit: Int) {
    self.rule = rule
    self.isEncrypted = isEncrypted
    self.bodyLimit = bodyLimit
  }

  /// How much has come in all.
  var count: Int { headerCount + bodyCount }

  /// The body that came since it was last asked for.
  func takeBody() -> [UInt8] {
    defer { pending.removeAll(keepingCapacity: true) }
    return pending
  }

  /// Makes the line's callbacks its own. It must outlive the exchange.
  func attach(to line: CurlLine) throws(TransferFailure) {
    let context = UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque())
    try line.check(rfc_set_socket_opener(line.easy, Self.openSocket))
    try line.set(CURLOPT_OPENSOCKETDATA, context)
    try line.check(rfc_set_writer(line.easy, CURLOPT_WRITEFUNCTION, Self.writeBody))
    try line.set(CURLOPT_WRITEDATA, context)
    try line.check(rfc_set_writer(line.easy, CURLOPT_HEADERFUNCTION, Self.writeHeader))
    try line.set(CURLOPT_HEADERDATA, context)
  }

  private static func intake(_ context: UnsafeMutableRawPointer?) -> Intake? {
    context.map { Unmanaged<Intake>.fromOpaque($0).takeUnretainedValue() }
  }

  // MARK: Connecting

  private static let openSocket: curl_opensocket_callback = { context, _, address in
    guard let intake = intake(context), let address else { return CURL_SOCKET_BAD }
    var length = 0
    let start = rfc_socket_address(address, &length)
    guard intake.allows(UnsafeRawBufferPointer(start: start, count: length)) else { return CURL_SOCKET_BAD }
    let type = address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
    return socket(address.pointee.family, type, address.pointee.protocol)
  }

  /// Judges the very address that would be connected to.
  private func allows(_ socketAddress: UnsafeRawBufferPointer) -> Bool {
    guard let address = IPAddress(socketAddress: socketAddress) else {
      refusal = (.forbiddenAddress, "its address is neither of version 4 nor of version 6")
      return false
    }
    if let reason = rule.refusal(of: address) {
      refusal = (.forbiddenAddress, reason)
      return false
    }
    guard isEncrypted || rule.opens(address) else {
      refusal = (.insecure, "plain http is not encrypted")
      return false
    }
    hasOpened = true
    return true
  }

  // MARK: Receiving

  private static let writeBody: curl_write_callback = { bytes, size, count, context in
    guard let intake = intake(context) else { return 0 }
    return intake.take(body: UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
  }

  private static let writeHeader: curl_write_callback = { bytes, size, count, context in
    guard let intake = intake(context) else { return 0 }
    return intake.take(line: UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
  }

  private func take(body bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count <= bodyLimit - bodyCount else {
      excess = "more than \(bodyLimit) bytes"
      return false
    }
    bodyCount += bytes.count
    pending.append(contentsOf: bytes)
    return true
  }

  private func take(line bytes: UnsafeRawBufferPointer) -> Bool {
    headerCount += bytes.count
    guard headerCount <= Self.headerLimit else {
      excess = "headers of more than \(Self.headerLimit >> 10) KiB"
      return false
    }
    // What comes after a head is the trailer of a body in chunks.
    guard head == nil else { return true }
    let line = String(decoding: bytes, as: UTF8.self).trimmingLineEnd
    guard let building else {
      self.building = (Int(line.split(separator: " ").dropFirst().first ?? "") ?? 0, [:])
      lastName = ""
      return true
    }
    if line.isEmpty {
      // An interim answer is followed by the real one.
      if building.status >= 200 { head = building }
      self.building = nil
    } else {
      take(field: line)
    }
    return true
  }

  private func take(field line: Substring) {
    if line.first == " " || line.first == "\t" {
      // A value that goes on in the next line.
      let more = line.trimmingBlanks
      building?.headers[lastName, default: ""] += " " + more
      return
    }
    guard let colon = line.firstIndex(of: ":") else { return }
    lastName = line[..<colon].trimmingBlanks.lowercased()
    let value = line[line.index(after: colon)...].trimmingBlanks
    if let known = building?.headers[lastName] {
      building?.headers[lastName] = "\(known), \(value)"
    } else {
      building?.headers[lastName] = String(value)
    }
  }
}

extension String {
  fileprivate var trimmingLineEnd: Substring {
    self[..<(lastIndex { !$0.isNewline }.map(index(after:)) ?? startIndex)]
  }
}

extension Substring {
  fileprivate var trimmingBlanks: Substring {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) })
    else {
      return ""
    }
    return self[first...last]
  }
}
