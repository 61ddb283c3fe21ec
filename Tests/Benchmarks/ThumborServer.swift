import Foundation
import Glibc

/// The thumbnail server thumbor, from PyPI, on the loopback with its detectors for faces and features.
final class ThumborServer {
  private let photo: URL
  private let work: URL
  private let port: UInt16
  private let process = Process()

  init(photo: URL, work: URL) {
    (self.photo, self.work) = (photo, work)
    port = UInt16(20_000 + getpid() % 20_000)
  }

  /// The address of the photo with a smart crop.
  func address(smart size: String) -> String {
    let name = photo.lastPathComponent.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    return "http://127.0.0.1:\(port)/unsafe/\(size)/smart/\(name)"
  }

  /// Starts the server and waits until it answers.
  func start() throws {
    let settings = work.appending(path: "thumbor.conf")
    try """
    LOADER = 'thumbor.loaders.file_loader'
    FILE_LOADER_ROOT_PATH = '\(photo.deletingLastPathComponent().path)'
    STORAGE = 'thumbor.storages.no_storage'
    RESULT_STORAGE = None
    QUALITY = 85
    DETECTORS = ['thumbor.detectors.face_detector', 'thumbor.detectors.feature_detector']
    """.write(to: settings, atomically: true, encoding: .utf8)
    let command = PythonPeers.module(
      "thumbor.server", ["-i", "127.0.0.1", "-p", "\(port)", "-c", settings.path, "-l", "error"])
    process.executableURL = URL(filePath: command[0])
    process.arguments = Array(command.dropFirst())
    try process.run()
    for _ in 0..<100 {
      if isListening { return }
      guard process.isRunning else { break }
      Thread.sleep(forTimeInterval: 0.1)
    }
    throw BenchmarkError("its server does not answer")
  }

  func stop() {
    guard process.isRunning else { return }
    process.terminate()
    process.waitUntilExit()
  }

  private var isListening: Bool {
    let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(connection) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}
