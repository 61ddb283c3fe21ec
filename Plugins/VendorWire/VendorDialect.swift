package import ReframeSDK

/// How one vendor says what all of them say: create, ask after, cancel. Translation only; `VendorProvider` acts.
package protocol VendorDialect: Sendable {
  /// Who the vendor is.
  var profile: VendorProfile { get }

  /// Refuses what the vendor cannot do, beyond what the model's card says. Pure.
  func check(_ order: VendorOrder) throws(ReframeError)

  /// The call that buys. May upload the source before; nothing is bought by that.
  func create(_ order: VendorOrder, over line: VendorLine) throws(ReframeError) -> VendorRequest

  /// The id of what was created; `nil` if the answer has none.
  func identifier(in answer: JSONValue) -> String?

  /// Whether the vendor says that nothing came of a call which it answered with an error of its own.
  func createdNothing(_ answer: VendorAnswer) -> Bool

  /// The vendor's own words about what went wrong.
  func complaint(in answer: VendorAnswer) -> VendorComplaint

  /// The call that asks after a ticket.
  func poll(_ ticket: VendorTicket) -> VendorRequest

  /// The least milliseconds between two questions after a job, by what the vendor bears.
  var shortestPause: Int64 { get }

  /// How the job stands by an answer with a status of 200 to 299.
  func standing(in answer: VendorAnswer, of ticket: VendorTicket) throws(ReframeError) -> VendorStanding

  /// The call that drops a job. Throws `unsupported` if the vendor has none.
  func cancel(_ ticket: VendorTicket) throws(ReframeError) -> VendorRequest
}

extension VendorDialect {
  /// Most vendors do not say.
  package func createdNothing(_ answer: VendorAnswer) -> Bool { false }

  /// Most vendors do not count questions.
  package var shortestPause: Int64 { 1000 }
}

/// How a job stands at its vendor.
package enum VendorStanding: Sendable {
  /// Not done, or a word that nobody documents.
  case pending
  /// It is over without a result.
  case failed(ReframeError)
  /// It is done.
  case done(VendorResult)
}

/// What a vendor made.
package struct VendorResult: Sendable {
  /// Addresses or data URIs, one for each variation.
  package var addresses: [String]
  /// What the vendor says that it took; `nil` if it says nothing.
  package var charge: Money?

  /// Makes a result.
  package init(addresses: [String], charge: Money? = nil) {
    self.addresses = addresses
    self.charge = charge
  }
}

/// What a vendor says went wrong.
package struct VendorComplaint: Sendable {
  /// Its own code, or empty.
  package var code: String
  /// Its own words, or empty.
  package var words: String
  /// The kind of fault, where the code says more than the HTTP status.
  package var kind: ReframeError.Kind?
  /// Whether trying again helps, where the vendor says so.
  package var isRetryable: Bool?

  /// Makes a complaint.
  package init(
    code: String = "", words: String = "", kind: ReframeError.Kind? = nil, isRetryable: Bool? = nil
  ) {
    self.code = code
    self.words = words
    self.kind = kind
    self.isRetryable = isRetryable
  }
}
