extension SIMD4<Float> {
  /// The numbers without what stands behind the point, each of which must fit: lane by lane, as the library's own
  /// conversion takes several times as long.
  @inline(__always) var whole: SIMD4<Int32> { SIMD4<Int32>(Int32(x), Int32(y), Int32(z), Int32(w)) }
}
