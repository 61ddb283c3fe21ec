internal import ReframeSDK

/// What `--json` tells of one output.
struct OutputRecord: Encodable {
  let input: String
  let output: String
  let operation: String?
  /// The part of the source that is shown, in upright source pixels.
  let crop: PixelRect?
  let framing: Framing?
  let source: PixelSize?
  let size: PixelSize
  let mediaType: String
  let fill: String?
  /// How well the filled area goes with the rest, 0 to 1.
  let fillScore: Double?
  let subjects: [SubjectRegion]
  /// What each of several detectors answered, when the decision is explained.
  let detectors: [DetectorAnswer]?
  let cost: [String: Double]
  let notes: [String]
  /// Who made it and what it cost, if models or routes came into it.
  let engine: EngineRecord?
  /// Milliseconds by step; `total` is for the input with all its outputs, reading and writing included.
  let timings: [String: Double]

  init(input: String, path: String, rendition: Rendition, engine: EngineRecord? = nil, total: Duration) {
    self.input = input
    output = path
    operation = rendition.plan?.operation.rawValue
    crop = rendition.plan?.crop
    framing = rendition.plan?.framing
    source = rendition.source
    size = rendition.size
    mediaType = rendition.mediaType
    fill = rendition.plan?.fill
    fillScore = rendition.plan?.fillScore
    subjects = rendition.subjects?.strongest(3) ?? []
    detectors = rendition.subjects?.answers
    cost = rendition.plan?.cost ?? [:]
    self.engine = engine
    notes = rendition.plan?.notes ?? []
    let (seconds, attoseconds) = total.components
    let microseconds = (Double(seconds) * 1e6 + Double(attoseconds) / 1e12).rounded()
    timings = rendition.timings.merging(["total": microseconds / 1e3]) { $1 }
  }
}

/// What `--json` tells of an input that failed.
struct FailureRecord: Encodable {
  let input: String
  let error: String
  let kind: String

  init(input: String, error: ReframeError) {
    self.input = input
    self.error = error.message
    kind = error.kind.label
  }
}
