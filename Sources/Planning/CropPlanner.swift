package import ReframeSDK

/// Chooses where the largest crop of a ratio lies: the place that is expected to lose the least.
///
/// A detector's regions are read as weighted guesses. Each guess says what a crop would lose if it were right
/// (cut, lost, off the centre); the crop with the least sum, weighted with the scores, is chosen. So many
/// uncertain guesses pull gently and one certain region decides. Regions with a `CropRegion.partLabels` label
/// are parts that must not be cut, such as a face; all others are subjects. Regions labelled `given` are the
/// user's word, beside which nothing else counts. Without regions the saliency grid decides; without either,
/// or when nothing differs, the crop is central.
package struct CropPlanner: Sendable {
  let source: PixelSize
  let regions: [CropRegion]
  let saliency: SaliencyGrid?
  /// The box in which most guesses of the subject agree; `nil` if there is none.
  package let subject: UnitRect?
  /// The box in which most guesses of the part that must not be cut agree; `nil` if there is none.
  package let part: UnitRect?

  /// Whether the subject is the user's word and not a detector's guess.
  package let isGiven: Bool

  /// A guess that covers more of the picture than this takes the scene itself for the subject.
  private static let sceneArea = 0.6
  /// Positions tried along a side before the search narrows.
  private static let positions = 64

  /// A planner for one source.
  package init(source: PixelSize, subjects: SubjectMap) {
    self.source = source
    let regions = CropRegion.regions(of: subjects)
    self.regions = regions.flatMap(\.spread)
    saliency = subjects.saliency
    isGiven = subjects.regions.contains { $0.label == CropRegion.givenLabel }
    subject = CropRegion.agreement(regions.filter { !$0.isPart })
    part = CropRegion.agreement(regions.filter(\.isPart))
  }

  /// The best place for a crop of `size`, which must not exceed the source.
  package func plan(_ size: PixelSize) -> CropChoice {
    let horizontal = line(.horizontal, length: size.width)
    let vertical = line(.vertical, length: size.height)
    let x = horizontal.best(among: Self.positions)
    let y = vertical.best(among: Self.positions)
    let crop = PixelRect(x: x, y: y, width: size.width, height: size.height)
    return CropChoice(
      crop: crop, cost: cost(of: crop).named, loss: loss(of: crop), subject: subject ?? part,
      rivals: rivals(of: crop))
  }

  /// What `crop` is expected to cost.
  package func cost(of crop: PixelRect) -> CropCost {
    line(.horizontal, length: crop.width).cost(at: Double(crop.x))
      + line(.vertical, length: crop.height).cost(at: Double(crop.y))
  }

  /// The share of the subject that `crop` cuts off, from 0 to 1; of the part that must not be cut, if more of
  /// that is cut off. Without a subject, the share of the saliency. A scene that fills the picture, which any crop
  /// cuts, counts only by the part that must not be cut.
  package func loss(of crop: PixelRect) -> Double {
    let shown = UnitRect(crop, of: source)
    let isScene = !isGiven && (subject?.area ?? 0) > Self.sceneArea
    let losses = [isScene ? nil : subject, part].compactMap { $0 }.map { box in
      box.area > 0 ? 1 - box.intersection(shown).area / box.area : shown.contains(box) ? 0 : 1
    }
    if let worst = losses.max() { return min(1, max(0, worst)) }
    guard let saliency, !isScene else { return 0 }
    return 1 - saliency.share(in: shown)
  }

  /// A window with the ratio `size.width : size.height` on the source's plane: `size` itself for 0, the smallest
  /// that holds the whole source for 1. It may reach beyond the source along the side that `size` fills, which is to
  /// be filled; along the other it lies where the planner wants it.
  package func window(_ size: PixelSize, enlarged share: Double) -> PixelRect {
    let most = max(source.width * size.height, source.height * size.width)
    let factor = 1 + (Double(most) / Double(size.width * size.height) - 1) * share
    let width = Int((Double(size.width) * factor).rounded())
    let height = Int((Double(size.height) * factor).rounded())
    let shown = plan(PixelSize(width: min(width, source.width), height: min(height, source.height))).crop
    return PixelRect(
      x: width > source.width ? -(width - source.width) / 2 : shown.x,
      y: height > source.height ? -(height - source.height) / 2 : shown.y, width: width, height: height)
  }

  func line(_ axis: CropAxis, length: Int) -> CropLine {
    CropLine(
      whole: axis == .horizontal ? source.width : source.height, length: length,
      spans: regions.map { $0.span(axis) }, profile: saliency?.profile(axis) ?? [])
  }

  /// The places that a simpler rule would choose, without those that come to the same.
  private func rivals(of crop: PixelRect) -> [CropRival] {
    let boxes = [subject.map { ("subject in the middle", $0) }, part.map { ("key part in the middle", $0) }]
    var places = [("centre", (0.5, 0.5))]
    places += boxes.compactMap { $0 }.map { name, box in (name, (box.midX, box.midY)) }
    places.append(("upper third", (0.5, 1.0 / 3)))
    var rivals: [CropRival] = []
    for (name, (x, y)) in places {
      let isThird = name == "upper third"
      let rect = PixelRect(
        x: Self.start(x, length: crop.width, whole: source.width),
        y: isThird
          ? (source.height - crop.height) / 3 : Self.start(y, length: crop.height, whole: source.height),
        width: crop.width, height: crop.height)
      let known = [crop] + rivals.map(\.crop)
      let isNear = known.contains {
        abs($0.x - rect.x) * 50 <= source.width && abs($0.y - rect.y) * 50 <= source.height
      }
      if !isNear { rivals.append(CropRival(name: name, crop: rect, cost: cost(of: rect).named)) }
    }
    return rivals
  }

  private static func start(_ middle: Double, length: Int, whole: Int) -> Int {
    Int(min(max(0, middle * Double(whole) - Double(length) / 2), Double(whole - length)).rounded())
  }
}

extension UnitRect {
  /// Whether all of `other`, which may be a point, lies within this rectangle.
  fileprivate func contains(_ other: UnitRect) -> Bool {
    other.x >= x && other.y >= y && other.maxX <= maxX && other.maxY <= maxY
  }

  /// A rectangle of a source's pixels, as fractions of the source.
  init(_ rect: PixelRect, of source: PixelSize) {
    let (width, height) = (Double(source.width), Double(source.height))
    self.init(
      x: Double(rect.x) / width, y: Double(rect.y) / height, width: Double(rect.width) / width,
      height: Double(rect.height) / height)
  }
}
