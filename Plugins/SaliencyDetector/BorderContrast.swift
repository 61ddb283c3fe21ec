/// How little each place looks like the border: the distance from the colours of each of the four sides after
/// Mahalanobis, the side that it differs from most left out, as a subject may touch one side.
///
/// After Zhang et al., Minimum Barrier Salient Object Detection at 80 FPS, ICCV 2015, section 4 (MB+).
enum BorderContrast {
  static func map(_ picture: LabPicture) -> Plane {
    let (width, height) = (picture.lightness.width, picture.lightness.height)
    let depth = max(1, Int((0.08 * Float(min(width, height))).rounded(.toNearestOrEven)))
    let sides = [
      (0..<depth, 0..<width), (height - depth..<height, 0..<width), (0..<height, 0..<depth),
      (0..<height, width - depth..<width),
    ]
    var sum = Plane(width: width, height: height)
    var most = sum
    for (rows, columns) in sides {
      let distance = distances(picture, rows, columns)
      let scale = 1 / max(distance.values.max() ?? 0, 1e-6)
      for index in sum.values.indices {
        let value = distance.values[index] * scale
        sum.values[index] += value
        most.values[index] = max(most.values[index], value)
      }
    }
    sum.add(most, times: -1)
    return sum.stretched(to: 0.99)
  }

  private static func distances(_ picture: LabPicture, _ rows: Range<Int>, _ columns: Range<Int>) -> Plane {
    let planes = picture.planes
    let count = Float(rows.count * columns.count)
    let means = planes.map { plane in
      rows.reduce(Float(0)) { sum, row in columns.reduce(sum) { $0 + plane[row, $1] } } / count
    }
    var spread = [Float](repeating: 0, count: 6)
    for row in rows {
      for column in columns {
        let first = planes[0][row, column] - means[0]
        let second = planes[1][row, column] - means[1]
        let third = planes[2][row, column] - means[2]
        let products = [
          first * first, first * second, first * third, second * second, second * third, third * third,
        ]
        for index in 0..<6 { spread[index] += products[index] / count }
      }
    }
    for index in [0, 3, 5] { spread[index] += 10 }
    let inverse = inverse(spread)
    return Plane(planes[0], planes[1], planes[2]) { first, second, third in
      let (first, second, third) = (first - means[0], second - means[1], third - means[2])
      let straight = inverse[0] * first * first + inverse[3] * second * second + inverse[5] * third * third
      let mixed = inverse[1] * first * second + inverse[2] * first * third + inverse[4] * second * third
      return max(0, straight + 2 * mixed).squareRoot()
    }
  }

  /// The inverse of a symmetric 3 x 3 matrix, given and returned as its upper triangle by rows.
  private static func inverse(_ matrix: [Float]) -> [Float] {
    let (a, b, c, d, e, f) = (matrix[0], matrix[1], matrix[2], matrix[3], matrix[4], matrix[5])
    let adjugate = [d * f - e * e, c * e - b * f, b * e - c * d, a * f - c * c, b * c - a * e, a * d - b * b]
    let determinant = a * adjugate[0] + b * adjugate[1] + c * adjugate[2]
    return adjugate.map { $0 / determinant }
  }
}
