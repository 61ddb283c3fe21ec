internal import CReframe
internal import CWorkerChannel
internal import ReframeSDK
internal import Synchronization

/// An instance of a plugin in a worker; made anew in the next worker when one is gone.
final class WorkerInstance: Sendable {
  private let worker: PluginWorker
  private let kind: PluginKind
  private let host: HostTable
  private let configuration: String
  private let state = Mutex(State())

  private struct State {
    /// The instance's number in each worker that is still in use.
    var made: [(process: WeakProcess, number: UInt64)] = []
  }

  private struct WeakProcess {
    weak var process: WorkerProcess?
  }

  /// The tables of a host live as long as its plugins' instances and may be called from any thread.
  private struct HostTable: @unchecked Sendable {
    let table: UnsafePointer<rf_host>
  }

  init(_ worker: PluginWorker, kind: PluginKind, host: UnsafePointer<rf_host>, configuration: String)
    throws(ReframeError)
  {
    self.worker = worker
    self.kind = kind
    self.host = HostTable(table: host)
    self.configuration = configuration
    // A plugin that cannot be made says so now.
    let (process, lane) = try worker.lane()
    defer { process.release(lane) }
    _ = try number(in: process, lane)
  }

  /// What a call is given to work with.
  struct Inputs {
    var job: UnsafePointer<rf_job>?
    var subjects: UnsafePointer<rf_subjects>?
    var sink: UnsafePointer<rf_sink>?
    var output: UnsafePointer<rf_output>?
  }

  /// Does a call: `write` adds what the call's kind has behind the instance, and answers pictures to bring back. Fills
  /// `error` as the plugin did, and answers its status. Throws what kept the plugin from returning.
  func call(
    _ kind: UInt32, _ what: String, _ inputs: Inputs, value: inout Int64,
    error: UnsafeMutablePointer<rf_error>?,
    boughtBefore: Bool = false, write: Write
  ) throws(ReframeError) -> Int32 {
    do throws(ReframeError) {
      try worker.check(try inputs.jobKey())
      if let status = try attempt(kind, what, inputs, &value, error, write) { return status }
      // The worker was gone before it heard of the call.
      if let status = try attempt(kind, what, inputs, &value, error, write) { return status }
      throw WorkerSockets.gone
    } catch {
      guard boughtBefore, error.accepted == .no else { throw error }
      var failure = error
      failure.accepted = .unknown
      throw failure
    }
  }

  typealias Write = (inout PacketWriter, WorkerLane) throws(ReframeError) -> [LentPicture]

  /// Does a call in the worker of now; `nil` if that turns out to be gone before it heard of it.
  private func attempt(
    _ kind: UInt32, _ what: String, _ inputs: Inputs, _ value: inout Int64,
    _ error: UnsafeMutablePointer<rf_error>?,
    _ write: Write
  ) throws(ReframeError) -> Int32? {
    let (process, lane) = try worker.lane()
    var packet: PacketWriter
    let pictures: [LentPicture]
    do throws(ReframeError) {
      packet = begin(kind, process, try number(in: process, lane))
      try inputs.write(to: &packet, on: lane)
      pictures = try write(&packet, lane)
    } catch {
      lane.finish()
      process.release(lane)
      throw error
    }
    var call = WorkerCall(limits: worker.limits, answers: inputs.answers(lane, host.table))
    do throws(WorkerCall.Fault) {
      let returned = try call.run(packet)
      if returned.status == RF_OK { pictures.forEach { $0.takeBack() } }
      finish(process, lane, inputs, droppedLines: call.answers.droppedLines)
      value = returned.value
      Self.report(returned, to: error)
      return returned.status
    } catch .unsent(let error) {
      lane.finish()
      process.release(lane)
      guard error == WorkerSockets.gone else { throw error }
      worker.abandon(process)
      return nil
    } catch {
      // Where the kernel keeps nobody from the network, a plugin may have bought by itself.
      let mayHaveBought =
        call.answers.hasExchanged || kind == RW_SUBMIT && process.greeting.sandbox.contains("no seccomp")
      let (failure, report) = worker.end(
        process, error, job: try inputs.jobKey(), during: inputs.describe(what),
        accepted: mayHaveBought ? .unknown : .no)
      for line in report { inputs.log(RF_LOG_ERROR, line) }
      throw failure
    }
  }

  /// The instance's number in a worker, where it is made if it is not there yet.
  private func number(in process: WorkerProcess, _ lane: WorkerLane) throws(ReframeError) -> UInt64 {
    let known = state.withLock { state in
      state.made.removeAll { $0.process.process == nil }
      return state.made.first { $0.process.process === process }?.number
    }
    if let known { return known }
    var packet = begin(RW_CREATE, process, 0)
    packet.number(kind.code)
    packet.number(extensions)
    try configuration.withText { text in
      Result { () throws(ReframeError) in try lane.put(blob: text, into: &packet) }
    }.get()
    var call = WorkerCall(limits: worker.limits, answers: WorkerAnswers(lane: lane, host: host.table))
    let returned: WorkerCall.Returned
    do throws(WorkerCall.Fault) {
      returned = try call.run(packet)
    } catch {
      throw worker.end(process, error, job: "", during: "its making", accepted: .no).error
    }
    lane.finish()
    try RawCall.run { error in
      Self.report(returned, to: error)
      return returned.status
    }
    let number = UInt64(bitPattern: returned.value)
    let first = state.withLock { state in
      if let first = state.made.first(where: { $0.process.process === process }) { return first.number }
      state.made.append((WeakProcess(process: process), number))
      return number
    }
    if first != number { destroy(number, in: process, lane) }
    return first
  }

  /// A packet with what every call begins with.
  private func begin(_ kind: UInt32, _ process: WorkerProcess, _ number: UInt64) -> PacketWriter {
    var packet = PacketWriter(kind)
    let gone = process.memory.gone().prefix(256)
    packet.number(UInt32(gone.count))
    for name in gone { packet.number(name) }
    packet.number(number)
    return packet
  }

  /// What this host has beside pixel memory.
  private var extensions: UInt32 {
    let offered: [(String, UInt32)] = [
      (RF_HOST_DETECT, RW_MAY_DETECT), (RF_HOST_FILL, RW_MAY_FILL),
      (RF_HOST_HTTP, RW_MAY_EXCHANGE),
    ]
    return offered.reduce(0) { flags, each in
      let isThere =
        each.0.withCString { host.table.pointee.extension?(host.table.pointee.context, $0) } != nil
      return isThere ? flags | each.1 : flags
    }
  }

  /// A call that ended as it should: hands on what the plugin wrote meanwhile, and lets the lane go.
  private func finish(_ process: WorkerProcess, _ lane: WorkerLane, _ inputs: Inputs, droppedLines: Int) {
    if let warning = worker.warning(process) { inputs.log(RF_LOG_WARNING, warning) }
    let (lines, dropped) = process.output.takeLines()
    for line in lines { inputs.log(RF_LOG_INFO, line) }
    if dropped + droppedLines > 0 {
      inputs.log(RF_LOG_WARNING, "\(dropped + droppedLines) more lines were dropped")
    }
    lane.finish()
    process.release(lane)
    worker.retire(process)
  }

  private static func report(_ returned: WorkerCall.Returned, to error: UnsafeMutablePointer<rf_error>?) {
    guard let error, returned.status != RF_OK, error.pointee.size >= UInt32(MemoryLayout<rf_error>.size)
    else {
      return
    }
    let size = error.pointee.size
    error.pointee = returned.error
    error.pointee.size = size
  }

  private func destroy(_ number: UInt64, in process: WorkerProcess, _ lane: WorkerLane) {
    let packet = begin(RW_DESTROY, process, number)
    var call = WorkerCall(limits: worker.limits, answers: WorkerAnswers(lane: lane, host: host.table))
    do throws(WorkerCall.Fault) {
      _ = try call.run(packet)
      lane.finish()
    } catch {
      _ = worker.end(process, error, job: "", during: "its end", accepted: .no)
    }
  }

  /// Tells the plugin that the instance is not used any more.
  func end() {
    let made = state.withLock { state in
      defer { state.made = [] }
      return state.made
    }
    for each in made {
      guard let process = each.process.process, let lane = try? process.lane() else { continue }
      destroy(each.number, in: process, lane)
      process.release(lane)
    }
  }
}

extension WorkerInstance.Inputs {
  func answers(_ lane: WorkerLane, _ host: UnsafePointer<rf_host>) -> WorkerAnswers {
    var answers = WorkerAnswers(lane: lane, host: host)
    answers.job = job
    answers.subjects = subjects
    answers.sink = sink
    answers.output = output
    return answers
  }

  /// What tells the job from others; empty without one. Throws for one of an unknown size.
  func jobKey() throws(ReframeError) -> String {
    guard let job else { return "" }
    guard job.pointee.size >= UInt32(MemoryLayout<rf_job>.size) else {
      throw ReframeError(.invalidArgument, "a job of an unknown size: the host speaks another contract")
    }
    return String(job.pointee.idempotency_key)
  }

  /// Such as `a fill of the job '12'`.
  func describe(_ what: String) -> String {
    guard let job else { return what }
    return "\(what) of the job '\(String(job.pointee.id))'"
  }

  func log(_ level: Int32, _ line: String) {
    line.withText { job?.pointee.log?(job?.pointee.context, level, $0) }
  }

  /// Writes the job, if the call has one.
  func write(to packet: inout PacketWriter, on lane: WorkerLane) throws(ReframeError) {
    guard let job else { return }
    packet.text(job.pointee.id)
    packet.text(job.pointee.idempotency_key)
    packet.number(job.pointee.deadline_unix_ms)
    let resume = job.pointee.resume
    let bytes = UnsafeRawBufferPointer(
      start: resume.data, count: resume.data == nil ? 0 : Int(clamping: resume.length))
    try lane.put(blob: bytes, into: &packet)
  }
}
