/// What a plugin asks of a fill strategy, besides the pixels.
public struct FillRequest: Equatable, Sendable {
  /// Id of the fill; `nil` leaves the choice to the host.
  public var fill: String?
  /// Where the canvas shows the source; all else is exposed.
  public var placed: PixelRect
  /// Same seed, same result.
  public var seed: UInt32
  /// What the exposed area should show; empty if nobody said.
  public var prompt: String
  /// Parameters of the fill, an object.
  public var parameters: JSONValue
  /// How much each cell of `placed` belongs to the subject; `nil` if nobody knows.
  public var subject: SaliencyGrid?
  /// How much work to put into the result.
  public var effort: FillEffort

  /// Asks the fill of that id, without prompt, parameters or knowledge of the subject.
  public init(fill: String?, placed: PixelRect, seed: UInt32) {
    self.fill = fill
    self.placed = placed
    self.seed = seed
    prompt = ""
    parameters = .object([:])
    effort = .balanced
  }
}

/// How much work a fill is to put into its result; one that knows no difference ignores it.
public enum FillEffort: UInt32, CaseIterable, Sendable {
  /// What most want.
  case balanced = 0
  /// As quick as it still looks well.
  case fast = 1
  /// The best result, however long it takes.
  case quality = 2

  /// The effort that a generation mode asks for; `balanced` for none, or one that is not known.
  public init(_ mode: GenerationMode?) {
    switch mode {
    case .fast: self = .fast
    case .quality: self = .quality
    default: self = .balanced
    }
  }
}
