/// What a test saw that it should not have seen.
struct ConformanceFault: Error {
  /// One sentence.
  let seen: String

  init(_ seen: String) { self.seen = seen }
}

/// Throws what was seen unless `condition` holds.
func require(_ condition: Bool, _ seen: @autoclosure () -> String) throws(ConformanceFault) {
  if !condition { throw ConformanceFault(seen()) }
}
