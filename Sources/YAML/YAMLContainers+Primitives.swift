// The standard library's own forms for the primitive types do not recover, so each is led to the one that does.

extension YAMLKeyedContainer {
  func decodeIfPresent(_ type: Bool.Type, forKey key: Key) -> Bool? { recovered(key) }
  func decodeIfPresent(_ type: String.Type, forKey key: Key) -> String? { recovered(key) }
  func decodeIfPresent(_ type: Double.Type, forKey key: Key) -> Double? { recovered(key) }
  func decodeIfPresent(_ type: Float.Type, forKey key: Key) -> Float? { recovered(key) }
  func decodeIfPresent(_ type: Int.Type, forKey key: Key) -> Int? { recovered(key) }
  func decodeIfPresent(_ type: Int8.Type, forKey key: Key) -> Int8? { recovered(key) }
  func decodeIfPresent(_ type: Int16.Type, forKey key: Key) -> Int16? { recovered(key) }
  func decodeIfPresent(_ type: Int32.Type, forKey key: Key) -> Int32? { recovered(key) }
  func decodeIfPresent(_ type: Int64.Type, forKey key: Key) -> Int64? { recovered(key) }
  func decodeIfPresent(_ type: UInt.Type, forKey key: Key) -> UInt? { recovered(key) }
  func decodeIfPresent(_ type: UInt8.Type, forKey key: Key) -> UInt8? { recovered(key) }
  func decodeIfPresent(_ type: UInt16.Type, forKey key: Key) -> UInt16? { recovered(key) }
  func decodeIfPresent(_ type: UInt32.Type, forKey key: Key) -> UInt32? { recovered(key) }
  func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) -> UInt64? { recovered(key) }

  private func recovered<Value: Decodable>(_ key: Key) -> Value? {
    decodeIfPresent(Value.self, forKey: key)
  }
}

extension YAMLUnkeyedContainer {
  mutating func decodeIfPresent(_ type: Bool.Type) -> Bool? { recovered() }
  mutating func decodeIfPresent(_ type: String.Type) -> String? { recovered() }
  mutating func decodeIfPresent(_ type: Double.Type) -> Double? { recovered() }
  mutating func decodeIfPresent(_ type: Float.Type) -> Float? { recovered() }
  mutating func decodeIfPresent(_ type: Int.Type) -> Int? { recovered() }
  mutating func decodeIfPresent(_ type: Int8.Type) -> Int8? { recovered() }
  mutating func decodeIfPresent(_ type: Int16.Type) -> Int16? { recovered() }
  mutating func decodeIfPresent(_ type: Int32.Type) -> Int32? { recovered() }
  mutating func decodeIfPresent(_ type: Int64.Type) -> Int64? { recovered() }
  mutating func decodeIfPresent(_ type: UInt.Type) -> UInt? { recovered() }
  mutating func decodeIfPresent(_ type: UInt8.Type) -> UInt8? { recovered() }
  mutating func decodeIfPresent(_ type: UInt16.Type) -> UInt16? { recovered() }
  mutating func decodeIfPresent(_ type: UInt32.Type) -> UInt32? { recovered() }
  mutating func decodeIfPresent(_ type: UInt64.Type) -> UInt64? { recovered() }

  private mutating func recovered<Value: Decodable>() -> Value? { decodeIfPresent(Value.self) }
}
