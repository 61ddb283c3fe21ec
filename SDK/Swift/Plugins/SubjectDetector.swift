/// Says where in a picture the subjects are.
///
/// A conformer must answer the same for the same picture and parameters, leave the picture as it is, cope with
/// any size from 1x1 up, and stop within 50 ms of `job` being cancelled.
///
/// Throws `unsupported` for parameters it does not know, and `cancelled` when the job was.
public protocol SubjectDetector: Sendable {
  /// Finds the subjects in `image`; an empty map if nothing stands out.
  func subjects(in image: PixelView, parameters: JSONValue, job: JobContext) throws(ReframeError)
    -> SubjectMap
}
