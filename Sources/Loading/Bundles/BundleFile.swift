internal import Glibc
internal import ReframeSDK

/// A file or folder of a bundle that is open for reading; closed with this value.
struct BundleFile: ~Copyable {
  let descriptor: Int32
  let identity: FileIdentity
  private let name: String

  /// Opens `path` as seen from the folder `parent`. Throws the reason why it cannot be used, as whoever may write the
  /// file may run code as the user, so that nobody else may.
  init(_ path: String, in parent: Int32, isFolder: Bool = false) throws(ReframeError) {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    // A pipe without a writer would wait for one.
    let descriptor = openat(parent, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | (isFolder ? O_DIRECTORY : 0))
    guard descriptor >= 0 else {
      guard errno != ENOTDIR || !isFolder else {
        throw ReframeError(.invalidArgument, "\(name) is not a folder")
      }
      throw ReframeError(.notFound, "\(name): \(String(cString: strerror(errno)))")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let reason = String(cString: strerror(errno))
      close(descriptor)
      throw ReframeError(.notFound, "\(name): \(reason)")
    }
    if let fault = Self.fault(status, name, isFolder: isFolder) {
      close(descriptor)
      throw fault
    }
    self.descriptor = descriptor
    self.name = name
    identity = FileIdentity(status)
  }

  private static func fault(_ status: stat, _ name: String, isFolder: Bool) -> ReframeError? {
    guard status.st_mode & S_IFMT == (isFolder ? S_IFDIR : S_IFREG) else {
      return ReframeError(.invalidArgument, "\(name) is not a regular file")
    }
    guard status.st_mode & S_IWOTH == 0 else {
      return ReframeError(.forbidden, "\(name) can be written to by anybody; run chmod o-w on it")
    }
    return nil
  }

  deinit { close(descriptor) }

  /// All that is in it. Throws for more than `limit` bytes, and if it changes size meanwhile.
  func bytes(limit: Int) throws(ReframeError) -> [UInt8] {
    guard identity.size <= limit else {
      throw ReframeError(
        .invalidArgument, "\(name) has \(identity.size) bytes; at most \(limit >> 20) MiB is read")
    }
    let count = Int(identity.size)
    let descriptor = descriptor
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      while initialized < count {
        let got = pread(
          descriptor, buffer.baseAddress.map { $0 + initialized }, count - initialized, initialized)
        if got < 0 && errno == EINTR { continue }
        guard got > 0 else { break }
        initialized += got
      }
    }
    guard bytes.count == count else { throw ReframeError(.invalidArgument, "\(name) cannot be read") }
    return bytes
  }
}
