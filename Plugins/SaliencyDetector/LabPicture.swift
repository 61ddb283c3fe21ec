import Glibc

/// A picture in CIE L*a*b* under D65: lightness from 0 to 100, and the two opponent colours.
struct LabPicture {
  var lightness: Plane
  var redGreen: Plane
  var yellowBlue: Plane

  var planes: [Plane] { [lightness, redGreen, yellowBlue] }

  /// Light of each sRGB value, 0 to 1, with one more for the step after the last.
  private static let light: [Float] = (0...256).map { value in
    let share = Double(value) / 255
    return Float(share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4))
  }

  /// The CIE's response to light in 4096 steps, to 1.1.
  private static let response: [Float] = (0...4507).map { step in
    let light = Double(step) / 4096
    return Float(light > 0.008856 ? cbrt(light) : 7.787 * light + 16.0 / 116)
  }

  init(_ picture: Thumbnail) {
    lightness = Plane(width: picture.width, height: picture.height)
    redGreen = lightness
    yellowBlue = lightness
    for index in lightness.values.indices {
      let red = Self.lookUp(Self.light, picture.red.values[index])
      let green = Self.lookUp(Self.light, picture.green.values[index])
      let blue = Self.lookUp(Self.light, picture.blue.values[index])
      let x = Self.respond((0.412453 * red + 0.357580 * green + 0.180423 * blue) / 0.950456)
      let y = Self.respond(0.212671 * red + 0.715160 * green + 0.072169 * blue)
      let z = Self.respond((0.019334 * red + 0.119193 * green + 0.950227 * blue) / 1.088754)
      lightness.values[index] = 116 * y - 16
      redGreen.values[index] = 500 * (x - y)
      yellowBlue.values[index] = 200 * (y - z)
    }
  }

  /// The mean colour of each cell.
  init(_ picture: LabPicture, averagedOver grid: CellGrid) {
    lightness = grid.average(picture.lightness)
    redGreen = grid.average(picture.redGreen)
    yellowBlue = grid.average(picture.yellowBlue)
  }

  @inline(__always)
  private static func respond(_ light: Float) -> Float { lookUp(response, light * 4096) }

  @inline(__always)
  private static func lookUp(_ table: [Float], _ place: Float) -> Float {
    let index = min(max(Int(place), 0), table.count - 2)
    return table[index] + (table[index + 1] - table[index]) * (place - Float(index))
  }
}
