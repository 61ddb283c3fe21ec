internal import FoundationEssentials
internal import Glibc
package import ReframeSDK

/// The plugins that a user does not want: an empty file each, named after the plugin, in a folder of the user's
/// configuration. So nothing is parsed, and two commands at a time do not undo each other.
package struct DisabledPlugins: Sendable {
  /// The folder; `nil` if nobody knows where the user's configuration lies.
  private let folder: String?

  package init(_ folders: UserFolders) {
    folder = folders.configuration.map { "\($0)/disabled-plugins" }
  }

  /// Their ids.
  package var ids: Set<String> {
    guard let folder, let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      return []
    }
    return Set(names.filter { $0.first != "." })
  }

  /// Remembers that a plugin is not wanted.
  package func disable(_ id: String) throws(ReframeError) {
    let folder = try place()
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let file = open("\(folder)/\(id)", O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard file >= 0 else { throw failed("\(folder)/\(id)") }
    close(file)
  }

  /// Forgets it.
  package func enable(_ id: String) throws(ReframeError) {
    let path = "\(try place())/\(id)"
    guard unlink(path) == 0 || errno == ENOENT else { throw failed(path) }
  }

  private func place() throws(ReframeError) -> String {
    guard let folder else {
      throw ReframeError(
        .notFound, "nobody knows where your configuration lies; set HOME or XDG_CONFIG_HOME")
    }
    return folder
  }

  private func failed(_ path: String) -> ReframeError {
    ReframeError(.unavailable, "\(path): \(SystemError.text(errno))")
  }
}
