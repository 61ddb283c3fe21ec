package import CReframe

/// One piece of work as a plugin sees it: who asked, until when, and whether it is still wanted.
///
/// It may be used from any thread until the call that it came with returns, and not after.
public struct JobContext: @unchecked Sendable {
  /// How much a log line matters.
  public enum LogLevel: Int32, Sendable {
    /// For whoever mends the plugin.
    case debug
    /// What is going on.
    case info
    /// Something is off; the work goes on.
    case warning
    /// The work fails.
    case error
  }

  let job: UnsafePointer<rf_job>

  package init(_ job: UnsafePointer<rf_job>?) throws(ReframeError) {
    guard let job, job.pointee.size >= UInt32(MemoryLayout<rf_job>.size) else {
      throw ReframeError(.invalidArgument, "a job of an unknown size: the host speaks another contract")
    }
    self.job = job
  }

  /// The job's name in logs and stores.
  public var id: String { String(job.pointee.id) }
  /// The same for every try of one purchase.
  public var idempotencyKey: String { String(job.pointee.idempotency_key) }
  /// Milliseconds since 1970 after which the result is of no use; `nil` if there is no such time.
  public var deadline: Int64? { job.pointee.deadline_unix_ms == 0 ? nil : job.pointee.deadline_unix_ms }
  /// What `checkpoint` stored when the job was last under way; empty if nothing.
  public var resume: [UInt8] {
    let bytes = job.pointee.resume
    return [UInt8](UnsafeRawBufferPointer(lent: bytes.data, length: bytes.length))
  }
  /// Whether the job is no longer wanted.
  public var isCancelled: Bool { rf_job_cancelled(job) != 0 }

  /// Throws `cancelled` if the job is no longer wanted.
  public func checkCancelled() throws(ReframeError) {
    if isCancelled { throw ReframeError(.cancelled, "the job was cancelled") }
  }

  /// Tells how far the work is, from 0 to 1. Throws `cancelled` if the host wants it to stop.
  public func progress(_ fraction: Double, _ stage: String) throws(ReframeError) {
    let stop = stage.withText { job.pointee.progress?(job.pointee.context, fraction, $0) ?? 0 }
    if stop != 0 || isCancelled { throw ReframeError(.cancelled, "the job was cancelled") }
  }

  /// Writes a line to the host's log.
  public func log(_ level: LogLevel, _ message: String) {
    message.withText { job.pointee.log?(job.pointee.context, level.rawValue, $0) }
  }

  /// Stores bytes durably, to be handed back in `resume` should the job be taken up again.
  public func checkpoint(_ bytes: [UInt8]) throws(ReframeError) {
    let status = bytes.withUnsafeBytes {
      job.pointee.checkpoint?(job.pointee.context, $0.baseAddress, UInt64($0.count)) ?? RF_UNSUPPORTED
    }
    guard status == RF_OK else {
      throw ReframeError(.init(rawValue: status), "the host could not store a checkpoint")
    }
  }
}
