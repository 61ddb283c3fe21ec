import CReframe
import ReframeSDK
import Synchronization

/// A host's HTTP service that a test answers for, and a note of every exchange that was asked for.
final class LentService: @unchecked Sendable {
  /// One exchange as the plugin asked for it.
  struct Exchange: Equatable {
    var method: String
    var url: String
    var headers: [String: String]
    var secret: String
    var secretHeader: String
    var body: [UInt8]

    /// The body as JSON.
    var json: JSONValue? {
      try? JSON.decode(JSONValue.self, from: String(decoding: body, as: UTF8.self), what: "body")
    }
  }

  /// What a vendor answers.
  struct Reply: Sendable {
    var status: Int
    var headers: [String: String]
    var body: [UInt8]
  }

  /// What the service answers.
  typealias Answerer = @Sendable (Exchange) throws(ReframeError) -> Reply

  let host: UnsafeMutablePointer<rf_host>
  private let table: UnsafeMutablePointer<rf_host_http>
  private let state: Mutex<(exchanges: [Exchange], answer: Answerer)>

  init(
    _ answer: @escaping Answerer = { _ throws(ReframeError) in throw ReframeError(.unavailable, "no network")
    }
  ) {
    state = Mutex(([], answer))
    host = .allocate(capacity: 1)
    table = .allocate(capacity: 1)
    host.initialize(to: rf_host())
    table.initialize(to: rf_host_http())
    table.pointee.size = UInt32(MemoryLayout<rf_host_http>.size)
    table.pointee.exchange = { context, _, request, response, error in
      RawCall.report(to: error) { () throws(ReframeError) in
        guard let context, let request, let response else { throw ReframeError(.invalidArgument, "nothing") }
        let service = Unmanaged<LentService>.fromOpaque(context).takeUnretainedValue()
        try service.exchange(request.pointee, response)
        return RF_OK
      }
    }
    host.pointee.size = UInt32(MemoryLayout<rf_host>.size)
    host.pointee.context = Unmanaged.passUnretained(self).toOpaque()
    host.pointee.extension = { context, id in
      guard let context, let id, String(cString: id) == RF_HOST_HTTP else { return nil }
      return UnsafeRawPointer(Unmanaged<LentService>.fromOpaque(context).takeUnretainedValue().table)
    }
  }

  /// What was asked for so far.
  var exchanges: [Exchange] { state.withLock { $0.exchanges } }

  /// Has another answer from now on.
  func answer(_ answer: @escaping Answerer) { state.withLock { $0.answer = answer } }

  private func exchange(_ request: rf_http_request, _ response: UnsafeMutablePointer<rf_http_response>)
    throws(ReframeError)
  {
    let body = UnsafeRawBufferPointer(start: request.body.data, count: Int(request.body.length))
    let headers = String(request.headers)
    let exchange = Exchange(
      method: String(request.method), url: String(request.url),
      headers: headers.isEmpty ? [:] : try JSON.decode([String: String].self, from: headers, what: "headers"),
      secret: String(request.secret), secretHeader: String(request.secret_header), body: [UInt8](body))
    let answerer = state.withLock { state in
      state.exchanges.append(exchange)
      return state.answer
    }
    let answer = try answerer(exchange)
    response.pointee.status = Int32(answer.status)
    try Sink.write(try JSON.encode(answer.headers), to: response.pointee.headers)
    guard let sink = response.pointee.body else {
      throw ReframeError(.invalidArgument, "nowhere to answer to")
    }
    _ = answer.body.withUnsafeBytes {
      sink.pointee.write(sink.pointee.context, $0.baseAddress, UInt64($0.count))
    }
  }

  deinit {
    host.deallocate()
    table.deallocate()
  }
}

extension LentService.Reply {
  /// An answer in JSON.
  static func json(_ status: Int = 200, _ text: String, headers: [String: String] = [:]) -> Self {
    Self(
      status: status, headers: headers.merging(["content-type": "application/json"]) { first, _ in first },
      body: [UInt8](text.utf8))
  }
}
