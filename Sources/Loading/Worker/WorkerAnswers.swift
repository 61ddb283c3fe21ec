internal import CReframe
internal import CWorkerChannel
internal import ReframeSDK

/// What the plugin of a call may answer through and ask for, as the caller lent it; answers the worker's questions.
struct WorkerAnswers {
  let lane: WorkerLane
  let host: UnsafePointer<rf_host>
  var job: UnsafePointer<rf_job>?
  var subjects: UnsafePointer<rf_subjects>?
  var sink: UnsafePointer<rf_sink>?
  var output: UnsafePointer<rf_output>?

  /// Whether the plugin has sent anything to a server, and so may have bought.
  private(set) var hasExchanged = false
  /// Outputs that are begun. The worker names them, and a name that was not given to it is none.
  private var outputs: Set<UInt64> = []
  private var logged = 0
  /// Lines of one call that are handed on; the rest of a flood is counted.
  private static let lineLimit = 1000
  /// The most bytes that are sent to a server, or stored.
  private static let bodyLimit = 256 << 20

  init(lane: WorkerLane, host: UnsafePointer<rf_host>) {
    self.lane = lane
    self.host = host
  }

  /// What a reply says beside its status.
  private struct Reply {
    var status = RF_OK
    var value: Int64 = 0
    var error = rf_error()
    var rest = PacketWriter()
  }

  /// Answers one question. Throws `internalFault` for what is no question. Nothing more is done for a job that
  /// `isCancelled`.
  mutating func answer(_ kind: UInt32, _ reader: inout PacketReader, isCancelled: Bool = false)
    throws(ReframeError)
  {
    if kind == RW_LOG { return try log(&reader) }
    let isService = [RW_HOST_DETECT, RW_HOST_FILL, RW_HOST_HTTP].contains(kind)
    let reply = isService && isCancelled ? Self.cancelled : try reply(kind, &reader)
    var packet = PacketWriter(RW_REPLY)
    packet.number(reply.status)
    packet.number(reply.value)
    packet.error(reply.error)
    packet.append(reply.rest)
    try lane.send(packet)
  }

  private static var cancelled: Reply {
    var reply = Reply(status: RF_CANCELLED)
    reply.error.size = UInt32(MemoryLayout<rf_error>.size)
    reply.error.kind = RF_CANCELLED
    reply.error.accepted = RF_NOT_ACCEPTED
    return reply
  }

  private mutating func reply(_ kind: UInt32, _ reader: inout PacketReader) throws(ReframeError) -> Reply {
    switch kind {
    case RW_PROGRESS: return try progress(&reader)
    case RW_CHECKPOINT: return try checkpoint(&reader)
    case RW_REGION: return try region(&reader)
    case RW_SALIENCY: return try saliency(&reader)
    case RW_SINK: return try write(&reader)
    case RW_BEGIN: return try begin(&reader)
    case RW_WRITE: return try writeOutput(&reader)
    case RW_FINISH: return try finish(&reader)
    case RW_ABANDON: return try abandon(&reader)
    case RW_HOST_DETECT: return try detect(&reader)
    case RW_HOST_FILL: return try fill(&reader)
    case RW_HOST_HTTP: return try exchange(&reader)
    default: throw PacketReader.broken
    }
  }

  // MARK: The job

  private mutating func log(_ reader: inout PacketReader) throws(ReframeError) {
    let level = try reader.number(Int32.self)
    let text = try reader.text()
    logged += 1
    if logged <= Self.lineLimit { job?.pointee.log?(job?.pointee.context, level, text) }
  }

  /// Log lines that were not handed on.
  var droppedLines: Int { max(0, logged - Self.lineLimit) }

  private func progress(_ reader: inout PacketReader) throws(ReframeError) -> Reply {
    let fraction = try reader.number(Double.self)
    let stage = try reader.text()
    return Reply(value: Int64(job?.pointee.progress?(job?.pointee.context, fraction, stage) ?? 0))
  }

  private func checkpoint(_ reader: inout PacketReader) throws(ReframeError) -> Reply {
    let bytes = try lane.blob(&reader, limit: Self.bodyLimit)
    return Reply(
      status: job?.pointee.checkpoint?(job?.pointee.context, bytes.baseAddress, UInt64(bytes.count))
        ?? RF_UNSUPPORTED)
  }

  // MARK: Ways to answer

  private func region(_ reader: inout PacketReader) throws(ReframeError) -> Reply {
    var region = rf_region()
    region.size = UInt32(MemoryLayout<rf_region>.size)
    region.x = try reader.number(Double.self)
    region.y = try reader.number(Double.self)
    region.width = try reader.number(Double.self)
    region.height = try reader.number(Double.self)
    region.score = try reader.number(Double.self)
    region.label = try reader.text()
    return Reply(status: subjects?.pointee.region?(subjects?.pointee.context, &region) ?? RF_UNSUPPORTED)
  }

  private func saliency(_ reader: inout PacketReader) throws(ReframeError) -> Reply {
    var grid = rf_saliency()
    grid.size = UInt32(MemoryLayout<rf_saliency>.size)
    grid.columns = try reader.number(UInt32.self)
    grid.rows = try reader.number(UInt32.self)
    let values = try lane.blob(&reader, limit: 65536)
    let isWhole = UInt64(values.count) == UInt64(grid.columns) * UInt64(grid.rows)
    grid.values = isWhole ? values.baseAddress?.assumingMemoryBound(to: UInt8.self) : nil
    return Reply(status: subjects?.pointee.saliency?(subjects?.pointee.context, &grid) ?? RF_UNSUPPORTED)
  }

  private func write(_ reader: inout PacketReader) throws(ReframeError) -> Reply {
    let bytes = try reader.data()
    return Reply(
      status: sink?.pointee.write?(sink?.pointee.context, bytes.baseAddress, UInt64(bytes.count))
        ?? RF_UNSUPPORTED)
  }

  private mutating func begin(_ reader: inout PacketReader) throws(ReframeError) -> Reply {
    let text = try lane.blob(&reader)
    let rendition = rf_text(
      data: text.baseAddress?.assumingMemoryBound(to: CChar.self), length: UInt64(text.count))
    var handle: UnsafeMutableRawPointer?
    let status = output?.pointee.begin?(output?.pointee.context, rendition, &handle) ?? RF_UNSUPPORTED
    if status == RF_OK { outputs.insert(UInt64(UInt(bitPattern: handle))) }
    return Reply(status: status, value: Int64(Int(bitPattern: handle)))
  }

  private func handle(_ reader: inout PacketReader) throws(ReframeError) -> UnsafeMutableRawPointer? {
    let name = try reader.number(UInt64.self)
    guard outputs.contains(name) else { throw PacketReader.broken }
    return UnsafeMutableRawPointer(bitPattern: UInt(name))
  }

  private func writeOutput(_ reader: inout PacketReader) throws(ReframeError) -> Reply {
    let handle = try handle(&reader)
    let bytes = try reader.data()
    return Reply(
      status: output?.pointee.write?(output?.pointee.context, handle, bytes.baseAddress, UInt64(bytes.count))
        ?? RF_UNSUPPORTED)
  }

  private mutating func finish(_ reader: inout PacketReader) throws(ReframeError) -> Reply {
    let handle = try handle(&reader)
    outputs.remove(UInt64(UInt(bitPattern: handle)))
    return Reply(status: output?.pointee.finish?(output?.pointee.context, handle) ?? RF_UNSUPPORTED)
  }

  private mutating func abandon(_ reader: inout PacketReader) throws(ReframeError) -> Reply {
    let name = try reader.number(UInt64.self)
    // One that was finished in vain may be abandoned as well.
    guard outputs.remove(name) != nil else { return Reply() }
    output?.pointee.abandon?(output?.pointee.context, UnsafeMutableRawPointer(bitPattern: UInt(name)))
    return Reply()
  }

  // MARK: The host's services

  private func table<Table>(_ id: String, as type: Table.Type) -> Table? {
    id.withCString { host.pointee.extension?(host.pointee.context, $0) }?.load(as: type)
  }

  private func detect(_ reader: inout PacketReader) throws(ReframeError) -> Reply {
    let detector = try reader.text()
    let picture = try ReceivedPicture(&reader, lane)
    let parameters = try ReceivedPicture.text(lane.blob(&reader))
    guard let call = table(RF_HOST_DETECT, as: rf_host_detect.self)?.detect else {
      return Reply(status: RF_UNSUPPORTED)
    }
    var reply = Reply()
    reply.error.size = UInt32(MemoryLayout<rf_error>.size)
    let list = SubjectList()
    var image = picture.image
    reply.status = list.withSink { sink in
      withExtendedLifetime(picture) {
        call(host.pointee.context, job, detector, &image, parameters, sink, &reply.error)
      }
    }
    guard reply.status == RF_OK else { return reply }
    try list.regions.withBytes { (bytes) throws(ReframeError) in
      try lane.put(blob: bytes, into: &reply.rest, isReply: true)
    }
    reply.rest.number(UInt32(list.grid == nil ? 0 : 1))
    guard let grid = list.grid else { return reply }
    reply.rest.number(UInt32(grid.columns))
    reply.rest.number(UInt32(grid.rows))
    try grid.values.withBytes { (bytes) throws(ReframeError) in
      try lane.put(blob: bytes, into: &reply.rest, isReply: true)
    }
    return reply
  }

  private func fill(_ reader: inout PacketReader) throws(ReframeError) -> Reply {
    let id = try reader.text()
    let task = try ReceivedTask(&reader, lane)
    guard let call = table(RF_HOST_FILL, as: rf_host_fill.self)?.fill else {
      return Reply(status: RF_UNSUPPORTED)
    }
    var reply = Reply()
    reply.error.size = UInt32(MemoryLayout<rf_error>.size)
    reply.status = task.withTask { call(host.pointee.context, job, id, $0, &reply.error) }
    return reply
  }

  private mutating func exchange(_ reader: inout PacketReader) throws(ReframeError) -> Reply {
    var request = rf_http_request()
    request.size = UInt32(MemoryLayout<rf_http_request>.size)
    request.method = try reader.text()
    request.url = try reader.text()
    request.secret = try reader.text()
    request.secret_header = try reader.text()
    request.headers = try ReceivedPicture.text(lane.blob(&reader))
    let body = try lane.blob(&reader, limit: Self.bodyLimit)
    request.body = rf_bytes(data: body.baseAddress, length: UInt64(body.count))
    request.response_limit = try reader.number(UInt64.self)
    request.timeout_ms = try reader.number(Int64.self)
    guard let call = table(RF_HOST_HTTP, as: rf_host_http.self)?.exchange else {
      return Reply(status: RF_UNSUPPORTED)
    }
    hasExchanged = true
    var reply = Reply()
    reply.error.size = UInt32(MemoryLayout<rf_error>.size)
    let received = ReceivedBytes()
    let headers = ReceivedBytes()
    var http: Int32 = 0
    reply.status = headers.withSink { headers in
      received.withSink { body in
        var response = rf_http_response()
        response.size = UInt32(MemoryLayout<rf_http_response>.size)
        response.headers = headers
        response.body = body
        defer { http = response.status }
        return call(host.pointee.context, job, &request, &response, &reply.error)
      }
    }
    guard reply.status == RF_OK else { return reply }
    reply.rest.number(http)
    for bytes in [headers.bytes, received.bytes] {
      try bytes.withBytes { (bytes) throws(ReframeError) in
        try lane.put(blob: bytes, into: &reply.rest, isReply: true)
      }
    }
    return reply
  }
}
