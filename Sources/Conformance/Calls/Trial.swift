internal import CReframe
internal import ReframeSDK

/// A call of a plugin. The standard values make the plain call; each test changes one thing.
struct Trial {
  /// The picture: what a detector looks at, a fill's canvas, or a provider's source.
  var form = LentPicture.Form()
  /// Where the canvas of a fill shows the source; a quarter of it in the middle if it is `nil`.
  var placed: PixelRect?
  /// What the exposed area of a canvas holds before.
  var garbage: UInt8 = 0x11
  /// How things are lent.
  var lending = Lending()
  /// Whether pictures that are only to be looked at can only be read.
  var sealsPictures = false
  /// What the job says.
  var job = LentJob.Options()
  /// Whether a fill is given what it can do without: the whole source, the subject, a prompt.
  var hasExtras = true
  /// Parameters of a detector or a fill, the request or the card, in place of the right ones.
  var text: String?
  /// Members that are added to each object that crosses as JSON.
  var extraMembers: [String: JSONValue] = [:]
  /// What the host answers when it is handed a result.
  var refusal: Int32?
  /// Is handed the job right before the call.
  var onStart: ((LentJob) -> Void)?
  /// Is called right after the call; what it answered is not looked at then, which takes its time for large pictures.
  var onEnd: (() -> Void)?

  /// Where the source lies on a fill's canvas.
  var placedRect: PixelRect {
    placed
      ?? PixelRect(
        x: form.size.width / 4, y: form.size.height / 4, width: max(1, form.size.width / 2),
        height: max(1, form.size.height / 2))
  }
}

/// What came of a call.
struct TrialOutcome {
  /// The status answered; of a provider's calls the last one's.
  var status: Int32
  /// What was reported beside it.
  var report: ErrorReport
  /// The answer in bytes, to be compared with others.
  var answer: [UInt8] = []
  /// Why the answer makes no sense, if it does not.
  var malformed: String?
  /// Whether a fill kept what it was to keep.
  var keepsPlaced = true
  /// Whether all between the rows of a picture is as it was.
  var keepsPadding = true
  /// How often the host refused what it was handed, and how often it was called in spite of that.
  var refusals = 0
  var lateCalls = 0
  /// What was said through the job.
  var record: JobRecord?
  /// The other calls that it took to come here, with their statuses and reports.
  var steps: [(name: String, status: Int32, report: ErrorReport)] = []

  /// How the call ended, in words.
  var ending: String {
    status == RF_OK
      ? "ok"
      : status == RF_PENDING ? "pending" : "\(ReframeError.Kind(rawValue: status).label): \(report.text)"
  }

  /// Whether the call did what it was asked for; a provider may also have said in order why it cannot.
  var isFine: Bool { status == RF_OK || status == RF_PENDING }
}

/// An `rf_error` as a plugin left it.
struct ErrorReport {
  let kind: Int32
  let accepted: Int32
  let retryable: UInt32
  let message: [UInt8]
  let isTerminated: Bool

  init(_ error: rf_error) {
    kind = error.kind
    accepted = error.accepted
    retryable = error.retryable
    var (message, code) = (error.message, error.code)
    let text = withUnsafeBytes(of: &message) { Array($0) }
    isTerminated = text.contains(0) && withUnsafeBytes(of: &code) { $0.contains(0) }
    self.message = Array(text.prefix { $0 != 0 })
  }

  /// The message.
  var text: String { message.isEmpty ? "no message" : String(decoding: message, as: UTF8.self) }

  /// What is wrong with the report of a call that answered `status`, if anything is.
  func fault(status: Int32, isLocal: Bool) -> String? {
    guard status != RF_OK && status != RF_PENDING else { return nil }
    if status < 0 || status > RF_INTERNAL { return "the status is \(status), which is none of RF_…" }
    if kind != status { return "the status is \(status), and rf_error.kind is \(kind)" }
    if !isTerminated { return "the message or the code in rf_error is not terminated" }
    if message.isEmpty { return "rf_error.message is empty for the status \(status)" }
    if String(validating: message, as: UTF8.self) == nil { return "rf_error.message is not UTF-8" }
    if isLocal && accepted != RF_NOT_ACCEPTED {
      return "rf_error.accepted is \(accepted) for local work, which nobody can charge for"
    }
    return nil
  }
}
