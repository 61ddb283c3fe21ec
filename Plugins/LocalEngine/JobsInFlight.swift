private import Glibc
private import Synchronization

/// The jobs that the engine is doing. Where each processor has one, second threads only get in each other's way: 40
/// pictures in one command take a twentieth longer with them.
enum JobsInFlight {
  private static let count = Atomic(0)
  /// Whether each processor has had a job since there was last none: between two of a batch there are fewer for a
  /// moment.
  private static let areMany = Atomic(false)
  private static let processors = sysconf(Int32(_SC_NPROCESSORS_ONLN))

  /// Whether some processor has no job, and is unlikely to get one.
  static var haveRoom: Bool { !areMany.load(ordering: .relaxed) }

  /// Counts one more while `body` runs.
  static func adding<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    if count.add(1, ordering: .relaxed).newValue >= processors { areMany.store(true, ordering: .relaxed) }
    defer {
      if count.subtract(1, ordering: .relaxed).newValue == 0 { areMany.store(false, ordering: .relaxed) }
    }
    return try body()
  }
}
