@testable import YAML

/// Decodes a text; faults are `line:column: message`, and the nearest name is the one that begins alike.
func decode<Value: Decodable>(_ type: Value.Type, _ text: String) -> (value: Value?, faults: [String]) {
  decode(type, [UInt8](text.utf8))
}

/// Decodes bytes.
func decode<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) -> (value: Value?, faults: [String]) {
  let decoded = YAMLDocument(bytes).decode(type) { word, names in
    names.first { $0.first == word.first }
  }
  return (decoded.value, decoded.faults.map { "\($0.mark.line):\($0.mark.column): \($0.message)" })
}

/// Any document, and a text of what it says.
struct Tree: Decodable, CustomStringConvertible {
  let description: String

  init(from decoder: any Decoder) throws {
    let single = try decoder.singleValueContainer()
    if single.decodeNil() {
      description = "null"
    } else if let value = try? single.decode(Bool.self) {
      description = "\(value)"
    } else if let value = try? single.decode(Int.self) {
      description = "\(value)"
    } else if let value = try? single.decode(Double.self) {
      description = "\(value)"
    } else if let value = try? single.decode(String.self) {
      description = "'\(value)'"
    } else if let elements = try? single.decode([Tree].self) {
      description = "\(elements)"
    } else {
      let members = try single.decode([String: Tree].self)
      description = "{\(members.sorted { $0.key < $1.key }.map { "\($0): \($1)" }.joined(separator: ", "))}"
    }
  }
}
