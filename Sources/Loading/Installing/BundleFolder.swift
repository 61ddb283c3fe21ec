internal import Glibc
internal import ReframeSDK

/// A bundle's folder that is to be copied.
struct BundleFolder {
  private let path: String

  init(_ path: String) { self.path = path }

  /// Copies everything in it. Throws for what is neither file, folder nor harmless link.
  func copy(into staging: BundleStaging) throws(ReframeError) { try copy([], staging) }

  private func copy(_ parts: [String], _ staging: BundleStaging) throws(ReframeError) {
    let folder = ([path] + parts).joined(separator: "/")
    guard let stream = opendir(folder) else { throw BundleStaging.failed(folder) }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard name != ".", name != ".." else { continue }
      let inside = try BundleStaging.parts((parts + [name]).joined(separator: "/"))
      try add(inside, "\(folder)/\(name)", staging)
    }
  }

  private func add(_ parts: [String], _ file: String, _ staging: BundleStaging) throws(ReframeError) {
    var status = stat()
    guard lstat(file, &status) == 0 else { throw BundleStaging.failed(file) }
    guard status.st_mode & 0o6000 == 0 || status.st_mode & S_IFMT == S_IFDIR else {
      throw BundleStaging.refused("'\(file)' would run as somebody else (setuid or setgid)")
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR:
      try staging.addFolder(parts)
      try copy(parts, staging)
    case S_IFLNK:
      var target = [CChar](repeating: 0, count: 4096)
      let count = readlink(file, &target, target.count)
      guard count >= 0 else { throw BundleStaging.failed(file) }
      let bytes = target.prefix(count).map(UInt8.init(bitPattern:))
      try staging.addLink(parts, to: String(decoding: bytes, as: UTF8.self))
    case S_IFREG:
      let source = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
      guard source >= 0 else { throw BundleStaging.failed(file) }
      defer { close(source) }
      try staging.addFile(parts, isExecutable: status.st_mode & 0o111 != 0) { (buffer) throws(ReframeError) in
        let count = read(source, buffer.baseAddress, buffer.count)
        guard count >= 0 else { throw BundleStaging.failed(file) }
        return count
      }
    default: throw BundleStaging.refused("'\(file)' is neither a file, a folder nor a link")
    }
  }
}
