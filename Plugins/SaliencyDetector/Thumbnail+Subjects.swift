import ReframeSDK

extension Thumbnail {
  /// The score that some guess of the subject must have, or nothing stands out: photos of something reach 0.2 and
  /// more, a flat picture 0.02.
  private static let leastScore = 0.06

  /// Guesses of the subject and of its key part, strongest first, and the saliency.
  func subjects() -> SubjectMap {
    if let cutout = cutout() { return cutout }
    let content = contentRect()
    let scores = SubjectModel.scores(of: part(content))
    let subject = BoxPosterior(scores.subject)
    let key = BoxPosterior(scores.key, subject: subject)
    let whole = PixelSize(width: width, height: height)
    let guesses = subject.guesses(label: "salient")
    guard guesses.contains(where: { $0.score >= Self.leastScore }) else { return SubjectMap(regions: []) }
    let placed = (guesses + key.guesses(label: "key")).map { region in
      SubjectRegion(box: region.box.placed(in: content, of: whole), score: region.score, label: region.label)
    }
    let grid = SaliencyGrid(size: whole, content: content, subject: subject, detail: scores.detail)
    return SubjectMap(regions: placed.sorted { $0.score > $1.score }, saliency: grid)
  }

  /// The opaque part of a picture that is transparent around its subject; `nil` for any other picture.
  private func cutout() -> SubjectMap? {
    guard let alpha else { return nil }
    var (left, right, top, bottom) = (width, 0, height, 0)
    for y in 0..<height {
      for x in 0..<width where alpha[y, x] >= 128 {
        (left, right) = (min(left, x), max(right, x + 1))
        (top, bottom) = (min(top, y), max(bottom, y + 1))
      }
    }
    guard right > left else { return SubjectMap(regions: []) }
    let box = PixelRect(x: left, y: top, width: right - left, height: bottom - top)
    guard box.size.area * 10 < width * height * 9 else { return nil }
    let unit = UnitRect(x: 0, y: 0, width: 1, height: 1)
    let size = PixelSize(width: width, height: height)
    let grid = CellGrid(size)
    return SubjectMap(
      regions: [SubjectRegion(box: unit.placed(in: box, of: size), score: 1, label: "salient")],
      saliency: grid.average(alpha).saliency())
  }
}

extension UnitRect {
  /// A box given in fractions of the part `rect`, in fractions of the whole picture.
  func placed(in rect: PixelRect, of size: PixelSize) -> UnitRect {
    let (width, height) = (Double(size.width), Double(size.height))
    return UnitRect(
      x: (Double(rect.x) + x * Double(rect.width)) / width,
      y: (Double(rect.y) + y * Double(rect.height)) / height,
      width: self.width * Double(rect.width) / width, height: self.height * Double(rect.height) / height)
  }
}

extension Plane {
  /// The plane as a grid, 0 to 255 as it stands.
  func saliency() -> SaliencyGrid? {
    SaliencyGrid(columns: width, rows: height, values: values.map { UInt8(min(max($0, 0), 255)) })
  }
}

extension SaliencyGrid {
  /// The probability of the subject, brought out where the cues are strong; nothing in the frame around
  /// `content`. Columns and rows are those of the whole picture's cells.
  init?(size: PixelSize, content: PixelRect, subject: BoxPosterior, detail: Plane) {
    let grid = CellGrid(size)
    let coverage = subject.coverage()
    var plane = Plane(width: grid.columns, height: grid.rows)
    for row in 0..<grid.rows {
      let y = (Float(row) + 0.5) * Float(size.height) / Float(grid.rows) - Float(content.y)
      for column in 0..<grid.columns {
        let x = (Float(column) + 0.5) * Float(size.width) / Float(grid.columns) - Float(content.x)
        let (unitX, unitY) = (x / Float(content.width), y / Float(content.height))
        guard unitX > 0, unitX < 1, unitY > 0, unitY < 1 else { continue }
        let cue = detail.sample(x: unitX, y: unitY)
        plane[row, column] = coverage.sample(x: unitX, y: unitY) * (0.3 + 0.7 * cue)
      }
    }
    let most = plane.values.max() ?? 0
    let scale = most > 0 ? 255 / most : 0
    self.init(
      columns: plane.width, rows: plane.height, values: plane.values.map { UInt8(min(255, $0 * scale)) })
  }
}
