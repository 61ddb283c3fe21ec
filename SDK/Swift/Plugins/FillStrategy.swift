/// Gives a value to the area of a canvas that a placement leaves exposed.
///
/// A conformer must write every pixel outside `task.placed`, leave every pixel inside as it is, bit for bit,
/// answer the same for the same task and seed, and stop within 50 ms of `job` being cancelled.
///
/// Throws `invalidArgument` for parameters it cannot read, and `cancelled` when the job was.
public protocol FillStrategy: Sendable {
  /// Fills `canvas` outside `task.placed`. The pixels there hold nothing of meaning before.
  func fill(_ canvas: inout MutablePixelView, task: FillTask, job: JobContext) throws(ReframeError)
}
