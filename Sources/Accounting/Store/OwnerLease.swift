internal import Glibc
internal import ReframeSDK

/// Says which processes that share a ledger are alive: each locks one byte of a file beside it, and the
/// system unlocks it when the process ends, however it ends. Process numbers would not do: they are given out
/// again, and mean nothing in another container.
final class OwnerLease: Sendable {
  private let file: Int32
  private let path: String

  /// Opens the file `<ledger>-owners`, made if it is not there.
  init(ledger: String) throws(ReframeError) {
    path = ledger + "-owners"
    file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      throw ReframeError(
        .forbidden,
        "'\(path)' cannot be opened (\(String(cString: strerror(errno)))); check who may write its folder")
    }
  }

  /// Locks an owner's byte for as long as this object lives.
  func take(_ owner: Int64) throws(ReframeError) {
    var lock = Self.lock(owner)
    guard fcntl(file, Self.setLock, &lock) == 0 else {
      throw ReframeError(
        .unavailable,
        "'\(path)' cannot be locked (\(String(cString: strerror(errno)))); keep the ledger on a local disk")
    }
  }

  /// Whether somebody else holds an owner's byte. If that cannot be told, somebody does.
  func isTaken(_ owner: Int64) -> Bool {
    var lock = Self.lock(owner)
    return fcntl(file, Self.getLock, &lock) != 0 || lock.l_type != Int16(F_UNLCK)
  }

  private static func lock(_ owner: Int64) -> flock {
    flock(l_type: Int16(F_WRLCK), l_whence: Int16(SEEK_SET), l_start: Int(owner), l_len: 1, l_pid: 0)
  }

  // F_OFD_GETLK and F_OFD_SETLK: locks of the open file, not of the process, so that closing another copy of
  // the file or opening the ledger twice in one process does not lose them.
  private static let getLock: Int32 = 36
  private static let setLock: Int32 = 37

  deinit { close(file) }
}
