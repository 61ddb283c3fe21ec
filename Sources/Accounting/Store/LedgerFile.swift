internal import Glibc
internal import ReframeSDK

/// The ledger's file, before it is opened.
enum LedgerFile {
  /// Makes an empty file with its folders if there is none. Nobody else may read either.
  static func make(_ path: String) throws(ReframeError) {
    guard !path.isEmpty else { throw ReframeError(.invalidArgument, "the ledger's path is empty") }
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    try makeFolder(folder, for: path)
    // An existing file is not opened here: closing it again would drop the locks that this process has on it.
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if file >= 0 {
      close(file)
    } else if errno != EEXIST {
      throw fault("'\(path)' cannot be made")
    }
  }

  private static func makeFolder(_ folder: String, for path: String) throws(ReframeError) {
    guard !folder.isEmpty, access(folder, F_OK) != 0 else { return }
    let parent = folder.lastIndex(of: "/").map { String(folder[..<$0]) } ?? ""
    try makeFolder(parent, for: path)
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
      throw fault("the folder '\(folder)' of the ledger cannot be made")
    }
  }

  private static func fault(_ what: String) -> ReframeError {
    ReframeError(
      .forbidden,
      "\(what) (\(String(cString: strerror(errno)))); name another ledger or check who may write there")
  }
}

extension Ledger {
  /// Where the ledger lies if nobody says: `$XDG_DATA_HOME/reframe/ledger.db`, or below `~/.local/share`.
  /// `nil` if neither is known.
  package static func standardPath(environment: [String: String]) -> String? {
    // A relative one is to be ignored (XDG Base Directory Specification).
    if let folder = environment["XDG_DATA_HOME"], folder.hasPrefix("/") {
      return "\(folder)/reframe/ledger.db"
    }
    guard let home = environment["HOME"], !home.isEmpty else { return nil }
    return "\(home)/.local/share/reframe/ledger.db"
  }
}
