internal import CReframe
internal import CWorkerChannel
internal import ReframeSDK

/// A packet to a worker that is being written, as `worker_channel.h` describes them.
struct PacketWriter {
  private(set) var bytes: [UInt8] = []
  /// Descriptors that go along.
  private(set) var descriptors: [Int32] = []

  init(_ kind: UInt32) {
    bytes.reserveCapacity(512)
    number(kind)
  }

  /// A list of fields without a kind, for a blob.
  init() {}

  mutating func number(_ value: some BitwiseCopyable) {
    withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
  }

  mutating func data(_ data: UnsafeRawBufferPointer) {
    number(UInt64(data.count))
    bytes.append(contentsOf: data)
  }

  mutating func text(_ text: rf_text) {
    data(UnsafeRawBufferPointer(start: text.data, count: text.data == nil ? 0 : Int(clamping: text.length)))
  }

  mutating func text(_ text: String) { text.withText { self.text($0) } }

  mutating func attach(_ descriptor: Int32) { descriptors.append(descriptor) }

  mutating func error(_ error: rf_error) {
    var error = error
    number(error.kind)
    number(error.accepted)
    number(error.retryable)
    number(error.retry_after_ms)
    withUnsafeBytes(of: &error.code) { data(UnsafeRawBufferPointer(rebasing: $0.prefix { $0 != 0 })) }
    withUnsafeBytes(of: &error.message) { data(UnsafeRawBufferPointer(rebasing: $0.prefix { $0 != 0 })) }
  }

  /// Whether it can be sent as one packet.
  var fits: Bool {
    bytes.count <= Int(RW_PACKET_LIMIT) && descriptors.count <= Int(RW_DESCRIPTOR_LIMIT)
  }
}

extension PacketWriter {
  /// Puts the fields of another behind its own.
  mutating func append(_ other: PacketWriter) {
    bytes += other.bytes
    descriptors += other.descriptors
  }
}

extension [UInt8] {
  /// Lends the bytes; as the standard library's, with an error of ours.
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws(ReframeError) -> Result) throws(ReframeError)
    -> Result
  {
    let outcome = withUnsafeBytes { bytes -> Swift.Result<Result, ReframeError> in
      do throws(ReframeError) { return .success(try body(bytes)) } catch { return .failure(error) }
    }
    return try outcome.get()
  }
}
