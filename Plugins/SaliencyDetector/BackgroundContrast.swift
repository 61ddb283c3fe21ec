import Glibc
import ReframeSDK

/// Contrast with what is background: with blocks whose colour is much at the border for the area it takes.
///
/// After Zhu et al., Saliency Optimization from Robust Background Detection, CVPR 2014: boundary connectivity
/// (equation 3, over colour alone) and background-weighted contrast (equation 6), on 24 blocks a side.
enum BackgroundContrast {
  private static let side = 24
  private static let colourDeviation: Float = 10
  private static let placeDeviation: Float = 0.25

  static func map(_ picture: LabPicture) -> Plane {
    let (width, height) = (picture.lightness.width, picture.lightness.height)
    let grid = CellGrid(PixelSize(width: width, height: height), side: side)
    let blocks = LabPicture(picture, averagedOver: grid)
    let count = grid.columns * grid.rows
    var distances = [Float](repeating: 0, count: count * count)
    let background = background(blocks, grid, &distances)
    let nearness = (0..<side).map { step in
      let distance = Float(step) / Float(max(grid.columns, grid.rows))
      return expf(-distance * distance / (2 * placeDeviation * placeDeviation))
    }
    var contrast = Plane(width: grid.columns, height: grid.rows)
    for first in 0..<count {
      let (row, column) = (first / grid.columns, first % grid.columns)
      var (sum, total) = (Float(0), Float(0))
      for other in 0..<grid.rows {
        for place in 0..<grid.columns {
          let weight = nearness[abs(other - row)] * nearness[abs(place - column)]
          let second = other * grid.columns + place
          sum += distances[first * count + second] * weight * background[second]
          total += weight
        }
      }
      contrast.values[first] = sum / total
    }
    return contrast.resampled(width: width, height: height).blurred(0.75).stretched(to: 0.995)
  }

  /// How likely each block is background, 0 to 1; fills `distances` with the colour distances of all pairs.
  private static func background(_ blocks: LabPicture, _ grid: CellGrid, _ distances: inout [Float])
    -> [Float]
  {
    let count = grid.columns * grid.rows
    let planes = blocks.planes.map(\.values)
    let isBorder = (0..<count).map { index in
      let (row, column) = (index / grid.columns, index % grid.columns)
      return row == 0 || column == 0 || row == grid.rows - 1 || column == grid.columns - 1
    }
    return (0..<count).map { first in
      var (area, border) = (Float(0), Float(0))
      for second in 0..<count {
        let lightness = planes[0][first] - planes[0][second]
        let redGreen = planes[1][first] - planes[1][second]
        let yellowBlue = planes[2][first] - planes[2][second]
        let square = lightness * lightness + redGreen * redGreen + yellowBlue * yellowBlue
        distances[first * count + second] = square.squareRoot()
        let likeness = expf(-square / (2 * colourDeviation * colourDeviation))
        area += likeness
        if isBorder[second] { border += likeness }
      }
      return 1 - expf(-border * border / area / 2)
    }
  }
}
