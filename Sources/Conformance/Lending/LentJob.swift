internal import CReframe
internal import Glibc
internal import ReframeSDK
internal import Synchronization

/// What a plugin says through the job that it was lent.
final class JobRecord: Sendable {
  private let state = Mutex(Heard())

  /// What was said.
  struct Heard {
    var fractions: [Double] = []
    var texts: [[UInt8]] = []
    var lateCalls = 0
    var isOver = false
  }

  /// What was said so far.
  var heard: Heard { state.withLock { $0 } }

  /// Ends the job: whatever is said from here on comes too late.
  func end() { state.withLock { $0.isOver = true } }

  fileprivate static func note(
    _ context: UnsafeMutableRawPointer?, fraction: Double? = nil, text: rf_text = rf_text()
  ) {
    guard let context else { return }
    var bytes: [UInt8] = []
    if let data = text.data, text.length < 1 << 20 {
      bytes = [UInt8](UnsafeRawBufferPointer(start: data, count: Int(text.length)))
    }
    Unmanaged<JobRecord>.fromOpaque(context).takeUnretainedValue().state.withLock { heard in
      if heard.isOver { heard.lateCalls += 1 }
      if let fraction { heard.fractions.append(fraction) }
      heard.texts.append(bytes)
    }
  }
}

/// A job lent to a plugin.
final class LentJob: @unchecked Sendable {
  /// What a job says to the plugin.
  struct Options {
    /// Whether progress, log and checkpoint are there.
    var hasCallbacks = true
    /// Whether there is a cancel flag.
    var hasFlag = true
    /// Whether the flag is raised from the beginning.
    var isCancelled = false
  }

  /// What the plugin said.
  let record = JobRecord()
  /// The job as the contract describes it.
  let pointer: UnsafePointer<rf_job>
  private let flag = LentMemory(count: MemoryLayout<UInt32>.size, isProtected: true)

  /// Lends a job among `things`.
  init(_ options: Options, among things: LentThings) {
    var job = rf_job()
    job.id = things.text("check-1")
    job.idempotency_key = things.text("check-key-1")
    job.cancel = options.hasFlag ? UnsafePointer(flag.start.assumingMemoryBound(to: UInt32.self)) : nil
    job.context = Unmanaged.passUnretained(record).toOpaque()
    if options.hasCallbacks {
      job.progress = { context, fraction, stage in
        JobRecord.note(context, fraction: fraction, text: stage)
        return 0
      }
      job.log = { context, _, message in JobRecord.note(context, text: message) }
      job.checkpoint = { context, _, _ in
        JobRecord.note(context)
        return RF_OK
      }
    }
    pointer = UnsafePointer(
      things.value(job, named: .job, lastMember: MemoryLayout<rf_job>.offset(of: \.resume)))
    if options.isCancelled { raise() }
  }

  /// Says that the job is no longer wanted.
  func raise() { rf_raise_cancel(flag.start.assumingMemoryBound(to: UInt32.self)) }

  /// Ends the job when its call has returned.
  func end(among things: LentThings) {
    record.end()
    things.keep(alive: record)
    things.keep(flag)
  }
}
