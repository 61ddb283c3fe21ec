import CReframe
import Synchronization
import Testing

@testable import Hosting
@testable import ReframeSDK

@Suite("One run of a job")
struct JobRunTests {
  @Test("The job carries its id, which is also its purchase")
  func id() throws {
    try JobRun(id: "job-7").withContext { context, _ in
      #expect(context.id == "job-7")
      #expect(context.idempotencyKey == "job-7")
      #expect(context.deadline == nil && context.resume.isEmpty)
    }
  }

  @Test("Cancelling is seen by the plugin, at any time and for good")
  func cancel() throws {
    let run = JobRun(id: "")
    let stopped = ReframeError(.cancelled, "the job was cancelled")
    try run.withContext { context, raw in
      #expect(!context.isCancelled)
      #expect("".withText { raw.pointee.progress(raw.pointee.context, 0, $0) } == 0)
      run.cancel()
      #expect(context.isCancelled)
      #expect(throws: stopped) { try context.checkCancelled() }
      #expect("".withText { raw.pointee.progress(raw.pointee.context, 0, $0) } == 1)
    }
    try run.withContext { context, _ in #expect(context.isCancelled) }
  }

  @Test("Progress is held between 0 and 1; log lines of an unknown level are information")
  func callbacks() throws {
    let heard = Mutex<[String]>([])
    let run = JobRun(
      id: "", onProgress: { fraction, stage in heard.withLock { $0.append("\(fraction) \(stage)") } },
      onLog: { level, message in heard.withLock { $0.append("\(level) \(message)") } })
    try run.withContext { context, raw in
      for fraction in [-1, 0.5, 2, .nan, .infinity] { try context.progress(fraction, "s") }
      context.log(.error, "bad")
      "odd".withText { raw.pointee.log(raw.pointee.context, 77, $0) }
    }
    #expect(heard.withLock { $0 } == ["0.0 s", "0.5 s", "1.0 s", "0.0 s", "1.0 s", "error bad", "info odd"])
  }

  @Test("Callbacks without a context are ignored, and checkpoints are not offered")
  func noContext() throws {
    try JobRun(id: "").withContext { context, raw in
      #expect(raw.pointee.progress(nil, 0, rf_text()) == 0)
      raw.pointee.log(nil, 0, rf_text())
      #expect(throws: ReframeError(.unsupported, "the host could not store a checkpoint")) {
        try context.checkpoint([1])
      }
    }
  }
}

extension JobRun {
  /// Lends the job as a plugin sees it to a body that may throw.
  func withContext(_ body: (JobContext, UnsafePointer<rf_job>) throws -> Void) throws {
    try withJob { raw in Result { try body(try JobContext(raw), raw) } }.get()
  }
}
