import ReframeSDK

/// The faces that detectors found, each once, judged against what is salient and by the detectors' weights.
struct FaceJudgement {
  /// Labels of regions that show a face: from the front, looking to a side of the picture, or from wherever.
  static let labels: Set<String> = ["face", "face-left", "face-right", "head"]

  /// The faces, surest first; the score is what is left of the detector's after the judgement.
  let faces: [SubjectRegion]

  /// Faces never decide alone: boxes of heads are never exact, and a crop around a face may lose the subject.
  private static let most = 0.4
  /// What is left of a face where nothing is salient.
  private static let doubt = 0.3
  /// How far heads reach beyond a face, in its own sizes: hair and head-room above, chin and beard below, hair at the
  /// sides, and the room into which who is seen from the side looks; and how likely that is.
  private static let reaches = [
    (above: 0.15, below: 0.05, beside: 0.0, ahead: 0.0, share: 0.3),
    (above: 0.4, below: 0.1, beside: 0.04, ahead: 0.25, share: 0.4),
    (above: 0.7, below: 0.15, beside: 0.12, ahead: 0.5, share: 0.3),
  ]
  /// With several faces that are equally sure, the share of the guess that all belong together.
  private static let together = 0.5

  init(_ answers: [DetectorAnswer], saliency: SaliencyGrid?) {
    let voices = answers.filter { answer in answer.regions.contains { Self.labels.contains($0.label) } }
    let rest = answers.filter { answer in answer.regions.contains { !Self.labels.contains($0.label) } }
    let (own, other) = (Self.weight(voices), Self.weight(rest))
    var found = voices.flatMap(\.regions).filter { Self.labels.contains($0.label) }
    for index in found.indices {
      let score = found[index].score * Self.plausibility(found[index].box, saliency)
      // Odds, so that weights of 1 leave the score as it is.
      let (yes, no) = (score * own, (1 - score) * (other > 0 ? other : own))
      found[index].score = yes + no > 0 ? yes / (yes + no) : 0
    }
    faces = Self.suppressed(found.sorted { $0.score > $1.score })
  }

  private static func weight(_ answers: [DetectorAnswer]) -> Double {
    answers.map(\.weight).max() ?? 0
  }

  /// How sure it is that there is a face at all, 0 to 1.
  var certainty: Double { min(Self.most, 1 - faces.reduce(1) { $0 * (1 - $1.score) }) }

  /// Guesses of where the heads are that must not be cut: of each head alone and, if there are several, of all.
  var heads: [SubjectRegion] {
    // By squares, so that one that is sure is not made to share with a doubtful one.
    let squares = faces.map { $0.score * $0.score }
    let sum = squares.reduce(0, +)
    guard sum > 0, let surest = faces.first, let weakest = faces.last else { return [] }
    let together = Self.together * weakest.score / surest.score
    return Self.reaches.flatMap { reach in
      let boxes = faces.map { face in
        face.box.grown(
          above: reach.above, below: reach.below,
          left: reach.beside + (face.label == "face-left" ? reach.ahead : 0),
          right: reach.beside + (face.label == "face-right" ? reach.ahead : 0))
      }
      let share = certainty * reach.share
      guard let first = boxes.first, boxes.count > 1 else {
        return boxes.map { SubjectRegion(box: $0, score: share, label: "face") }
      }
      let all = boxes.reduce(first) { $0.union($1) }
      let single = zip(boxes, squares).map { box, square in
        SubjectRegion(box: box, score: share * (1 - together) * square / sum, label: "face")
      }
      return [SubjectRegion(box: all, score: share * together, label: "face")] + single
    }
  }

  /// Guesses of the subject, those that leave faces out weakened; their sum stays.
  func weighed(_ subjects: [SubjectRegion]) -> [SubjectRegion] {
    let sum = faces.reduce(0) { $0 + $1.score }
    let before = subjects.reduce(0) { $0 + $1.score }
    guard sum > 0, before > 0 else { return subjects }
    var result = subjects
    for index in result.indices {
      let kept = faces.reduce(0) { $0 + $1.score * $1.box.share(within: result[index].box) } / sum
      result[index].score *= 1 - certainty * (1 - kept)
    }
    let scale = before / result.reduce(0) { $0 + $1.score }
    for index in result.indices { result[index].score = min(1, result[index].score * scale) }
    return result
  }

  /// What is left of a face that lies where less is salient than in the picture's mean.
  private static func plausibility(_ box: UnitRect, _ saliency: SaliencyGrid?) -> Double {
    guard let saliency, box.area > 0 else { return 1 }
    return doubt + (1 - doubt) * min(1, saliency.share(in: box) / box.area)
  }

  /// Without those that share half of the smaller one's area with a surer one.
  private static func suppressed(_ faces: [SubjectRegion]) -> [SubjectRegion] {
    var kept: [SubjectRegion] = []
    for face in faces where face.score > 0 {
      let isKnown = kept.contains { other in
        face.box.intersection(other.box).area * 2 > min(face.box.area, other.box.area)
      }
      if !isKnown { kept.append(face) }
    }
    return kept
  }
}

extension UnitRect {
  /// The share of this box that lies within `other`.
  fileprivate func share(within other: UnitRect) -> Double {
    area > 0 ? intersection(other).area / area : 0
  }

  /// The box with so much of its own size added, within the picture.
  fileprivate func grown(above: Double, below: Double, left: Double, right: Double) -> UnitRect {
    UnitRect(
      x: x - left * width, y: y - above * height, width: width * (1 + left + right),
      height: height * (1 + above + below)
    ).intersection(UnitRect(x: 0, y: 0, width: 1, height: 1))
  }

  fileprivate func union(_ other: UnitRect) -> UnitRect {
    let (left, top) = (min(x, other.x), min(y, other.y))
    return UnitRect(
      x: left, y: top, width: max(maxX, other.maxX) - left, height: max(maxY, other.maxY) - top)
  }
}
