private import Glibc
private import Synchronization

/// The jobs that the engine is doing. Where each processor has one, second threads only get in each other's way: 40
/// pictures in one command take a twentieth longer with them.
enum JobsInFlight {
  private static let count = Atomic(0)
  private static let processors = sysconf(Int32(_SC_NPROCESSORS_ONLN))

  /// Whether some processor has no job.
  static var haveRoom: Bool { count.load(ordering: .relaxed) < processors }

  /// Counts one more while `body` runs.
  static func adding<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    count.add(1, ordering: .relaxed)
    defer { count.subtract(1, ordering: .relaxed) }
    return try body()
  }
}
