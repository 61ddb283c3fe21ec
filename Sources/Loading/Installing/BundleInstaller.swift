internal import CArchive
internal import FoundationEssentials
internal import Glibc
package import ReframeSDK
package import StrictJSON

/// Puts bundles into a folder of the search path and takes them out again, so that whoever looks meanwhile sees the old
/// one, the new one or none, and never a half.
package struct BundleInstaller: Sendable {
  /// The folder that holds bundles.
  package let folder: String
  private let nearest: Spellchecker

  package init(folder: String, nearest: @escaping Spellchecker) {
    self.folder = folder
    self.nearest = nearest
  }

  /// What was put where.
  package struct Installed: Sendable {
    package let bundle: PluginBundle
    /// The version that was there before; `nil` for none.
    package let replaced: String?
  }

  /// Installs a bundle's folder, or an archive with one. Throws the reason why it cannot be used, and for one that is
  /// older than what is there, unless `isForced`.
  package func install(_ source: String, isForced: Bool = false) throws(ReframeError) -> Installed {
    guard let status = FileIdentity(source) else { throw BundleStaging.failed(source) }
    try prepare()
    let work = "\(folder)/.installing-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    guard mkdir(work, 0o700) == 0 else { throw BundleStaging.failed(work) }
    defer { try? FileManager.default.removeItem(atPath: work) }
    let staging = try BundleStaging(path: "\(work)/bundle")
    if status.isFolder {
      try BundleFolder(source).copy(into: staging)
    } else {
      try BundleArchive(source).unpack(into: staging)
    }
    let bundle = try check(staging.path, in: work)
    let id = bundle.manifest.id
    let place = "\(folder)/\(id).reframeplugin"
    let old = (try? PluginBundle(path: place, nearest: nearest))?.manifest.version
    if let old, let was = Version(old), let new = Version(bundle.manifest.version), new < was, !isForced {
      throw BundleStaging.refused(
        "\(id) \(old) is installed, which is newer than \(bundle.manifest.version); say --force to go back")
    }
    try put(bundle.path, in: place)
    return Installed(bundle: try PluginBundle(path: place, nearest: nearest), replaced: old)
  }

  /// Takes the bundle of that id out of the folder. Throws `notFound` if it is not there.
  package func remove(_ id: String) throws(ReframeError) {
    let place = "\(folder)/\(id).reframeplugin"
    let work = "\(folder)/.removing-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    guard rename(place, work) == 0 else { throw BundleStaging.failed(place) }
    try? FileManager.default.removeItem(atPath: work)
  }

  /// Makes the folder if it is not there, and clears away what an installation left that was killed.
  private func prepare() throws(ReframeError) {
    var status = stat()
    if stat(folder, &status) != 0 {
      try? FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    }
    guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw BundleStaging.refused("there is no folder '\(folder)', and it cannot be made")
    }
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
      let parts = name.split(separator: "-")
      guard parts.count == 3, [".installing", ".removing"].contains(parts[0]), let process = pid_t(parts[1]),
        kill(process, 0) != 0, errno == ESRCH
      else { continue }
      try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    }
  }

  /// Gives the unpacked folder the name that its manifest asks for, and looks at it as discovery would.
  private func check(_ path: String, in work: String) throws(ReframeError) -> PluginBundle {
    let file = try BundleFile("\(path)/plugin.json", in: AT_FDCWD)
    let manifest = try PluginManifest(try file.bytes(limit: PluginManifest.sizeLimit), nearest: nearest)
    let named = "\(work)/\(manifest.id).reframeplugin"
    guard rename(path, named) == 0 else { throw BundleStaging.failed(named) }
    let bundle = try PluginBundle(path: named, nearest: nearest)
    guard !manifest.isForeign else { return bundle }
    guard try SharedLibrary(path: bundle.libraryPath).hasEntry else {
      throw BundleStaging.refused("\(manifest.library) exports no function \(SharedLibrary.entry)")
    }
    return bundle
  }

  /// Moves a folder to its place in one step; what was there ends up where the new one was.
  private func put(_ new: String, in place: String) throws(ReframeError) {
    Self.flush(new)
    if access(place, F_OK) == 0 {
      if ra_exchange(new, place) != 0 {
        // Some file systems cannot swap; then there is none for a moment.
        guard [EINVAL, ENOSYS, ENOTSUP].contains(errno), rename(place, "\(new).old") == 0,
          rename(new, place) == 0
        else { throw BundleStaging.failed(place) }
      }
    } else if rename(new, place) != 0 {
      throw BundleStaging.failed(place)
    }
    Self.flush(folder)
  }

  /// Has the names in a folder on the disk.
  private static func flush(_ folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
