internal import CReframe
internal import CWorkerChannel
internal import ReframeSDK

/// One call of a plugin in a worker, from its first packet to what it returns.
struct WorkerCall {
  /// How a call ends that does not return.
  enum Fault: Error {
    /// The worker ended, or closed its lane.
    case died
    /// It did not stop although the job was cancelled.
    case ignoredCancel
    /// It took longer than a call may.
    case hung
    /// It wrote what is no packet, or pointed at memory that it does not share.
    case garbage(ReframeError)
    /// The call could not be sent, as it is too long or the worker is gone; the plugin knows nothing of it.
    case unsent(ReframeError)
  }

  /// What the plugin returned.
  struct Returned {
    let status: Int32
    let value: Int64
    let error: rf_error
  }

  let limits: WorkerLimits
  var answers: WorkerAnswers

  private var isCancelled: Bool {
    guard let job = answers.job, job.pointee.size >= UInt32(MemoryLayout<rf_job>.size) else { return false }
    return rf_job_cancelled(job) != 0
  }

  /// Sends the call and serves the plugin until it returns.
  mutating func run(_ packet: PacketWriter) throws(Fault) -> Returned {
    let lane = answers.lane
    lane.show(isCancelled)
    do throws(ReframeError) { try lane.send(packet) } catch { throw .unsent(error) }
    let start = ContinuousClock.now
    // What the host itself does for the plugin is not the plugin's time.
    var served = Duration.zero
    var cancelled: (at: ContinuousClock.Instant, served: Duration)?
    while true {
      let now = ContinuousClock.now
      if isCancelled { cancelled = cancelled ?? (now, served) }
      if let cancelled, now - cancelled.at - (served - cancelled.served) > limits.cancelGrace {
        throw .ignoredCancel
      }
      // Nor is it an excuse for ever.
      if now - start - served > limits.callTime || now - start > limits.callTime * 4 { throw .hung }
      lane.show(cancelled != nil)
      guard var reader = try receive() else { continue }
      defer { reader.close() }
      do throws(ReframeError) {
        let kind = try reader.number(UInt32.self)
        if kind == RW_RETURN { return try returned(&reader) }
        let before = ContinuousClock.now
        try answers.answer(kind, &reader, isCancelled: cancelled != nil)
        served += ContinuousClock.now - before
      } catch {
        throw error == WorkerSockets.gone ? .died : .garbage(error)
      }
    }
  }

  private func receive() throws(Fault) -> PacketReader? {
    do throws(ReframeError) {
      return try answers.lane.receive()
    } catch {
      throw error == WorkerSockets.gone ? .died : .garbage(error)
    }
  }

  private func returned(_ reader: inout PacketReader) throws(ReframeError) -> Returned {
    let status = try reader.number(Int32.self)
    let value = try reader.number(Int64.self)
    let error = try reader.error()
    var gone: [UInt64] = []
    for _ in 0..<min(try reader.number(UInt32.self), 64) { gone.append(try reader.number(UInt64.self)) }
    if !gone.isEmpty { answers.lane.memory.forget(gone) }
    return Returned(status: status, value: value, error: error)
  }
}
