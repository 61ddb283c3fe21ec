import CReframe
import Testing

@testable import ReframeSDK

@Suite("A job as a plugin sees it")
struct JobContextTests {
  private let stopped = ReframeError(.cancelled, "the job was cancelled")

  @Test("Its members arrive")
  func members() throws {
    let job = RawJob()
    try "job-1".withTextThrowing { id in
      job.value.id = id
      job.value.idempotency_key = rf_text(data: id.data, length: 3)
      job.value.deadline_unix_ms = 1_700_000_000_000
      let stored: [UInt8] = [9, 8]
      try stored.withUnsafeBytes { bytes in
        job.value.resume = rf_bytes(data: bytes.baseAddress, length: 2)
        try withContext(job) { context in
          #expect(context.id == "job-1")
          #expect(context.idempotencyKey == "job")
          #expect(context.deadline == 1_700_000_000_000)
          #expect(context.resume == [9, 8])
        }
      }
    }
  }

  @Test("What is not given is empty")
  func empty() throws {
    let job = RawJob()
    job.value.cancel = nil
    job.value.progress = nil
    job.value.log = nil
    job.value.checkpoint = nil
    try withContext(job) { context in
      #expect(context.id.isEmpty && context.idempotencyKey.isEmpty)
      #expect(context.deadline == nil)
      #expect(context.resume.isEmpty)
      #expect(!context.isCancelled)
      context.log(.error, "unheard")
      try context.progress(1, "unheard")
      #expect(throws: ReframeError(.unsupported, "the host could not store a checkpoint")) {
        try context.checkpoint([1])
      }
    }
  }

  @Test("Progress, log and checkpoints reach the host")
  func callbacks() throws {
    let job = RawJob()
    try withContext(job) { context in
      try context.progress(0.25, "schritt für schritt")
      context.log(.warning, "odd")
      try context.checkpoint([1, 2, 3])
      try context.checkpoint([])
    }
    #expect(job.progress.map(\.0) == [0.25])
    #expect(job.progress.map(\.1) == ["schritt für schritt"])
    #expect(job.log.map(\.0) == [RF_LOG_WARNING])
    #expect(job.log.map(\.1) == ["odd"])
    #expect(job.checkpoints == [[1, 2, 3], []])
  }

  @Test("The cancel flag and the host's answer stop the work")
  func cancel() throws {
    let job = RawJob()
    try withContext(job) { context in
      try context.checkCancelled()
      job.answer = 1
      #expect(throws: stopped) { try context.progress(0.5, "") }
      job.answer = 0
      job.cancel()
      #expect(context.isCancelled)
      #expect(throws: stopped) { try context.checkCancelled() }
      #expect(throws: stopped) { try context.progress(0.5, "") }
    }
  }

  private func withContext(_ job: RawJob, _ body: (JobContext) throws -> Void) throws {
    try withExtendedLifetime(job) {
      try withUnsafePointer(to: job.value) { try body(try JobContext($0)) }
    }
  }
}
