package import ReframeSDK

extension VendorOrder {
  /// Where the source lies as `x_start`, `x_end`, `y_start` and `y_end` in pixels of the output; empty if the vendor
  /// is to choose. Throws `unsupported` if the output's size is not known.
  package func pixelPlacement() throws(ReframeError) -> [String: JSONValue] {
    guard let place = output.placement else { return [:] }
    guard let canvas else {
      throw unsupported(
        "it counts in pixels of the output, whose size for \(output.aspect) is not published; "
          + "leave the place of the source to it")
    }
    if let name = parameters.keys.sorted().first(where: Self.pixelNames.contains) {
      throw ReframeError(.invalidArgument, "the place of the source is said twice: as such and by '\(name)'")
    }
    let edges = [
      ("x_start", place.x * Double(canvas.width)), ("x_end", place.maxX * Double(canvas.width)),
      ("y_start", place.y * Double(canvas.height)), ("y_end", place.maxY * Double(canvas.height)),
    ].map { ($0.0, $0.1.rounded()) }
    // Far more than any picture, and still exact.
    guard edges.allSatisfy({ $0.1.isFinite && abs($0.1) <= 1e9 }), edges[1].1 > edges[0].1,
      edges[3].1 > edges[2].1
    else { throw unsupported("the place of the source has no pixel of the output") }
    return Dictionary(uniqueKeysWithValues: edges.map { ($0.0, .number($0.1)) })
  }

  private static let pixelNames: Set = [
    "x_start", "x_end", "y_start", "y_end", "grid_position_x", "grid_position_y",
    "resized_width", "resized_height",
  ]

  /// What is planned, as far as the card tells: the vendor decides the rest.
  package func plan() -> ReframePlan {
    var notes: [String] = []
    let known = job.source?.size
    if known == nil { notes.append("The size of the source is not known.") }
    let canvas = canvas ?? known.map(expanded)
    if self.canvas == nil {
      notes.append("\(vendor) chooses the size of the result; this is that of the source, expanded.")
    }
    let frame = canvas ?? PixelSize(width: 0, height: 0)
    let source = known ?? frame
    let placement = output.placement.map { place in
      Placement(
        x: place.x * Double(frame.width), y: place.y * Double(frame.height),
        width: place.width * Double(frame.width), height: place.height * Double(frame.height))
    }
    if placement == nil { notes.append("\(vendor) chooses where the source lies.") }
    let framing = Framing(canvas: frame, placement: placement ?? Self.fit(source, in: frame))
    let operation: OutputPlan.Operation =
      switch (framing.isCropped, framing.isExposed) {
      case (true, true): .cropAndExpand
      case (true, false): .crop
      case (false, true): .expand
      case (false, false): .resize
      }
    var plan = OutputPlan(output: 0, operation: operation, framing: framing, crop: PixelRect(source))
    plan.notes = notes
    plan.expectedSeconds = card.averageSeconds
    return ReframePlan(source: source, subjects: nil, outputs: [plan])
  }

  /// The smallest canvas of the ratio that holds the source.
  private func expanded(_ source: PixelSize) -> PixelSize {
    let ratio = output.aspect.value
    return source.ratio > ratio
      ? PixelSize(width: source.width, height: Self.whole(Double(source.width) / ratio))
      : PixelSize(width: Self.whole(Double(source.height) * ratio), height: source.height)
  }

  private static func whole(_ value: Double) -> Int {
    value.isFinite && value < 1e9 ? max(1, Int(value.rounded())) : 1
  }

  /// The source in the middle of the canvas, as large as it fits.
  private static func fit(_ source: PixelSize, in canvas: PixelSize) -> Placement {
    guard source.width > 0, source.height > 0, canvas.width > 0, canvas.height > 0 else {
      return Placement(x: 0, y: 0, width: Double(canvas.width), height: Double(canvas.height))
    }
    let scale = min(
      Double(canvas.width) / Double(source.width), Double(canvas.height) / Double(source.height))
    let (width, height) = (Double(source.width) * scale, Double(source.height) * scale)
    return Placement(
      x: (Double(canvas.width) - width) / 2, y: (Double(canvas.height) - height) / 2, width: width,
      height: height)
  }
}
