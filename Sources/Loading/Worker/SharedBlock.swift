internal import CReframe
internal import CWorkerChannel
internal import Glibc
internal import ReframeSDK
internal import Synchronization

/// Memory that this process and workers both see.
final class SharedBlock: @unchecked Sendable {
  /// Its name in packets to those who may only read it; those who may write have the next number.
  let name: UInt64
  let base: UnsafeMutableRawPointer
  let size: Int
  private let descriptor: Int32
  private let readOnly: Int32

  private static let lastName = Atomic<UInt64>(0)

  /// Makes memory of at least so many bytes. Throws `resourceExhausted`.
  init(size wanted: Int) throws(ReframeError) {
    size = Self.room(for: wanted)
    name = Self.lastName.add(2, ordering: .relaxed).newValue
    descriptor = rw_make_memory(UInt64(size))
    guard descriptor >= 0 else { throw Self.exhausted(-descriptor) }
    // Opened anew, as who has it from this descriptor cannot map it for writing.
    readOnly = open("/proc/self/fd/\(descriptor)", O_RDONLY | O_CLOEXEC)
    // And nobody opens it anew after that.
    fchmod(descriptor, 0)
    let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
    guard let memory, memory != MAP_FAILED, readOnly >= 0 else {
      let code = errno
      if let memory, memory != MAP_FAILED { munmap(memory, size) }
      if readOnly >= 0 { close(readOnly) }
      close(descriptor)
      throw Self.exhausted(code)
    }
    base = memory
  }

  /// Maps what a worker made, and takes the descriptor over. Throws `internalFault` if it could shrink.
  init(foreign descriptor: Int32, name: UInt64, size: UInt64) throws(ReframeError) {
    self.name = name
    self.descriptor = descriptor
    readOnly = -1
    guard name & UInt64(RW_BLOCK_OF_WORKER) != 0, size > 0, size <= 1 << 40,
      rw_is_memory(descriptor, size) != 0,
      let memory = mmap(nil, Int(size), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0),
      memory != MAP_FAILED
    else {
      close(descriptor)
      throw PacketReader.broken
    }
    self.size = Int(size)
    base = memory
  }

  /// The descriptor to hand to a worker.
  func descriptor(isWritable: Bool) -> Int32 { isWritable ? descriptor : readOnly }

  /// The part of it that begins at `offset`; `nil` if it does not lie within.
  func part(offset: UInt64, length: UInt64) -> UnsafeMutableRawBufferPointer? {
    guard offset <= UInt64(size), length <= UInt64(size) - offset else { return nil }
    return UnsafeMutableRawBufferPointer(start: base + Int(offset), count: Int(length))
  }

  /// Whether all of it lies in here.
  func holds(_ start: UnsafeRawPointer, _ length: Int) -> Bool {
    start >= base && length <= size && start + length <= base + size
  }

  /// Sizes are powers of two, so that memory that is kept fits again.
  static func room(for length: Int) -> Int {
    var size = 1 << 16
    while size < length { size *= 2 }
    return size
  }

  private static func exhausted(_ code: Int32) -> ReframeError {
    ReframeError(.resourceExhausted, "no memory to share with a worker: \(String(cString: strerror(code)))")
  }

  deinit {
    munmap(base, size)
    close(descriptor)
    if readOnly >= 0 { close(readOnly) }
  }
}
