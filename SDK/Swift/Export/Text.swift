package import CReframe

extension String {
  /// Copies text that crossed the contract; bytes that are not UTF-8 are replaced.
  package init(_ text: rf_text) {
    self = String(decoding: UnsafeRawBufferPointer(lent: text.data, length: text.length), as: UTF8.self)
  }

  /// Lends the string to a C call.
  package func withText<Result>(_ body: (rf_text) -> Result) -> Result {
    var copy = self
    return copy.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        body(rf_text(data: $0.baseAddress, length: UInt64($0.count)))
      }
    }
  }
}

extension UnsafeRawBufferPointer {
  /// Views bytes that crossed the contract. A length that no memory has can only be a mistake, and is none.
  init(lent start: UnsafeRawPointer?, length: UInt64) {
    self.init(start: start, count: start == nil ? 0 : Int(exactly: length) ?? 0)
  }
}

extension JSONValue {
  /// Reads an object that crossed the contract; no text is an object without members.
  package init(text: rf_text) throws(ReframeError) {
    if text.length == 0 || text.isEmptyObject {
      self = .object([:])
    } else {
      self = try JSON.decode(JSONValue.self, from: String(text), what: "parameters")
      guard case .object = self else {
        throw ReframeError(.invalidArgument, "parameters: expected an object")
      }
    }
  }
}

extension rf_text {
  /// Whether it is `{}`, which is not worth a parser.
  var isEmptyObject: Bool {
    guard length == 2, let data else { return false }
    return data[0] == 0x7b && data[1] == 0x7d
  }
}
