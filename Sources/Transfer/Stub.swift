package struct TransferRequest: Sendable {
  package var method: String, url: String
  package var headers: [(name: String, value: String)] = []
  package var secretHeaders: [(name: String, value: String)] = []
  package var body: [UInt8] = []
  package var responseLimit = 0
  package var timeoutMilliseconds: Int64 = 60_000
  package var redirectLimit = 0
  package init(_ method: String, _ url: String) { self.method = method; self.url = url }
}
package struct TransferHead: Equatable, Sendable {
  package var status: Int; package var headers: [String: String]; package var url: String
}
package struct TransferFailure: Error, Equatable, Sendable {
  package enum Kind: Sendable {
    case invalidRequest, forbiddenAddress, unreachable, insecure, timeout, cancelled, tooLong, broken,
      unavailable, refusedByReceiver
  }
  package var kind: Kind
  package var message: String
  package var mayHaveBeenReceived: Bool
  package init(kind: Kind, message: String, mayHaveBeenReceived: Bool) {
    self.kind = kind; self.message = message; self.mayHaveBeenReceived = mayHaveBeenReceived
  }
}
package struct AddressRule: Sendable { package init(allowing ranges: [String]) throws {} }
package final class HTTPClient: Sendable {
  package init(_ rule: AddressRule) {}
  package func exchange(
    _ request: TransferRequest, isCancelled: () -> Bool,
    onHead: (TransferHead) throws(TransferFailure) -> Void,
    onBody: (UnsafeRawBufferPointer) throws(TransferFailure) -> Void
  ) throws(TransferFailure) -> TransferHead {
    throw TransferFailure(kind: .unavailable, message: "", mayHaveBeenReceived: false)
  }
  package func exchange(_ request: TransferRequest, isCancelled: () -> Bool) throws(TransferFailure) -> (
    head: TransferHead, body: [UInt8]
  ) { throw TransferFailure(kind: .unavailable, message: "", mayHaveBeenReceived: false) }
}
