internal import Glibc

/// A file that holds one secret and nothing else.
enum SecretFile {
  /// Keys are short; whatever is longer is another file.
  static let lengthLimit = 8192

  /// Why a file is of no use, as the end of a sentence.
  struct Fault: Error, Equatable {
    let reason: String
  }

  /// What the file holds, without the line ends at its end. Waits for no pipe, and reads no more than a key's length.
  static func read(_ path: String) throws(Fault) -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw Fault(reason: "cannot be read: \(SystemError.text(errno))") }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw Fault(reason: "cannot be read: \(SystemError.text(errno))") }
    guard status.st_mode & S_IFMT == S_IFREG else { throw Fault(reason: "is not a file") }
    var bytes = [UInt8](repeating: 0, count: lengthLimit + 1)
    var count = 0
    while count < bytes.count {
      let got = bytes.withUnsafeMutableBytes {
        Glibc.read(file, $0.baseAddress.map { $0 + count }, $0.count - count)
      }
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw Fault(reason: "cannot be read: \(SystemError.text(errno))") }
      if got == 0 { break }
      count += got
    }
    guard count <= lengthLimit else { throw Fault(reason: "is too long to be a key") }
    let end = bytes[..<count].lastIndex { $0 != 0x0a && $0 != 0x0d }.map { $0 + 1 } ?? 0
    return String(decoding: bytes[..<end], as: UTF8.self)
  }
}
