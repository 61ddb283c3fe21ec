internal import CReframe
internal import CWorkerChannel
internal import Glibc
internal import ReframeSDK

/// A packet from a worker that is being read. A plugin may have written it, so nothing in it is believed: what does
/// not lie within the packet is thrown as `internalFault`.
struct PacketReader {
  private let packet: UnsafeRawBufferPointer
  private var at = 0
  private var descriptors: ArraySlice<Int32>

  init(_ packet: UnsafeRawBufferPointer, descriptors: [Int32] = []) {
    self.packet = packet
    self.descriptors = descriptors[...]
  }

  static let broken = ReframeError(.internalFault, "wrote what is no packet into the worker's channel")

  mutating func number<Value: BitwiseCopyable>(_ type: Value.Type) throws(ReframeError) -> Value {
    let end = at + MemoryLayout<Value>.size
    guard end <= packet.count else { throw Self.broken }
    defer { at = end }
    return packet.loadUnaligned(fromByteOffset: at, as: Value.self)
  }

  /// Bytes, borrowed from the packet.
  mutating func data() throws(ReframeError) -> UnsafeRawBufferPointer {
    guard let count = Int(exactly: try number(UInt64.self)), count <= packet.count - at else {
      throw Self.broken
    }
    defer { at += count }
    return UnsafeRawBufferPointer(rebasing: packet[at..<at + count])
  }

  /// Text, borrowed from the packet.
  mutating func text() throws(ReframeError) -> rf_text {
    let data = try data()
    return rf_text(data: data.baseAddress?.assumingMemoryBound(to: CChar.self), length: UInt64(data.count))
  }

  mutating func string() throws(ReframeError) -> String { String(try text()) }

  /// The next descriptor that came along; it is the caller's from here on.
  mutating func descriptor() throws(ReframeError) -> Int32 {
    guard let descriptor = descriptors.popFirst() else { throw Self.broken }
    return descriptor
  }

  /// Closes what came along and was not taken.
  mutating func close() {
    descriptors.forEach { Glibc.close($0) }
    descriptors = []
  }

  mutating func error() throws(ReframeError) -> rf_error {
    var error = rf_error()
    error.size = UInt32(MemoryLayout<rf_error>.size)
    error.kind = try number(Int32.self)
    error.accepted = try number(Int32.self)
    error.retryable = try number(UInt32.self)
    error.retry_after_ms = try number(Int64.self)
    Self.copy(try data(), to: &error.code)
    Self.copy(try data(), to: &error.message)
    return error
  }

  private static func copy<Array>(_ text: UnsafeRawBufferPointer, to array: inout Array) {
    withUnsafeMutableBytes(of: &array) { $0.copyBytes(from: text.prefix($0.count - 1)) }
  }
}
