internal import Carving
internal import Imaging
internal import Planning
import ReframeSDK

extension SourcePicture {
  /// What carving costs; `raster` is the whole source at any scale.
  func carving(_ subjects: SubjectMap?, in raster: Raster) throws(ReframeError) -> CarveEstimate {
    let cost = try imaging { () throws(ImagingError) in
      try CarveCost(raster.thumbnail(maxSide: Self.thumbnailSide), guide: CarveGuide(subjects))
    }
    return CarveEstimate(columns: .init(cost.columns), rows: .init(cost.rows))
  }
}

extension CarveEstimate.Side {
  fileprivate init(_ side: CarveCost.Side) { self.init(carving: side.carving, cropping: side.cropping) }
}

extension CarveGuide {
  /// Cells along either side where no detector says how many.
  private static let cells = 64
  /// The least importance of what lies in a subject's box, and of a part that must not be cut or the user's own word.
  private static let subject = 128.0
  private static let part = 255.0

  /// Spares what is salient, and the boxes of the subjects all the more.
  init(_ subjects: SubjectMap?) {
    self.init()
    guard let subjects else { return }
    let columns = subjects.saliency?.columns ?? Self.cells
    let rows = subjects.saliency?.rows ?? Self.cells
    var values = subjects.saliency?.values ?? [UInt8](repeating: 0, count: columns * rows)
    for isSubject in [true, false] {
      // Regions are guesses, which count together where they agree.
      var belief = [Double](repeating: 0, count: columns * rows)
      for region in subjects.regions where (region.label == "salient") == isSubject && region.score > 0 {
        let (left, right) = Self.span(region.box.x, region.box.maxX, columns)
        let (top, bottom) = Self.span(region.box.y, region.box.maxY, rows)
        guard left < right, top < bottom else { continue }
        for row in top..<bottom {
          for column in left..<right { belief[row * columns + column] += region.score }
        }
      }
      let weight = isSubject ? Self.subject : Self.part
      for cell in values.indices { values[cell] = max(values[cell], UInt8(weight * min(1, belief[cell]))) }
    }
    importance = Grid(columns: columns, rows: rows, values: values)
  }

  /// The cells that a span touches.
  private static func span(_ start: Double, _ end: Double, _ cells: Int) -> (Int, Int) {
    guard start.isFinite, end.isFinite else { return (0, 0) }
    let first = min(max(start, 0), 1) * Double(cells)
    let last = min(max(end, 0), 1) * Double(cells)
    return (Int(first.rounded(.down)), Int(last.rounded(.up)))
  }
}
