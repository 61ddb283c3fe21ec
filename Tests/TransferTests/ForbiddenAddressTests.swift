import TestSupport
import Testing

@testable import Transfer

@Suite("Addresses that must not be connected to")
struct ForbiddenAddressTests {
  @Test(
    "No spelling of an address of this machine leads to a connection",
    arguments: [
      ("127.0.0.1", "127.0.0.1", "127.0.0.1 is a loopback address"),
      ("127.1", "127.0.0.1", "127.0.0.1 is a loopback address"),
      ("2130706433", "127.0.0.1", "127.0.0.1 is a loopback address"),
      ("0x7f.1", "127.0.0.1", "127.0.0.1 is a loopback address"),
      ("0x7f000001", "127.0.0.1", "127.0.0.1 is a loopback address"),
      ("0177.0.0.1", "127.0.0.1", "127.0.0.1 is a loopback address"),
      ("017700000001", "127.0.0.1", "127.0.0.1 is a loopback address"),
      ("127.0.0.2", "127.0.0.2", "127.0.0.2 is a loopback address"),
      ("0", "0.0.0.0", "0.0.0.0 is the unspecified address"),
      ("0.0.0.0", "0.0.0.0", "0.0.0.0 is the unspecified address"),
      ("[::1]", "[::1]", "::1 is a loopback address"),
      ("[::]", "[::]", ":: is the unspecified address"),
      ("[::ffff:127.0.0.1]", "[::ffff:127.0.0.1]", "::ffff:127.0.0.1 leads to 127.0.0.1, a loopback address"),
      ("[::ffff:7f00:1]", "[::ffff:127.0.0.1]", "::ffff:127.0.0.1 leads to 127.0.0.1, a loopback address"),
      (
        "[0:0:0:0:0:ffff:7f00:0001]", "[::ffff:127.0.0.1]",
        "::ffff:127.0.0.1 leads to 127.0.0.1, a loopback address"
      ),
      ("[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]", "64:ff9b::7f00:1 leads to 127.0.0.1, a loopback address"),
      ("169.254.169.254", "169.254.169.254", "169.254.169.254 is a link-local address"),
    ])
  func spellings(host: String, shown: String, reason: String) throws {
    let listener = try Listener()
    listener.listen()
    let local = LocalClient()
    for scheme in ["http", "https"] {
      let request = TransferRequest("POST", "\(scheme)://\(host):\(listener.port)/?token=secret")
      let failure = try local.client([]).failure(request)
      // How libcurl writes such a host differs among its versions.
      let message = failure?.message.drop { $0 != " " } ?? ""
      #expect(
        message
          == " is not connected to: \(reason); if it is meant, allow the address under network.allow")
      #expect(failure?.kind == .forbiddenAddress && failure?.mayHaveBeenReceived == false)
    }
    #expect(!listener.wasConnected)
    #expect(local.pauses == [])
    #expect(local.records.map(\.failure) == [.forbiddenAddress, .forbiddenAddress])
  }

  @Test("A name that leads to this machine does not", arguments: ["localhost", "LOCALHOST"])
  func names(host: String) throws {
    let listener = try Listener()
    listener.listen()
    let failure = try LocalClient().client([]).failure(
      TransferRequest("GET", "https://\(host):\(listener.port)/"))
    #expect(failure?.kind == .forbiddenAddress)
    #expect(failure?.message.contains("is a loopback address") == true)
    #expect(!listener.wasConnected)
  }

  @Test("The listener would have seen a connection")
  func control() throws {
    let listener = try Listener()
    listener.listen()
    var request = TransferRequest("GET", "http://127.0.0.2:\(listener.port)/")
    request.timeoutMilliseconds = 50
    #expect(try LocalClient().client().failure(request)?.kind == .timeout)
    #expect(listener.wasConnected)
  }

  @Test("A redirect, and a chain of them, leads to none either", arguments: 0...2)
  func redirects(length: Int) throws {
    let listener = try Listener()
    listener.listen()
    let target = "http://127.0.0.2:\(listener.port)/"
    let server = try LoopbackServer { request in
      let step = Int(request.path.dropFirst()) ?? 0
      return .init(302, headers: ["location": step == length ? target : "/\(step + 1)"])
    }
    defer { server.stop() }
    var request = TransferRequest("GET", server.url + "/0")
    request.redirectLimit = 5
    let failure = try LocalClient().client(["127.0.0.1"]).failure(request)
    let message =
      "127.0.0.2:\(listener.port) is not connected to: 127.0.0.2 is a loopback address; "
      + "if it is meant, allow the address under network.allow"
    #expect(failure == .init(.forbiddenAddress, received: true, message))
    #expect(server.requests.count == length + 1)
    #expect(!listener.wasConnected)
  }

  @Test("Plain http is for addresses that are allowed by name; the rest of the world wants https")
  func plain() throws {
    let failure = try LocalClient().client().failure(TransferRequest("GET", "http://8.8.8.8/a?token=secret"))
    let message =
      "8.8.8.8 is not connected to: plain http is not encrypted; use https, or allow its address under network.allow"
    #expect(failure == .init(.insecure, received: false, message))
  }
}
