package import CReframe
package import ReframeSDK

/// One run of a job: its cancel flag, and who hears of its progress.
package final class JobRun: @unchecked Sendable {
  private let id: String
  private let idempotencyKey: String
  private let deadline: Int64?
  private let flag: UnsafeMutablePointer<UInt32>
  private let onProgress: @Sendable (Double, String) -> Void
  private let onLog: @Sendable (JobContext.LogLevel, String) -> Void

  /// Makes a run. The key is the id if there is none, the deadline in milliseconds since 1970. The callbacks are
  /// called from any thread.
  package init(
    id: String, idempotencyKey: String? = nil, deadline: Int64? = nil,
    onProgress: @escaping @Sendable (Double, String) -> Void = { _, _ in },
    onLog: @escaping @Sendable (JobContext.LogLevel, String) -> Void = { _, _ in }
  ) {
    self.id = id
    self.idempotencyKey = idempotencyKey ?? id
    self.deadline = deadline
    self.onProgress = onProgress
    self.onLog = onLog
    flag = .allocate(capacity: 1)
    flag.initialize(to: 0)
  }

  /// Asks the plugin that works on the job to stop. Any thread.
  package func cancel() { rf_raise_cancel(flag) }

  /// Whether the job is no longer wanted.
  package var isCancelled: Bool { Self.isCancelled(Unmanaged.passUnretained(self).toOpaque()) }

  /// Lends the job as the contract describes it.
  package func withJob<Result>(_ body: (UnsafePointer<rf_job>) -> Result) -> Result {
    id.withText { id in
      idempotencyKey.withText { key in
        var job = rf_job()
        job.size = UInt32(MemoryLayout<rf_job>.size)
        job.context = Unmanaged.passUnretained(self).toOpaque()
        job.id = id
        job.idempotency_key = key
        job.deadline_unix_ms = deadline ?? 0
        job.cancel = UnsafePointer(flag)
        job.progress = { context, fraction, stage in
          JobRun.with(context) { $0.onProgress(min(1, max(0, fraction)), String(stage)) }
          return JobRun.isCancelled(context) ? 1 : 0
        }
        job.log = { context, level, message in
          JobRun.with(context) { $0.onLog(.init(rawValue: level) ?? .info, String(message)) }
        }
        job.checkpoint = { _, _, _ in RF_UNSUPPORTED }
        return body(&job)
      }
    }
  }

  private static func isCancelled(_ context: UnsafeMutableRawPointer?) -> Bool {
    var job = rf_job()
    job.size = UInt32(MemoryLayout<rf_job>.size)
    with(context) { job.cancel = UnsafePointer($0.flag) }
    return rf_job_cancelled(&job) != 0
  }

  private static func with(_ context: UnsafeMutableRawPointer?, _ body: (JobRun) -> Void) {
    guard let context else { return }
    Unmanaged<JobRun>.fromOpaque(context)._withUnsafeGuaranteedRef(body)
  }

  deinit { flag.deallocate() }
}
