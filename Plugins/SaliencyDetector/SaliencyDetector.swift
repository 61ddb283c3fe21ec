import ReframeSDK

/// Guesses the subject of a photo: many boxes, each with the probability that it is right, and a saliency grid.
///
/// Regions labelled `salient` are guesses of the whole subject, those labelled `key` guesses of its part that
/// must not be cut, such as a head; the scores of each kind add up to 1 at most. A cut-out picture has one
/// region around what is opaque.
struct SaliencyDetector: SubjectDetector {
  func subjects(in image: PixelView, parameters: JSONValue, job: JobContext) throws(ReframeError)
    -> SubjectMap
  {
    if case .object(let members) = parameters, let name = members.keys.sorted().first {
      throw ReframeError(.unsupported, "the saliency detector has no parameter '\(name)'")
    }
    try job.checkCancelled()
    let thumbnail = Thumbnail(image)
    try job.checkCancelled()
    return thumbnail.subjects()
  }
}
