internal import CReframe

/// What is to be done with the part of a canvas that shows no source.
public struct FillTask: ~Escapable {
  /// Where the canvas shows the source; never empty.
  public let placed: PixelRect
  /// The whole source at the canvas's scale or below, if the engine has it.
  public let source: PixelView?
  /// Same seed, same result.
  public let seed: UInt32
  /// What the exposed area should show; empty if nobody said.
  public let prompt: String
  /// Parameters of the fill, an object.
  public let parameters: JSONValue
  /// How much each cell of `placed` belongs to the subject, which should not appear a second time; `nil` if nobody
  /// knows.
  public let subject: SaliencyGrid?
  /// How much work to put into the result; ignored by fills that know no difference.
  public let effort: FillEffort

  /// Views a task of the C contract, which must outlive the view, to fill a canvas of `layout`. Throws
  /// `invalidArgument` if it contradicts itself.
  @_lifetime(immortal)
  init(_ task: rf_fill_task, canvas layout: PixelLayout) throws(ReframeError) {
    let place = PixelRect(
      x: Int(task.placed_x), y: Int(task.placed_y), width: Int(task.placed_width),
      height: Int(task.placed_height))
    guard !layout.isReadOnly else {
      throw ReframeError(.unsupported, "a read-only canvas cannot be filled")
    }
    guard !place.isEmpty, PixelRect(layout.size).contains(place) else {
      throw ReframeError(.invalidArgument, "the placed source lies off the canvas")
    }
    subject = try task.subject.map { (grid) throws(ReframeError) in
      guard grid.pointee.size >= UInt32(MemoryLayout<rf_saliency>.size),
        let grid = SaliencyGrid(grid.pointee)
      else { throw ReframeError(.invalidArgument, "a subject grid that contradicts itself") }
      return grid
    }
    effort = FillEffort(rawValue: task.effort) ?? .balanced
    let whole = try task.source.map { (image) throws(ReframeError) in try PixelLayout(image) }
    parameters = try JSONValue(text: task.parameters)
    if let whole { source = PixelView(whole) } else { source = nil }
    placed = place
    seed = task.seed
    prompt = String(task.prompt)
  }
}
