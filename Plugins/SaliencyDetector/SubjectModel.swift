import ReframeSDK

/// How much each cue speaks for a box being the subject, or its key part.
///
/// A log-linear model of boxes: the probability of a box is the exponential of a weighted sum. Each cue counts
/// twice: `inside` weighs the share of the cue's peaks that the box holds, `contrast` the cue's mean in the box
/// less its mean in a ring around it. The weights were fitted by maximum likelihood to the boxes that people drew
/// around the subjects of a few dozen photos, held near weights that are the same for all cues: so few photos
/// cannot tell more, and cross-validation gives the same quality as the photos of the fit.
struct CueWeights {
  let inside: Float
  let contrast: Float
}

/// Sums that the box model needs of one picture: the planes to be summed inside boxes, and to be compared with
/// their rings.
struct BoxScores {
  var inside: Plane
  var contrast: Plane
}

/// The cues joined, for the subject and its key part.
enum SubjectModel {
  private static let subject: [CueWeights] = [
    CueWeights(inside: 1.305, contrast: 6.656), CueWeights(inside: 1.177, contrast: 5.156),
    CueWeights(inside: 1.309, contrast: 4.296), CueWeights(inside: 1.321, contrast: 6.605),
    CueWeights(inside: 1.219, contrast: 7.459), CueWeights(inside: 1.217, contrast: 7.500),
    CueWeights(inside: 1.138, contrast: 5.161),
  ]
  private static let key: [CueWeights] = [
    CueWeights(inside: 0.713, contrast: 4.363), CueWeights(inside: 0.732, contrast: 4.888),
    CueWeights(inside: 0.619, contrast: 3.117), CueWeights(inside: 0.748, contrast: 6.078),
    CueWeights(inside: 0.590, contrast: 5.847), CueWeights(inside: 0.681, contrast: 5.776),
    CueWeights(inside: 0.531, contrast: 2.483),
  ]

  /// The scores of the picture for the subject and for its key part, and the cues' mean as they are weighted for
  /// the subject, 0 to 1.
  static func scores(of picture: Thumbnail) -> (subject: BoxScores, key: BoxScores, detail: Plane) {
    let cues = cues(of: picture)
    let subjectScores = joined(cues, subject)
    return (subjectScores, joined(cues, key), subjectScores.contrast.stretched(to: 0.99))
  }

  /// In the order of the weights.
  private static func cues(of picture: Thumbnail) -> [Plane] {
    let lab = LabPicture(picture)
    let grid = CellGrid(PixelSize(width: picture.width, height: picture.height))
    let cells = LabPicture(lab, averagedOver: grid)
    return [
      BorderContrast.map(cells), BackgroundContrast.map(cells), ColourCues.warmth(cells),
      ColourCues.skin(picture, grid), DetailCues.colourDetail(lab, grid),
      DetailCues.structure(picture.luma, grid), ColourCues.darkness(cells),
    ]
  }

  private static func joined(_ cues: [Plane], _ weights: [CueWeights]) -> BoxScores {
    var inside = Plane(width: cues[0].width, height: cues[0].height)
    var contrast = inside
    for (cue, weight) in zip(cues, weights) {
      let peaks = cue.map { $0 * $0 * $0.squareRoot() }
      inside.add(peaks, times: weight.inside / (peaks.mean + 1e-4))
      contrast.add(cue, times: weight.contrast)
    }
    return BoxScores(inside: inside, contrast: contrast)
  }
}
