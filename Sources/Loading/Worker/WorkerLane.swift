internal import CReframe
internal import CWorkerChannel
internal import Glibc
internal import ReframeSDK

/// One end of a lane: a socket for one call at a time, the cancel flag beside it, and what the worker's end knows.
final class WorkerLane: @unchecked Sendable {
  let memory: WorkerMemory
  private let socket: Int32
  private let page: SharedBlock
  private var known: Set<UInt64> = []
  /// What the packet that is being written tells of.
  private var unsent: [UInt64] = []
  private let buffer: UnsafeMutableRawBufferPointer
  /// Blocks that the call, or the last reply, refers to.
  private var callScratch: [SharedBlock] = []
  private var replyScratch: [SharedBlock] = []
  /// Copies of what the worker could still change, for the time of one answer.
  private var copies: [UnsafeMutableRawBufferPointer] = []
  /// Blocks that the worker's question refers to; another lane may tell that they are gone.
  private var referenced: [SharedBlock] = []

  /// How often a call looks whether it is cancelled.
  private static let tick = 10

  /// Opens a lane to the worker with that control socket.
  init(control: Int32, memory: WorkerMemory) throws(ReframeError) {
    self.memory = memory
    page = try SharedBlock(size: 1)
    var ends: (Int32, Int32) = (-1, -1)
    try WorkerSockets.pair(&ends)
    socket = ends.0
    buffer = .allocate(byteCount: Int(RW_PACKET_LIMIT), alignment: 16)
    defer { close(ends.1) }
    WorkerSockets.limit(socket, milliseconds: Self.tick)
    // A worker that asks without reading the answers must not make its host wait.
    WorkerSockets.limitSending(socket, milliseconds: 1000)
    var packet = PacketWriter(RW_LANE)
    packet.attach(ends.1)
    put(page, offset: 0, length: 4, isWritable: false, into: &packet)
    try WorkerSockets.send(packet, to: control)
    unsent = []
  }

  deinit {
    close(socket)
    buffer.deallocate()
    copies.forEach { $0.deallocate() }
  }

  /// Shows the worker whether the job is still wanted.
  func show(_ isCancelled: Bool) {
    if isCancelled {
      rf_raise_cancel(page.base.assumingMemoryBound(to: UInt32.self))
    } else {
      page.base.storeBytes(of: 0, as: UInt32.self)
    }
  }

  func send(_ packet: PacketWriter) throws(ReframeError) {
    try WorkerSockets.send(packet, to: socket)
    unsent = []
  }

  /// The next packet, and the descriptors that came along; `nil` when none came for a tick. Throws `unavailable` when
  /// the worker is gone. What it was replied before has been read by then.
  func receive() throws(ReframeError) -> PacketReader? {
    var count = 0
    var length = 0
    rw_linger(socket, RW_LINGER)
    let descriptors = [Int32](unsafeUninitializedCapacity: Int(RW_DESCRIPTOR_LIMIT)) { room, initialized in
      length = rw_receive(socket, buffer.baseAddress, buffer.count, room.baseAddress, &count)
      initialized = count
    }
    if length == -Int(EAGAIN) { return nil }
    guard length != -Int(EMSGSIZE) else { throw PacketReader.broken }
    guard length > 0 else { throw WorkerSockets.gone }
    release(&replyScratch)
    dropCopies()
    return PacketReader(UnsafeRawBufferPointer(rebasing: buffer[..<length]), descriptors: descriptors)
  }

  /// The call is over, or was not sent, and nobody refers to its blocks any more.
  func finish() {
    known.subtract(unsent)
    unsent = []
    release(&callScratch)
    release(&replyScratch)
    dropCopies()
  }

  private func dropCopies() {
    if !referenced.isEmpty { referenced = [] }
    guard !copies.isEmpty else { return }
    copies.forEach { $0.deallocate() }
    copies = []
  }

  /// Whether nothing lies in it that no call has asked for.
  var isQuiet: Bool {
    var byte: UInt8 = 0
    return recv(socket, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) < 0
      && errno == EAGAIN
  }

  /// Reads a reference, which stays until the next packet.
  func reference(_ reader: inout PacketReader, isWritable: Bool) throws(ReframeError)
    -> UnsafeMutableRawBufferPointer
  {
    let (block, part) = try memory.reference(&reader, isWritable: isWritable)
    referenced.append(block)
    return part
  }

  /// Reads a blob of at most `limit` bytes, which stays until the next packet. What lies in shared memory is copied, as
  /// the worker could change it while it is read.
  func blob(_ reader: inout PacketReader, limit: Int = 1 << 20) throws(ReframeError) -> UnsafeRawBufferPointer
  {
    guard try reader.number(UInt32.self) == UInt32(RW_SHARED) else { return try reader.data() }
    let shared = try reference(&reader, isWritable: false)
    guard shared.count <= limit else { throw PacketReader.broken }
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: shared.count, alignment: 16)
    copy.copyMemory(from: UnsafeRawBufferPointer(shared))
    copies.append(copy)
    return UnsafeRawBufferPointer(copy)
  }

  private func release(_ blocks: inout [SharedBlock]) {
    guard !blocks.isEmpty else { return }
    memory.keep(blocks)
    blocks = []
  }

  // MARK: Writing what lies in memory

  /// Writes a reference to a part of a block, with its descriptor if this lane has not had it.
  func put(
    _ block: SharedBlock, offset: Int, length: Int, isWritable: Bool, into packet: inout PacketWriter
  ) {
    let name = block.name + (isWritable ? 1 : 0)
    let isNew = known.insert(name).inserted
    packet.number(name)
    packet.number(UInt64(block.size))
    packet.number((isWritable ? RW_WRITABLE : 0) | (isNew ? RW_ATTACHED : 0))
    packet.number(UInt64(offset))
    packet.number(UInt64(length))
    guard isNew else { return }
    unsent.append(name)
    packet.attach(block.descriptor(isWritable: isWritable))
    memory.told(name, block)
  }

  /// Writes bytes, in a block if they are too long for the packet.
  func put(blob: UnsafeRawBufferPointer, into packet: inout PacketWriter, isReply: Bool = false)
    throws(ReframeError)
  {
    guard blob.count > Int(RW_INLINE_LIMIT) else {
      packet.number(UInt32(RW_INLINE))
      packet.data(blob)
      return
    }
    let block = try memory.scratch(blob.count)
    block.base.copyMemory(from: blob.baseAddress ?? UnsafeRawPointer(block.base), byteCount: blob.count)
    packet.number(UInt32(RW_SHARED))
    put(block, offset: 0, length: blob.count, isWritable: false, into: &packet)
    if isReply { replyScratch.append(block) } else { callScratch.append(block) }
  }

  func put(blob: rf_text, into packet: inout PacketWriter) throws(ReframeError) {
    let count = blob.data == nil ? 0 : Int(clamping: blob.length)
    try put(blob: UnsafeRawBufferPointer(start: blob.data, count: count), into: &packet)
  }

  /// Memory for the time of the call.
  func scratch(_ length: Int) throws(ReframeError) -> SharedBlock {
    let block = try memory.scratch(length)
    callScratch.append(block)
    return block
  }
}
