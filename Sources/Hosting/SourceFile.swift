internal import CReframe
internal import Glibc
package import ReframeSDK

/// The bytes of a source, read into memory; only a very large file is mapped.
package final class SourceFile: @unchecked Sendable {
  private let bytes: UnsafeRawBufferPointer
  private let isMapped: Bool
  /// Empty for a pipe, which cannot be read twice, for standard input and for what came by an address.
  private let path: String
  /// Where a vendor may fetch it; empty if it is on this machine only.
  private let url: String

  /// The most that is read from a pipe.
  private static let pipeLimit = 4 << 30
  /// Above this a file is mapped. Who shortens a mapped file while it is decoded stops the process (SIGBUS), and
  /// a batch with it; reading costs about a millisecond for a photo.
  private static let readLimit = 128 << 20

  /// Opens a file, or standard input for `-`. Throws `notFound`, `forbidden` or `invalidArgument` with the
  /// reason; the path is for the caller to add.
  package init(path: String) throws(ReframeError) {
    let file = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw Self.failure(errno) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw Self.failure(errno) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw Self.failure(EISDIR) }
    let size = Int(status.st_size)
    let isWhole = status.st_mode & S_IFMT == S_IFREG && lseek(file, 0, SEEK_CUR) == 0
    isMapped = isWhole && size > Self.readLimit
    bytes = isMapped ? try Self.map(file, count: size) : try Self.readAll(file, expecting: isWhole ? size : 0)
    self.path = isWhole && path != "-" ? path : ""
    url = ""
    if bytes.isEmpty { throw ReframeError(.invalidArgument, "the file is empty; give a picture") }
  }

  /// Takes over bytes that are in memory, and the public address that they came from, if they did.
  package init(_ content: [UInt8], url: String = "") throws(ReframeError) {
    guard !content.isEmpty else {
      throw ReframeError(.invalidArgument, "the file is empty; give a picture")
    }
    guard let memory = malloc(content.count) else { throw Self.failure(ENOMEM) }
    content.withUnsafeBytes { bytes in
      if let base = bytes.baseAddress { memcpy(memory, base, bytes.count) }
    }
    bytes = UnsafeRawBufferPointer(start: memory, count: content.count)
    isMapped = false
    path = ""
    self.url = url
  }

  /// Where a vendor may fetch it; `nil` if it is on this machine only.
  package var address: String? { url.isEmpty ? nil : url }

  /// Lends the bytes.
  package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result { body(bytes) }

  /// Lends the source as the contract describes it.
  func withSource<Result>(mediaType: String? = nil, _ body: (UnsafePointer<rf_source>) -> Result) -> Result {
    path.withText { path in
      url.withText { url in
        (mediaType ?? "").withText { mediaType in
          var source = rf_source()
          source.size = UInt32(MemoryLayout<rf_source>.size)
          source.data = rf_bytes(data: bytes.baseAddress, length: UInt64(bytes.count))
          source.path = path
          source.url = url
          source.media_type = mediaType
          return body(&source)
        }
      }
    }
  }

  private static func map(_ file: Int32, count: Int) throws(ReframeError) -> UnsafeRawBufferPointer {
    guard let memory = mmap(nil, count, PROT_READ, MAP_PRIVATE, file, 0), memory != MAP_FAILED else {
      throw failure(errno)
    }
    return UnsafeRawBufferPointer(start: memory, count: count)
  }

  private static func readAll(_ file: Int32, expecting size: Int) throws(ReframeError)
    -> UnsafeRawBufferPointer
  {
    // One more than expected, to see the end without growing.
    var capacity = size > 0 ? size + 1 : 1 << 20
    var count = 0
    guard var memory = malloc(capacity) else { throw failure(ENOMEM) }
    while true {
      if count == capacity {
        capacity *= 2
        guard capacity <= pipeLimit, let larger = realloc(memory, capacity) else {
          free(memory)
          throw failure(capacity > pipeLimit ? EFBIG : ENOMEM)
        }
        memory = larger
      }
      let got = read(file, memory + count, capacity - count)
      if got == 0 { return UnsafeRawBufferPointer(start: memory, count: count) }
      guard got > 0 || errno == EINTR else {
        let code = errno
        free(memory)
        throw failure(code)
      }
      count += max(0, got)
    }
  }

  private static func failure(_ code: Int32) -> ReframeError {
    let (kind, advice): (ReframeError.Kind, String) =
      switch code {
      case ENOENT, ENOTDIR: (.notFound, "; check the path")
      case EACCES, EPERM: (.forbidden, "; make it readable, as with chmod +r")
      case ENOMEM, EMFILE, ENFILE: (.resourceExhausted, "")
      default: (.invalidArgument, "")
      }
    return ReframeError(kind, SystemError.text(code) + advice)
  }

  deinit {
    guard let base = bytes.baseAddress else { return }
    let memory = UnsafeMutableRawPointer(mutating: base)
    if isMapped { munmap(memory, bytes.count) } else { free(memory) }
  }
}
