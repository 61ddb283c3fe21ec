internal import Foundation
internal import Glibc
internal import Synchronization

/// A small HTTP/1.1 server on 127.0.0.1 for tests, which can also behave as no server should.
package final class LoopbackServer: Sendable {
  /// What a client sent.
  package struct Request: Equatable, Sendable {
    package let method: String
    /// Path and query as they came.
    package let target: String
    /// Names in lower case.
    package let headers: [String: String]
    package let body: [UInt8]

    package init(method: String, target: String, headers: [String: String] = [:], body: [UInt8] = []) {
      self.method = method
      self.target = target
      self.headers = headers
      self.body = body
    }

    /// The target without its query.
    package var path: String { String(target.prefix { $0 != "?" }) }
  }

  /// How a reply goes wrong.
  package enum Fault: Equatable, Sendable {
    /// The connection ends before a byte is answered.
    case close
    /// Nothing is answered until the server stops.
    case hang
    /// Head and declared length are right, but the connection ends after so many bytes of the body.
    case truncate(after: Int)
    /// The body has no end: it is repeated until the client leaves.
    case endless
    /// What is answered is not HTTP.
    case garbage
    /// The body comes in chunks.
    case chunked
  }

  /// What is answered.
  package struct Reply: Sendable {
    package var status: Int
    package var headers: [String: String]
    package var body: [UInt8]
    package var fault: Fault?

    package init(
      _ status: Int = 200, headers: [String: String] = [:], body: [UInt8] = [], fault: Fault? = nil
    ) {
      self.status = status
      self.headers = headers
      self.body = body
      self.fault = fault
    }

    /// A JSON answer.
    package static func json(_ status: Int, _ text: String, headers: [String: String] = [:]) -> Reply {
      Reply(
        status, headers: headers.merging(["content-type": "application/json"]) { first, _ in first },
        body: Array(text.utf8))
    }
  }

  private let listener: Int32
  /// The port that the system chose.
  package let port: Int
  private let handler: @Sendable (Request) -> Reply
  private let state = Mutex(State())

  private struct State {
    var requests: [Request] = []
    var connections = 0
    var open = Set<Int32>()
    var isStopped = false
    var isClosed = false
  }

  /// Starts to listen; `handler` is called from several threads.
  package init(_ handler: @escaping @Sendable (Request) -> Reply) throws {
    self.handler = handler
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listening = listener
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listening, $0, length) == 0 && listen(listening, 128) == 0
          && getsockname(listening, $0, &length) == 0
      }
    }
    guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread { [self] in accept() }
  }

  /// Its address, without a slash at the end.
  package var url: String { "http://127.0.0.1:\(port)" }
  /// Everything that was asked so far.
  package var requests: [Request] { state.withLock { $0.requests } }
  /// How many connections were made.
  package var connections: Int { state.withLock { $0.connections } }

  /// Ends every connection and stops listening.
  package func stop() {
    // Under the lock, as the number of a closed socket may be another server's by now.
    state.withLock { state in
      state.isStopped = true
      if !state.isClosed { shutdown(listener, Int32(SHUT_RDWR)) }
      for connection in state.open { shutdown(connection, Int32(SHUT_RDWR)) }
    }
  }

  private func accept() {
    while true {
      let connection = Glibc.accept(listener, nil, nil)
      if connection < 0 && errno == EINTR { continue }
      guard connection >= 0 else { break }
      let isWanted = state.withLock { state in
        guard !state.isStopped else { return false }
        state.connections += 1
        state.open.insert(connection)
        return true
      }
      guard isWanted else {
        close(connection)
        break
      }
      Thread.detachNewThread { [self] in
        serve(connection)
        state.withLock { state in
          state.open.remove(connection)
          close(connection)
        }
      }
    }
    state.withLock { state in
      state.isClosed = true
      close(listener)
    }
  }

  private func serve(_ connection: Int32) {
    var buffer: [UInt8] = []
    while let request = Self.read(connection, &buffer) {
      state.withLock { $0.requests.append(request) }
      guard answer(handler(request), to: connection) else { return }
    }
  }

  /// Answers whether the connection goes on.
  private func answer(_ reply: Reply, to connection: Int32) -> Bool {
    switch reply.fault {
    case .close: return false
    case .hang:
      var byte: UInt8 = 0
      while recv(connection, &byte, 1, 0) > 0 {}
      return false
    case .garbage:
      _ = Self.write(connection, Array("not http at all\r\n\r\n".utf8))
      return false
    default: break
    }
    var head = "HTTP/1.1 \(reply.status) Status\r\n"
    for (name, value) in reply.headers { head += "\(name): \(value)\r\n" }
    if reply.fault == .chunked {
      head += "transfer-encoding: chunked\r\n\r\n"
      let chunk = Array("\(String(reply.body.count, radix: 16))\r\n".utf8) + reply.body
      let end = reply.body.isEmpty ? "0\r\n\r\n" : "\r\n0\r\n\r\n"
      return Self.write(connection, Array(head.utf8) + (reply.body.isEmpty ? [] : chunk) + Array(end.utf8))
    }
    guard reply.fault != .endless else {
      guard Self.write(connection, Array((head + "\r\n").utf8)) else { return false }
      let piece = reply.body.isEmpty ? [UInt8](repeating: 0, count: 65536) : reply.body
      while Self.write(connection, piece) {}
      return false
    }
    head += "content-length: \(reply.body.count)\r\n\r\n"
    if case .truncate(let count) = reply.fault {
      _ = Self.write(connection, Array(head.utf8) + reply.body.prefix(count))
      return false
    }
    return Self.write(connection, Array(head.utf8) + reply.body)
  }

  /// The next request of a connection; `nil` at its end.
  private static func read(_ connection: Int32, _ buffer: inout [UInt8]) -> Request? {
    let mark = Array("\r\n\r\n".utf8)
    var end: Int?
    while true {
      end = buffer.firstRange(of: mark)?.lowerBound
      if end != nil { break }
      guard buffer.count < 1 << 20, fill(connection, &buffer) else { return nil }
    }
    guard let end else { return nil }
    let lines = String(decoding: buffer[..<end], as: UTF8.self).components(separatedBy: "\r\n")
    let words = (lines.first ?? "").split(separator: " ").map(String.init)
    guard words.count == 3 else { return nil }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(
        in: .whitespaces)
    }
    let length = headers["content-length"].flatMap(Int.init) ?? 0
    let start = end + mark.count
    while buffer.count < start + length {
      guard fill(connection, &buffer) else { return nil }
    }
    let body = Array(buffer[start..<(start + length)])
    buffer.removeFirst(start + length)
    return Request(method: words[0], target: words[1], headers: headers, body: body)
  }

  private static func fill(_ connection: Int32, _ buffer: inout [UInt8]) -> Bool {
    var piece = [UInt8](repeating: 0, count: 65536)
    let count = recv(connection, &piece, piece.count, 0)
    guard count > 0 else { return false }
    buffer += piece[..<count]
    return true
  }

  private static func write(_ connection: Int32, _ bytes: [UInt8]) -> Bool {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        send(connection, $0.baseAddress.map { $0 + done }, $0.count - done, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      done += count
    }
    return true
  }

}
