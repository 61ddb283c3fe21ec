import Foundation
import Glibc

/// A socket on every address of this machine that shows whether anybody connects, and can answer bytes as they are.
final class Listener: Sendable {
  private let socket: Int32
  let port: Int

  /// Takes a port; until `listen` whoever connects to it is refused.
  init() throws {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let socket = socket
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
      }
    }
    guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
    port = Int(UInt16(bigEndian: address.sin_port))
  }

  deinit { close(socket) }

  /// Lets them in: the system completes connections by itself.
  func listen() { Glibc.listen(socket, 16) }

  /// Whether anybody has connected since the last call.
  var wasConnected: Bool {
    let connection = accept(socket, nil, nil)
    guard connection >= 0 else { return false }
    close(connection)
    return true
  }

  /// Answers one connection after the other with these bytes, and then ends it or waits until the client does.
  func serve(_ answers: [String], isReading: Bool = true, isEnding: Bool = true) {
    listen()
    Thread.detachNewThread { [self] in
      for answer in answers {
        let connection = next()
        guard connection >= 0 else { return }
        var request: [UInt8] = []
        var byte: UInt8 = 0
        while isReading, !request.suffix(4).elementsEqual("\r\n\r\n".utf8), recv(connection, &byte, 1, 0) == 1
        {
          request.append(byte)
        }
        let bytes = Array(answer.utf8)
        send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        if !isEnding { while recv(connection, &byte, 1, 0) == 1 {} }
        close(connection)
      }
    }
  }

  /// The next connection. A signal may interrupt the waiting.
  private func next() -> Int32 {
    for _ in 0..<100 {
      var ready = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
      guard poll(&ready, 1, 100) == 1 else { continue }
      let connection = accept(socket, nil, nil)
      if connection >= 0 { return connection }
    }
    return -1
  }
}
