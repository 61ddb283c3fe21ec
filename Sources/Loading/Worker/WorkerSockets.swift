internal import CWorkerChannel
internal import Glibc
internal import ReframeSDK

/// The sockets and pipes between this process and its workers.
enum WorkerSockets {
  static func pair(_ sockets: inout (Int32, Int32)) throws(ReframeError) {
    let code = withUnsafeMutableBytes(of: &sockets) {
      socketpair(
        AF_UNIX, Int32(SOCK_SEQPACKET.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0,
        $0.bindMemory(to: Int32.self).baseAddress)
    }
    guard code == 0 else { throw exhausted() }
  }

  static func pipe(_ ends: inout (Int32, Int32)) throws(ReframeError) {
    guard rw_pipe(&ends.0, &ends.1) == 0 else { throw exhausted() }
  }

  /// Sends a packet. Throws `unavailable` if the worker is gone.
  static func send(_ packet: PacketWriter, to socket: Int32) throws(ReframeError) {
    guard packet.fits else {
      throw ReframeError(.resourceExhausted, "a call of \(packet.bytes.count) bytes is too long for a worker")
    }
    let code = packet.bytes.withUnsafeBytes { bytes in
      packet.descriptors.withUnsafeBufferPointer {
        rw_send(socket, bytes.baseAddress, bytes.count, $0.baseAddress, $0.count)
      }
    }
    guard code != 0 else { return }
    if [EPIPE, ECONNRESET, EAGAIN].contains(code) { throw gone }
    throw ReframeError(
      .resourceExhausted, "a worker cannot be reached: \(String(cString: strerror(code)))", isRetryable: true)
  }

  /// How long to wait for a packet; 0 for ever.
  static func limit(_ socket: Int32, seconds: Int = 0, milliseconds: Int = 0) {
    var time = timeval(tv_sec: seconds, tv_usec: milliseconds * 1000)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
  }

  /// How long to wait for room for a packet; then the other side is as good as gone.
  static func limitSending(_ socket: Int32, milliseconds: Int) {
    var time = timeval(tv_sec: milliseconds / 1000, tv_usec: milliseconds % 1000 * 1000)
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
  }

  /// The worker has ended, or closed its side; how is to be asked of the process.
  static let gone = ReframeError(.unavailable, "the worker is gone")

  private static func exhausted() -> ReframeError {
    ReframeError(.resourceExhausted, "no channel to a worker: \(String(cString: strerror(errno)))")
  }
}

/// A packet that came from a worker; descriptors that nobody takes are closed.
struct WorkerPacket: ~Copyable {
  private let bytes: [UInt8]
  private var descriptors: [Int32]

  /// Waits for the answer on a control socket, whose first number is its kind.
  init(from socket: Int32) throws(ReframeError) {
    var descriptors = [Int32](repeating: -1, count: Int(RW_DESCRIPTOR_LIMIT))
    var count = 0
    var length = 0
    bytes = [UInt8](unsafeUninitializedCapacity: Int(RW_PACKET_LIMIT)) { buffer, initialized in
      length = rw_receive(socket, buffer.baseAddress, buffer.count, &descriptors, &count)
      initialized = max(0, length)
    }
    self.descriptors = Array(descriptors.prefix(count))
    if length == -Int(EAGAIN) { throw ReframeError(.timeout, "did not start in time") }
    guard length > 0 else { throw WorkerSockets.gone }
  }

  /// Reads what stands behind the kind.
  mutating func read<Value>(_ body: (inout PacketReader) throws(ReframeError) -> Value) throws(ReframeError)
    -> Value
  {
    var result: Result<Value, ReframeError> = .failure(PacketReader.broken)
    bytes.withUnsafeBytes { bytes in
      var reader = PacketReader(bytes, descriptors: descriptors)
      do throws(ReframeError) {
        guard try reader.number(UInt32.self) == RW_READY else { throw PacketReader.broken }
        result = .success(try body(&reader))
      } catch {
        result = .failure(error)
      }
    }
    return try result.get()
  }

  deinit { for descriptor in descriptors { close(descriptor) } }
}
