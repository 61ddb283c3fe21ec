/// Where the picture is sharp: photographers focus on the subject, and what is behind it blurs.
enum DetailCues {
  /// Fine detail in lightness and colour: difference from a blur of 1/128 of the long side.
  static func colourDetail(_ picture: LabPicture, _ grid: CellGrid) -> Plane {
    let unit = Float(max(picture.lightness.width, picture.lightness.height)) / 256
    var sum = Plane(width: picture.lightness.width, height: picture.lightness.height)
    for plane in picture.planes {
      let blurred = plane.blurred(2 * unit)
      for index in sum.values.indices {
        sum.values[index] += abs(plane.values[index] - blurred.values[index])
      }
    }
    return normalized(grid.average(sum).blurred(1.7))
  }

  /// Coarser detail in brightness: difference of two Gaussians, gathered over a wide neighbourhood.
  static func structure(_ luma: Plane, _ grid: CellGrid) -> Plane {
    let unit = Float(max(luma.width, luma.height)) / 256
    var band = luma.blurred(unit)
    let blurred = luma.blurred(2.5 * unit)
    for index in band.values.indices { band.values[index] = abs(band.values[index] - blurred.values[index]) }
    return normalized(grid.average(band).blurred(3.3))
  }

  private static func normalized(_ plane: Plane) -> Plane {
    let scale = 1 / max(plane.quantile(0.98), 1)
    return plane.map { min(max($0 * scale, 0), 1) }
  }
}
