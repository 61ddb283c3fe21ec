package import ReframeSDK

/// A vendor whose API makes a job with one request and is asked after it with another, described as data.
package struct VendorDescription: Equatable, Sendable {
  /// The schema that is read.
  package static let schema = "reframe.vendor/1"

  /// The provider's id, which cards name.
  package let id: String
  /// Name for people.
  package let name: String
  /// Network hosts that are reached, such as `api.example.com`, `*.example.com`, or `*` for any public one.
  package let hosts: [String]
  /// Names of the secrets that are needed.
  package let secrets: [String]
  /// Where the API is, without a slash at the end.
  package let baseURL: String
  /// How requests to `baseURL` are authenticated; `nil` if they are not.
  package let authentication: Authentication?
  /// The header in which the vendor takes a caller's own name for a request; `nil` if it takes none.
  package let requestIDHeader: String?
  /// What the vendor bears.
  package let limits: Limits
  /// In which ways it takes a source, best first.
  package let sourceForms: [SourceForm]
  /// The most bytes of a source that travels inside a request; `nil` for any.
  package let inlineLimit: Int?
  /// How a source is stored with the vendor before a job; `nil` if it cannot be.
  package let upload: UploadStep?
  /// How a job is made.
  package let create: CallStep
  /// Where the answer to that says the job's id.
  package let idLookup: JSONLookup
  /// How a job is asked after.
  package let poll: CallStep
  /// How long to wait between questions in milliseconds; `nil` for a tenth of the time that passed.
  package let pollInterval: Int64?
  /// How a job is dropped; `nil` if it cannot be.
  package let cancel: CallStep?
  /// How answers are read.
  package let answer: AnswerRule
  /// What errors mean, where it is not what HTTP says; the first that fits counts.
  package let errors: [ErrorRule]

  /// A secret and the header that carries it.
  package struct Authentication: Equatable, Sendable {
    /// The secret's name.
    package let secret: String
    /// Such as `Authorization: Bearer %s`.
    package let header: String
  }

  /// Jobs and submissions that the vendor bears.
  package struct Limits: Equatable, Sendable {
    /// Jobs under way at a time.
    package var concurrent: Int?
    /// Submissions in a window.
    package var rateCount: Int?
    /// The window in milliseconds.
    package var rateMilliseconds: Int64?
  }

  /// A way in which a source reaches a vendor.
  package enum SourceForm: String, CaseIterable, Sendable {
    /// Its own address.
    case url
    /// Inside the request, as `data:image/jpeg;base64,…`.
    case dataURI
    /// Inside the request, as base64 alone.
    case base64
    /// The address of a copy stored by the upload step.
    case upload
  }
}

/// One request.
package struct CallStep: Equatable, Sendable {
  /// `POST`, `GET`, ….
  package let method: String
  /// Behind the base address; `{id}` and `{model}` stand for the job's id and the model's slug.
  package let path: String
  /// Header fields besides the authentication.
  package let headers: [String: String]
  /// What is sent; `nil` for nothing.
  package let body: BodyTemplate?
  /// The statuses that mean success; any of 200 to 299 if empty.
  package let success: [Int]

  /// Whether a status means success.
  package func isSuccess(_ status: Int) -> Bool {
    success.isEmpty ? (200..<300).contains(status) : success.contains(status)
  }
}

/// How a source is stored with a vendor.
package struct UploadStep: Equatable, Sendable {
  /// How the bytes are sent.
  package enum Carrier: Equatable, Sendable {
    /// As the file of a `multipart/form-data` body, in the field of that name.
    case form(field: String)
    /// Alone, by PUT to the address that the call's answer gives, with the header fields that it gives.
    case address(JSONLookup, headers: JSONLookup?)
  }

  /// The first request.
  package let call: CallStep
  /// How the bytes are sent.
  package let carrier: Carrier
  /// Where the answer says the address for the job.
  package let result: JSONLookup
  /// The most bytes; `nil` if not known.
  package let limit: Int?
}

/// How answers are read.
package struct AnswerRule: Equatable, Sendable {
  /// Where the status word is.
  package let status: JSONLookup
  /// Words for a job that is done.
  package let succeeded: [String]
  /// Words for one that failed.
  package let failed: [String]
  /// Words for one that was dropped.
  package let cancelled: [String]
  /// Those of them for which nothing is charged.
  package let free: [String]
  /// Where the results are: an address, a `data:` address, an object with a `url`, or an array of these.
  package let output: JSONLookup
  /// Where reasons of a failure are; all that are there are told.
  package let message: JSONLookup
  /// Where the vendor's codes of a failure are; all count, and the first is told.
  package let code: JSONLookup
  /// Where it is said whether trying again helps; `nil` if nowhere.
  package let retryable: JSONLookup?
  /// Where it is said what was charged; `nil` if nowhere.
  package let charge: ChargeRule?
}

/// Where it is said what was charged.
package struct ChargeRule: Equatable, Sendable {
  /// In the answer; `nil` if in a header.
  package let amount: JSONLookup?
  /// Name of the header, in lower case.
  package let header: String?
  /// `USD`, or `credits/<vendor>`.
  package let unit: String
}

/// What an error means.
package struct ErrorRule: Equatable, Sendable {
  /// What the host was doing.
  package enum Step: String, CaseIterable, Sendable {
    /// Storing the source.
    case upload
    /// Making the job.
    case create
    /// Asking after it.
    case poll
    /// Dropping it.
    case cancel
    /// Nothing: the vendor says that the job itself failed.
    case job
  }

  /// At which step; `nil` at any.
  package let step: Step?
  /// The HTTP statuses, `nil` for any.
  package let status: ClosedRange<Int>?
  /// The vendor's codes, or words of a status; `nil` for any.
  package let codes: [String]?
  /// Words that the vendor's message holds, in any case; `nil` for any.
  package let words: String?
  /// What it is.
  package let kind: ReframeError.Kind?
  /// Whether trying again helps.
  package let isRetryable: Bool?
  /// Whether the vendor took the job.
  package let accepted: ReframeError.Acceptance?
  /// What a person can do.
  package let advice: String?

  /// Whether an error is meant.
  package func fits(_ step: Step, status: Int?, codes found: [String], message: String) -> Bool {
    (self.step ?? step) == step && (self.status.map { range in status.map(range.contains) ?? false } ?? true)
      && (codes.map { !Set($0).isDisjoint(with: found) } ?? true)
      && (words.map { message.lowercased().contains($0.lowercased()) } ?? true)
  }
}
