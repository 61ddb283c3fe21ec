private import CLCMS

/// The way from an embedded colour profile to sRGB.
///
/// Made only for pictures that carry a profile; nothing of the colour engine runs for the others.
final class ColourConversion {
  private enum Method {
    case transform(cmsHTRANSFORM)
    case matrix(MatrixConversion)
    /// For grey pictures, whose rows are RGB already.
    case table([UInt8])
  }

  private let method: Method
  private let channels: Int
  private let width: Int

  /// Nil when the profile is sRGB, damaged, or not for this kind of picture: pixels then stay as they are.
  init?(profile: [UInt8], grey: Bool, channels: Int, width: Int) {
    self.channels = channels
    self.width = width
    guard
      let source = cmsOpenProfileFromMem(profile, cmsUInt32Number(profile.count)),
      let target = cmsCreate_sRGBProfile()
    else { return nil }
    defer {
      cmsCloseProfile(source)
      cmsCloseProfile(target)
    }
    let intent = cmsUInt32Number(INTENT_PERCEPTUAL)
    if grey, cmsGetColorSpace(source) == cmsSigGrayData {
      guard
        let transform = cmsCreateTransform(source, rf_lcms_grey8(), target, rf_lcms_rgb8(), intent, 0)
      else { return nil }
      method = .table(Self.greyTable(transform))
      cmsDeleteTransform(transform)
      return
    }
    guard cmsGetColorSpace(source) == cmsSigRgbData else { return nil }
    let format = channels == 4 ? rf_lcms_rgba8() : rf_lcms_rgb8()
    let flags = channels == 4 ? cmsUInt32Number(cmsFLAGS_COPY_ALPHA) : 0
    guard let transform = cmsCreateTransform(source, format, target, format, intent, flags) else {
      return nil
    }
    let samples = Self.samples(channels)
    var converted = samples
    let count = samples.count / channels
    cmsDoTransform(transform, samples, &converted, cmsUInt32Number(count))
    // The many spellings of sRGB move colours by no more than rounding.
    guard Self.distance(samples, converted) > 2 else {
      cmsDeleteTransform(transform)
      return nil
    }
    if let matrix = MatrixConversion(from: source, to: target) {
      var own = samples
      own.withUnsafeMutableBufferPointer { buffer in
        if let start = buffer.baseAddress { matrix.convert(start, pixels: count, channels: channels) }
      }
      if Self.distance(own, converted) <= 1 {
        cmsDeleteTransform(transform)
        method = .matrix(matrix)
        return
      }
    }
    method = .transform(transform)
  }

  deinit {
    if case .transform(let transform) = method { cmsDeleteTransform(transform) }
  }

  /// Converts a row in place.
  func convert(_ row: UnsafeMutablePointer<UInt8>) {
    switch method {
    case .transform(let transform):
      cmsDoTransform(transform, row, row, cmsUInt32Number(width))
    case .matrix(let matrix):
      matrix.convert(row, pixels: width, channels: channels)
    case .table(let table):
      for at in stride(from: 0, to: width * channels, by: channels) {
        let value = table[Int(row[at])]
        row[at] = value
        row[at + 1] = value
        row[at + 2] = value
      }
    }
  }

  private static func greyTable(_ transform: cmsHTRANSFORM) -> [UInt8] {
    let greys = (0...255).map { UInt8($0) }
    var colours = [UInt8](repeating: 0, count: 256 * 3)
    cmsDoTransform(transform, greys, &colours, 256)
    return (0...255).map { colours[$0 * 3 + 1] }
  }

  /// A grid over all colours.
  private static func samples(_ channels: Int) -> [UInt8] {
    let steps: [UInt8] = [0, 12, 32, 64, 96, 128, 160, 192, 224, 255]
    var colours: [UInt8] = []
    for red in steps {
      for green in steps {
        for blue in steps { colours += [red, green, blue, 255].prefix(channels) }
      }
    }
    return colours
  }

  private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
    zip(one, other).reduce(0) { max($0, abs(Int($1.0) - Int($1.1))) }
  }
}
