internal import CArchive
internal import Glibc
internal import ReframeSDK

/// An archive with one bundle in it, which may lie in folders of its own.
struct BundleArchive {
  private let path: String

  init(_ path: String) { self.path = path }

  /// Unpacks the bundle. Throws the reason for an archive that cannot be read, has none or several, or anything in it
  /// that is neither file, folder nor harmless link.
  func unpack(into staging: BundleStaging) throws(ReframeError) {
    var message = [CChar](repeating: 0, count: 512)
    guard let archive = ra_open(path, &message, message.count) else {
      let reason = String(decoding: message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      throw BundleStaging.refused("it cannot be read as an archive: \(reason)")
    }
    defer { ra_close(archive) }
    var root: [String]?
    var isEmpty = true
    while true {
      var entry = ra_entry()
      let code = ra_next(archive, &entry)
      if code == 0 { break }
      guard code > 0 else { throw broken(archive) }
      guard let name = entry.path.map({ String(cString: $0) }) else {
        throw BundleStaging.refused("the name of an entry is not written in UTF-8")
      }
      let parts = try BundleStaging.parts(name)
      guard let bundle = Self.bundle(of: parts) else { continue }
      guard root == nil || root == bundle else {
        throw BundleStaging.refused(
          "it holds several bundles, '\((root ?? []).joined(separator: "/"))' and '\(bundle.joined(separator: "/"))'; "
            + "install them one by one")
      }
      root = bundle
      isEmpty = false
      try add(entry, named: name, Array(parts.dropFirst(bundle.count)), archive, staging)
    }
    guard !isEmpty else {
      throw BundleStaging.refused("it holds no folder '<id>.reframeplugin', and so no plugin")
    }
  }

  /// The folder of the bundle that a path lies in; `nil` if in none.
  private static func bundle(of parts: [String]) -> [String]? {
    parts.firstIndex { $0.hasSuffix(".reframeplugin") }.map { Array(parts[...$0]) }
  }

  private func add(
    _ entry: ra_entry, named name: String, _ parts: [String], _ archive: OpaquePointer,
    _ staging: BundleStaging
  ) throws(ReframeError) {
    guard entry.mode & 0o6000 == 0 || entry.kind == RA_FOLDER else {
      throw BundleStaging.refused("'\(name)' would run as somebody else (setuid or setgid)")
    }
    switch entry.kind {
    case RA_FOLDER:
      if !parts.isEmpty { try staging.addFolder(parts) }
    case RA_LINK:
      try staging.addLink(parts, to: entry.target.map { String(cString: $0) } ?? "")
    case RA_FILE:
      try staging.addFile(parts, isExecutable: entry.mode & 0o111 != 0) { (buffer) throws(ReframeError) in
        let count = ra_read(archive, buffer.baseAddress, buffer.count)
        guard count >= 0 else { throw broken(archive) }
        return count
      }
    case RA_HARD_LINK: throw BundleStaging.refused("'\(name)' is a hard link; pack the file itself")
    default: throw BundleStaging.refused("'\(name)' is neither a file, a folder nor a link")
    }
  }

  private func broken(_ archive: OpaquePointer) -> ReframeError {
    BundleStaging.refused("it cannot be read as an archive: \(String(cString: ra_message(archive)))")
  }
}
