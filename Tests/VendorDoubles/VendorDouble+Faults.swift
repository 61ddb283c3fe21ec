internal import TestSupport

extension VendorDouble {
  private static let page = Array("<html><body>Bad gateway</body></html>".utf8)

  /// The answer to a call that is refused before anything is done.
  func refusal(_ fault: DoubleFault) -> LoopbackServer.Reply? {
    switch fault {
    case .tooMany(let headers): tooMany(headers)
    case .gateway(let status):
      LoopbackServer.Reply(status, headers: ["Content-Type": "text/html"], body: Self.page)
    case .trouble(let status): trouble(status)
    case .refused: LoopbackServer.Reply(0, fault: .close)
    default: nil
    }
  }

  /// What becomes of the answer to a call that was done.
  func spoiled(_ reply: LoopbackServer.Reply, _ fault: DoubleFault) -> LoopbackServer.Reply {
    var reply = reply
    switch fault {
    case .dies: reply.fault = .close
    case .hangs: reply.fault = .hang
    case .truncated: reply.fault = .truncate(after: reply.body.count / 2)
    case .slow: reply.fault = .chunked
    case .page:
      reply.headers["Content-Type"] = "text/html"
      reply.body = Self.page
    case .garbled: reply.body = Array(reply.body.dropLast())
    case .mistyped: reply.headers["Content-Type"] = "text/html"
    case .withoutID: reply.body = Array("{}".utf8)
    default: break
    }
    return reply
  }
}
