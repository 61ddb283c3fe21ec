/// A question that C asks during a long call; other than 0 means stop.
typealias CancellationCallback = @convention(c) (UnsafeMutableRawPointer?) -> Int32

/// Hands a Swift closure to C for the length of one call.
func withCancellation<Result>(
  _ isCancelled: (() -> Bool)?,
  _ body: (_ callback: CancellationCallback?, _ context: UnsafeMutableRawPointer?) -> Result
) -> Result {
  guard var isCancelled else { return body(nil, nil) }
  return withUnsafeMutablePointer(to: &isCancelled) { pointer in
    body(
      { raw in
        guard let closure = raw?.assumingMemoryBound(to: (() -> Bool).self) else { return 0 }
        return closure.pointee() ? 1 : 0
      }, UnsafeMutableRawPointer(pointer))
  }
}
