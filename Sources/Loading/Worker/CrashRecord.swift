internal import ReframeSDK

/// The deaths that a plugin caused: too many at a time, or too many by one job, and it is not asked again.
struct CrashRecord {
  private var times: [ContinuousClock.Instant] = []
  private var pausedUntil: ContinuousClock.Instant?
  private var deaths: [String: Int] = [:]
  private var order: [String] = []

  private static let jobLimit = 1000

  /// Throws if the plugin is to be left alone, or this job kept from it.
  mutating func check(_ job: String, of plugin: String, _ limits: WorkerLimits, now: ContinuousClock.Instant)
    throws(ReframeError)
  {
    if let until = pausedUntil {
      guard now >= until else {
        let wait = (until - now).components
        throw ReframeError(
          .unavailable,
          "the plugin '\(plugin)' ended its worker \(limits.crashes) times in \(limits.crashWindow.components.seconds) s "
            + "and is left alone for \(wait.seconds + 1) s", isRetryable: true,
          retryAfterMilliseconds: wait.seconds * 1000 + 1000, accepted: .no)
      }
      pausedUntil = nil
      times = []
    }
    guard job.isEmpty || deaths[job, default: 0] < limits.deathsOfJob else {
      throw ReframeError(
        .unavailable,
        "the job '\(job)' ended workers of the plugin '\(plugin)' \(limits.deathsOfJob) times and is not "
          + "given to it again", accepted: .no)
    }
  }

  /// Counts a death, once, and every job that was under way.
  mutating func add(
    _ job: String, isNew: Bool = true, _ limits: WorkerLimits, now: ContinuousClock.Instant
  ) {
    if isNew {
      times = times.filter { now - $0 < limits.crashWindow } + [now]
      if times.count >= limits.crashes { pausedUntil = now + limits.crashPause }
      if times.count > limits.crashes { times.removeFirst() }
    }
    guard !job.isEmpty else { return }
    if deaths[job] == nil { order.append(job) }
    deaths[job, default: 0] += 1
    if order.count > Self.jobLimit { deaths[order.removeFirst()] = nil }
  }
}
