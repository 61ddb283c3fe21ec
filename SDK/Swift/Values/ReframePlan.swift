/// What a provider would do with a job, or did.
public struct ReframePlan: Codable, Equatable, Sendable {
  /// Size of the upright source.
  public var source: PixelSize
  /// Where the subjects are; `nil` if nobody looked.
  public var subjects: SubjectMap?
  /// One plan for each output of the job, in its order.
  public var outputs: [OutputPlan]

  /// Makes a plan.
  public init(source: PixelSize, subjects: SubjectMap?, outputs: [OutputPlan]) {
    self.source = source
    self.subjects = subjects
    self.outputs = outputs
  }
}

/// The plan of one output.
public struct OutputPlan: Codable, Equatable, Sendable {
  /// What is done to the source.
  public struct Operation: OpenWord {
    /// The word as it crosses.
    public let rawValue: String

    /// Makes a word, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Only scaled: the ratio was right already.
    public static let resize = Self(rawValue: "resize")
    /// Parts are cut off.
    public static let crop = Self(rawValue: "crop")
    /// Canvas is added and filled.
    public static let expand = Self(rawValue: "expand")
    /// Both.
    public static let cropAndExpand = Self(rawValue: "crop+expand")

    /// Seams are taken out or doubled, and what that does not reach is cut off.
    public static let carve = Self(rawValue: "carve")

    /// The words of this revision.
    public static let allCases = [resize, crop, expand, cropAndExpand, carve]
  }

  /// Which output of the job, from 0.
  public var output: Int
  /// What is done.
  public var operation: Operation
  /// The decision.
  public var framing: Framing
  /// The part of the source that is shown, in upright source pixels.
  public var crop: PixelRect
  /// Id of the fill for the exposed area; `nil` if nothing is exposed.
  public var fill: String?
  /// How well the filled area goes with the rest, 0 to 1; `nil` if nothing was filled or nobody looked.
  public var fillScore: Double?
  /// What the planner counted against its choice, by name.
  public var cost: [String: Double]
  /// Framings that lost, cheapest first.
  public var rivals: [Rival]
  /// Remarks for a person.
  public var notes: [String]
  /// Expected duration in seconds; `nil` if not known.
  public var expectedSeconds: Double?

  /// Makes a plan without rivals or remarks.
  public init(output: Int, operation: Operation, framing: Framing, crop: PixelRect) {
    self.output = output
    self.operation = operation
    self.framing = framing
    self.crop = crop
    self.cost = [:]
    self.rivals = []
    self.notes = []
  }
}

/// A framing that was weighed and not chosen.
public struct Rival: Codable, Equatable, Sendable {
  /// Such as `centre crop`.
  public var name: String
  /// The framing.
  public var framing: Framing
  /// What the planner counted against it, by name.
  public var cost: [String: Double]

  /// Makes a rival.
  public init(name: String, framing: Framing, cost: [String: Double]) {
    self.name = name
    self.framing = framing
    self.cost = cost
  }
}
