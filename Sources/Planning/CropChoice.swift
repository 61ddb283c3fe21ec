package import ReframeSDK

/// The crop that the planner chose, and what spoke for it.
package struct CropChoice: Equatable, Sendable {
  /// The crop, in source pixels.
  package var crop: PixelRect
  /// What it is expected to cost, by name.
  package var cost: [String: Double]
  /// The share of the subject that it cuts off, from 0 to 1.
  package var loss: Double
  /// The box in which the guesses of the subject agree.
  package var subject: UnitRect?
  /// Crops that simpler rules would choose.
  package var rivals: [CropRival]
}

/// A crop that was not chosen.
package struct CropRival: Equatable, Sendable {
  /// The rule that would choose it.
  package var name: String
  /// The crop, in source pixels.
  package var crop: PixelRect
  /// What it is expected to cost, by name.
  package var cost: [String: Double]
}

/// What a crop is expected to cost, term by term; each is weighted already.
package struct CropCost: Equatable, Sendable {
  /// Subject cut although it would fit.
  package var subjectCut = 0.0
  /// Subject lost that another place would keep.
  package var subjectLost = 0.0
  /// Distance of the subject's middle from the crop's, where it can be avoided.
  package var subjectOffCentre = 0.0
  /// The part that must not be cut is cut although it would fit.
  package var partCut = 0.0
  /// Of the part that must not be cut, what another place would keep.
  package var partLost = 0.0
  /// Distance of that part's middle from the crop's, where it can be avoided.
  package var partOffCentre = 0.0
  /// Saliency outside the crop, where no region is known.
  package var saliencyLost = 0.0
  /// Edges of the crop that cut straight through something, be it text.
  package var straightCut = 0.0
  /// Distance from the picture's middle: decides where nothing else does.
  package var drift = 0.0

  /// The sum that the planner makes as small as it can.
  package var total: Double {
    subjectCut + subjectLost + subjectOffCentre + partCut + partLost + partOffCentre + saliencyLost
      + straightCut + drift
  }

  /// The terms that are not zero, by name, and their sum.
  package var named: [String: Double] {
    let terms = [
      "subject-cut": subjectCut, "subject-lost": subjectLost, "subject-off-centre": subjectOffCentre,
      "key-cut": partCut, "key-lost": partLost, "key-off-centre": partOffCentre,
      "saliency-lost": saliencyLost, "straight-cut": straightCut, "drift": drift,
    ]
    return terms.filter { $0.value != 0 }.merging(["total": total]) { $1 }
  }

  static func + (first: Self, second: Self) -> Self {
    var sum = first
    sum.subjectCut += second.subjectCut
    sum.subjectLost += second.subjectLost
    sum.subjectOffCentre += second.subjectOffCentre
    sum.partCut += second.partCut
    sum.partLost += second.partLost
    sum.partOffCentre += second.partOffCentre
    sum.saliencyLost += second.saliencyLost
    sum.straightCut += second.straightCut
    sum.drift += second.drift
    return sum
  }
}
