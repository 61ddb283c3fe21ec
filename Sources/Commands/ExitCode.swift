/// How the command ends.
package enum ExitCode: Int32, Sendable {
  /// Everything was done.
  case success = 0
  /// Nothing was done.
  case failure = 1
  /// The command line makes no sense.
  case usage = 2
  /// Some files were done, some not.
  case partial = 3
  /// Somebody pressed Control-C.
  case interrupted = 130
}
