internal import Glibc
internal import ReframeSDK

/// A file without a name that holds a download until all of it is there, so that the receiver hears of no half.
final class DownloadSpool {
  private let file: Int32
  private let folder: String
  private static let piece = 256 << 10

  /// Makes the file among the system's temporary ones.
  init() throws(ReframeError) {
    folder = getenv("TMPDIR").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    let path = "\(folder)/.reframe-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
    file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw Self.failure(folder, errno) }
    unlink(path)
  }

  /// Adds bytes at the end.
  func write(_ bytes: UnsafeRawBufferPointer) throws(ReframeError) {
    var done = 0
    while done < bytes.count {
      let count = Glibc.write(file, bytes.baseAddress.map { $0 + done }, bytes.count - done)
      guard count >= 0 || errno == EINTR else { throw Self.failure(folder, errno) }
      done += max(0, count)
    }
  }

  /// Forgets everything.
  func clear() throws(ReframeError) {
    guard ftruncate(file, 0) == 0, lseek(file, 0, SEEK_SET) == 0 else { throw Self.failure(folder, errno) }
  }

  /// Gives everything to `writer`, piece by piece.
  func give(to writer: any RenditionWriter) throws(ReframeError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.piece, alignment: 16)
    defer { buffer.deallocate() }
    var offset: off_t = 0
    while true {
      let count = pread(file, buffer.baseAddress, buffer.count, offset)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw Self.failure(folder, errno) }
      if count == 0 { return }
      try writer.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      offset += off_t(count)
    }
  }

  deinit { close(file) }

  private static func failure(_ folder: String, _ code: Int32) -> ReframeError {
    ReframeError(
      .resourceExhausted,
      "cannot keep the result in \(folder) while it is fetched: \(SystemError.text(code)); make room, or name "
        + "another folder with TMPDIR", accepted: .yes)
  }
}
