/// The calls that a double tells apart.
package enum DoubleCall: Hashable, Sendable {
  case create, poll, cancel, presign, upload, result
}

/// What goes wrong with one call.
package enum DoubleFault: Equatable, Sendable {
  /// The vendor's own answer to too many calls; nothing was done.
  case tooMany(headers: [String: String])
  /// A proxy's page of HTML with such a status; nothing was done.
  case gateway(Int)
  /// The vendor's own error with such a status; nothing was done.
  case trouble(Int)
  /// The connection is closed; nothing was done.
  case refused
  /// It was done, and the connection is closed before a byte of the answer.
  case dies
  /// It was done, and nothing ever comes.
  case hangs
  /// It was done, and the answer breaks off.
  case truncated
  /// It was done, and the answer comes drop by drop.
  case slow
  /// It was done, and the answer is a page of HTML.
  case page
  /// It was done, and the answer is cut JSON under the right type.
  case garbled
  /// It was done, and the answer is whole but says that its JSON is HTML.
  case mistyped
  /// It was done, and the answer has no id.
  case withoutID
}

/// How the jobs of a double end.
package enum DoubleOutcome: Equatable, Sendable {
  /// They succeed.
  case success
  /// They fail with the vendor's own code, and these words.
  case failure(code: String, words: String)
  /// They stay at a word of the vendor's, known or not.
  case stuck(at: String)
}

/// What a double's result is when it is fetched.
package enum DoubleResult: Equatable, Sendable {
  /// A picture of the ratio, or a video.
  case right
  /// A picture of another ratio.
  case wrongRatio
  /// A page of HTML that says it is a picture.
  case page
  /// Not there.
  case missing
}
