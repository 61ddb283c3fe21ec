/// How workers run, and what is borne of a plugin in one.
package struct WorkerLimits: Sendable, Equatable {
  /// The executable.
  package var executable: String
  /// Bytes of address space; 0 for no limit.
  package var memory: UInt64 = 16 << 30
  /// How long one call may take.
  package var callTime = Duration.seconds(600)
  /// How long a call may go on after its job was cancelled.
  package var cancelGrace = Duration.seconds(2)
  /// Calls after which a worker is replaced, as plugins leak.
  package var calls = 10_000
  /// Resident memory after which it is replaced.
  package var residentMemory: UInt64 = 4 << 30
  /// Deaths in `crashWindow` after which the plugin is left alone for `crashPause`.
  package var crashes = 5
  package var crashWindow = Duration.seconds(60)
  package var crashPause = Duration.seconds(30)
  /// Deaths by one job after which it is not given to the plugin again.
  package var deathsOfJob = 2

  package init(executable: String) { self.executable = executable }
}
