package import ReframeSDK

extension SubjectMap {
  /// Joins what several detectors found in one picture, each with its weight.
  ///
  /// Labels decide what a region means: faces (`face`, `head`) are found or not, each for itself; `key` regions
  /// of one detector are guesses of one thing, of which at most one is right, and so are all others, which guess the
  /// whole subject. Guesses are mixed by weight. Faces outvote guesses of the key part by how sure they are, after
  /// saliency has judged them, and weaken guesses of the subject that leave them out. A single answer stands as it
  /// is, but for the room that a head needs around its face.
  package init(joining answers: [DetectorAnswer]) {
    let grid = Self.mixedGrid(answers)
    let faces = FaceJudgement(answers, saliency: grid)
    let keys = Self.mixed(answers) { $0 == "key" }
    let subjects = faces.weighed(Self.mixed(answers) { $0 != "key" && !FaceJudgement.labels.contains($0) })
    let certainty = faces.certainty
    let others = keys.map { SubjectRegion(box: $0.box, score: $0.score * (1 - certainty), label: $0.label) }
    self.init(
      regions: (subjects + others + faces.heads).filter { $0.score > 0 }.sorted { $0.score > $1.score },
      saliency: grid)
  }

  /// The regions with such labels; scores are the detectors' own, weighted against those that have a say.
  private static func mixed(_ answers: [DetectorAnswer], _ isMeant: (String) -> Bool) -> [SubjectRegion] {
    let voices = answers.map { ($0.weight, $0.regions.filter { isMeant($0.label) }) }.filter { !$1.isEmpty }
    let total = voices.reduce(0) { $0 + $1.0 }
    return voices.flatMap { weight, regions in
      regions.map { SubjectRegion(box: $0.box, score: $0.score * weight / total, label: $0.label) }
    }
  }

  /// The weighted mean of the grids, in the cells of the first.
  private static func mixedGrid(_ answers: [DetectorAnswer]) -> SaliencyGrid? {
    let grids = answers.compactMap { answer in answer.saliency.map { (answer.weight, $0) } }
    guard grids.count > 1, let first = grids.first?.1 else { return grids.first?.1 }
    let total = grids.reduce(0) { $0 + $1.0 }
    var values: [UInt8] = []
    for row in 0..<first.rows {
      for column in 0..<first.columns {
        let sum = grids.reduce(0) { sum, voice in
          let (weight, grid) = voice
          let place = (column * grid.columns / first.columns, row * grid.rows / first.rows)
          return sum + weight * Double(grid[place.0, place.1])
        }
        values.append(UInt8(min(255, sum / total)))
      }
    }
    return SaliencyGrid(columns: first.columns, rows: first.rows, values: values)
  }
}
