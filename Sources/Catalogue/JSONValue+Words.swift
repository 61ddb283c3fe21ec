internal import ReframeSDK

extension [String: JSONValue] {
  /// Such as `generation_mode=fast, resolution=1k`.
  var words: String {
    sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.words)" }.joined(separator: ", ")
  }
}

extension JSONValue {
  /// A string as it is, anything else as JSON.
  var words: String { string ?? (try? JSON.encode(self)) ?? "" }
}
