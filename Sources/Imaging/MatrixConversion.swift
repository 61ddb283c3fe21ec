import CLCMS
private import CPixelKernels

/// The common kind of profile, three curves and a matrix, converted to sRGB in half the colour engine's time.
///
/// The numbers are the engine's, and `ColourConversion` checks that the results are too.
struct MatrixConversion {
  private let curves: [Float]
  private let matrix: [Float]
  private let codes: [UInt8]

  /// Nil when a profile is of another kind.
  init?(from source: cmsHPROFILE, to target: cmsHPROFILE) {
    guard
      let toWhite = Self.primaries(source), let back = Self.primaries(target).flatMap(Self.inverse),
      let curves = Self.curves(source), let codes = Self.codes(target)
    else { return nil }
    self.curves = curves
    self.codes = codes
    matrix = (0..<9).map { index in
      let row = index / 3 * 3
      let column = index % 3
      let terms = (0..<3).map { back[row + $0] * toWhite[$0 * 3 + column] }
      return Float(terms.reduce(0, +))
    }
  }

  func convert(_ row: UnsafeMutablePointer<UInt8>, pixels: Int, channels: Int) {
    rf_convert_matrix(row, pixels, Int32(channels), curves, matrix, codes)
  }

  /// The colours of full red, green and blue, as columns.
  private static func primaries(_ profile: cmsHPROFILE) -> [Double]? {
    let tags = [cmsSigRedColorantTag, cmsSigGreenColorantTag, cmsSigBlueColorantTag]
    let columns = tags.compactMap { cmsReadTag(profile, $0)?.assumingMemoryBound(to: cmsCIEXYZ.self).pointee }
    guard columns.count == 3 else { return nil }
    return columns.map(\.X) + columns.map(\.Y) + columns.map(\.Z)
  }

  private static func inverse(_ m: [Double]) -> [Double]? {
    let minors = (0..<9).map { index in
      let rows = [0, 1, 2].filter { $0 != index % 3 }
      let columns = [0, 1, 2].filter { $0 != index / 3 }
      let minor =
        m[rows[0] * 3 + columns[0]] * m[rows[1] * 3 + columns[1]]
        - m[rows[0] * 3 + columns[1]] * m[rows[1] * 3 + columns[0]]
      return index % 2 == 0 ? minor : -minor
    }
    let determinant = m[0] * minors[0] + m[1] * minors[3] + m[2] * minors[6]
    return abs(determinant) > 1e-9 ? minors.map { $0 / determinant } : nil
  }

  /// The light of each code, for the three channels one after the other.
  private static func curves(_ profile: cmsHPROFILE) -> [Float]? {
    var result: [Float] = []
    for tag in [cmsSigRedTRCTag, cmsSigGreenTRCTag, cmsSigBlueTRCTag] {
      guard let curve = cmsReadTag(profile, tag) else { return nil }
      result += (0...255).map { cmsEvalToneCurveFloat(OpaquePointer(curve), Float($0) / 255) }
    }
    return result
  }

  /// The code of each step of light; the three curves of the target are alike.
  private static func codes(_ profile: cmsHPROFILE) -> [UInt8]? {
    guard
      let curve = cmsReadTag(profile, cmsSigRedTRCTag), let back = cmsReverseToneCurve(OpaquePointer(curve))
    else { return nil }
    defer { cmsFreeToneCurve(back) }
    let steps = RF_LIGHT_STEPS
    return (0...steps).map { step in
      let code = cmsEvalToneCurveFloat(back, Float(step) / Float(steps)) * 255
      return UInt8(min(max(code.rounded(), 0), 255))
    }
  }
}
