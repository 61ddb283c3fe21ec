package import ReframeSDK

extension OutputPlan {
  /// A plan whose operation follows from what the framing of a source carves, exposes and cuts off.
  package init(output: Int, _ framing: Framing, of source: PixelSize) {
    let shown = framing.shown
    let left = min(source.width - 1, Int((shown.x * Double(source.width)).rounded()))
    let top = min(source.height - 1, Int((shown.y * Double(source.height)).rounded()))
    let crop = PixelRect(
      x: left, y: top, width: max(1, Int((shown.maxX * Double(source.width)).rounded()) - left),
      height: max(1, Int((shown.maxY * Double(source.height)).rounded()) - top))
    let operation: Operation =
      switch (framing.carve != nil, framing.isCropped, framing.isExposed) {
      case (true, _, _): .carve
      case (false, true, true): .cropAndExpand
      case (false, false, true): .expand
      case (false, true, false): .crop
      case (false, false, false): .resize
      }
    self.init(output: output, operation: operation, framing: framing, crop: crop)
  }

  /// The plan with a rival's framing, this one's in its place under a name.
  package func choosing(_ rival: Rival, named name: String, of source: PixelSize) -> OutputPlan {
    var plan = OutputPlan(output: output, rival.framing, of: source)
    plan.cost = rival.cost
    plan.rivals = rivals.map { $0 == rival ? Rival(name: name, framing: framing, cost: cost) : $0 }
    plan.notes = notes
    plan.expectedSeconds = expectedSeconds
    return plan
  }
}
