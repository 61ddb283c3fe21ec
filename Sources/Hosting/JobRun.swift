package import CReframe
package import ReframeSDK

/// One run of a job: its cancel flag, and who hears of its progress.
package final class JobRun: @unchecked Sendable {
  private let id: String
  private let idempotencyKey: String
  /// Milliseconds since 1970; `nil` for never.
  let deadline: Int64?
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
  package var isCancelled: Bool {
    var job = rf_job()
    job.size = UInt32(MemoryLayout<rf_job>.size)
    job.cancel = UnsafePointer(flag)
    return rf_job_cancelled(&job) != 0
  }

  /// Lends the job as the contract describes it; what the plugin says passes through `redact` before it is heard.
  package func withJob<Result>(
    redacting redact: @escaping @Sendable (String) -> String = { $0 },
    _ body: (UnsafePointer<rf_job>) -> Result
  ) -> Result {
    let lent = Lent(self, redact)
    return withExtendedLifetime(lent) { lent.run.lend(lent, body) }
  }

  private func lend<Result>(_ lent: Lent, _ body: (UnsafePointer<rf_job>) -> Result) -> Result {
    id.withText { id in
      idempotencyKey.withText { key in
        var job = rf_job()
        job.size = UInt32(MemoryLayout<rf_job>.size)
        job.context = Unmanaged.passUnretained(lent).toOpaque()
        job.id = id
        job.idempotency_key = key
        job.deadline_unix_ms = deadline ?? 0
        job.cancel = UnsafePointer(flag)
        job.progress = { context, fraction, stage in
          Lent.with(context) { $0.run.onProgress(min(1, max(0, fraction)), $0.redact(String(stage))) }
          var isCancelled = false
          Lent.with(context) { isCancelled = $0.run.isCancelled }
          return isCancelled ? 1 : 0
        }
        job.log = { context, level, message in
          Lent.with(context) {
            $0.run.onLog(.init(rawValue: level) ?? .info, $0.redact(String(message)))
          }
        }
        job.checkpoint = { _, _, _ in RF_UNSUPPORTED }
        return body(&job)
      }
    }
  }

  /// What a plugin's words reach the run through.
  private final class Lent: Sendable {
    let run: JobRun
    let redact: @Sendable (String) -> String

    init(_ run: JobRun, _ redact: @escaping @Sendable (String) -> String) {
      self.run = run
      self.redact = redact
    }

    static func with(_ context: UnsafeMutableRawPointer?, _ body: (Lent) -> Void) {
      guard let context else { return }
      Unmanaged<Lent>.fromOpaque(context)._withUnsafeGuaranteedRef(body)
    }
  }

  deinit { flag.deallocate() }
}
