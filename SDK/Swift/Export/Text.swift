package import CReframe

extension String {
  /// Copies text that crossed the contract; bytes that are not UTF-8 are replaced.
  package init(_ text: rf_text) {
    let bytes = UnsafeRawBufferPointer(start: text.data, count: text.data == nil ? 0 : Int(text.length))
    self = String(decoding: bytes, as: UTF8.self)
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

extension JSONValue {
  /// Reads an object that crossed the contract; no text is an object without members.
  init(text: rf_text) throws(ReframeError) {
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
