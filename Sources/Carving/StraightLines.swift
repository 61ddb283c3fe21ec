private import CSeamKernels
internal import Imaging

/// Where a picture has long straight edges, found on a small copy of it.
///
/// Edge pixels vote for the lines through them in the direction of their edge (the Hough transform); along each line
/// with many votes, the stretches that are edge nearly all the way count.
struct StraightLines {
  let width: Int
  let height: Int
  /// 1 where a line runs, row by row.
  private(set) var mask: [UInt8]

  /// Long side of the copy.
  private static let side = 512
  /// Directions that are told apart, over half a turn.
  private static let directions = 90
  /// The step of brightness across an edge, along both axes together.
  private static let contrast = 40
  /// The share of the short side that is long, and how much of a stretch must be edge.
  private static let share = 0.12
  private static let density = 0.75
  /// Pixels that may be missing in between.
  private static let gap = 4

  /// For each pixel on the ridge of an edge the direction across it.
  private let edges: Block<UInt8>
  private static let none = UInt8.max

  init(_ picture: Raster) throws(ImagingError) {
    let small = try picture.thumbnail(maxSide: Self.side)
    (width, height) = (small.width, small.height)
    mask = [UInt8](repeating: 0, count: width * height)
    edges = try Block(width * height)
    edges.base.update(repeating: Self.none, count: width * height)
    guard min(width, height) >= 32 else { return }
    let luma = try Block<UInt8>(width * height)
    for y in 0..<height {
      rf_luma_row(small.base + y * small.stride, Int32(small.channels), Int32(width), luma.base + y * width)
    }
    try findEdges(luma.base)
    let (cosines, sines) = Self.tables()
    let reach = width + height
    let votes = try vote(cosines, sines, reach)
    let length = Int(Double(min(width, height)) * Self.share)
    for direction in 0..<Self.directions {
      for offset in 1..<2 * reach - 1 where votes.base[direction * 2 * reach + offset] >= length {
        let at = direction * 2 * reach + offset
        guard votes.base[at] >= votes.base[at - 1], votes.base[at] >= votes.base[at + 1] else { continue }
        trace(cosines[direction], sines[direction], offset - reach, direction, length)
      }
    }
  }

  /// Cosines and sines of the directions, exactly mirrored about the upright one.
  private static func tables() -> ([Double], [Double]) {
    // Rotations by 2 degrees, multiplied up, so that they are the same on every machine.
    let (cosine, sine) = (0.99939082701909576, 0.03489949670250097)
    var (cosines, sines) = ([1.0], [0.0])
    for index in 1...directions / 2 {
      let (c, s) = (cosines[index - 1], sines[index - 1])
      cosines.append(index == directions / 2 ? 0 : c * cosine - s * sine)
      sines.append(index == directions / 2 ? 1 : s * cosine + c * sine)
    }
    for index in directions / 2 + 1..<directions {
      cosines.append(-cosines[directions - index])
      sines.append(sines[directions - index])
    }
    return (cosines, sines)
  }

  private func findEdges(_ luma: UnsafeMutablePointer<UInt8>) throws(ImagingError) {
    let (across, down) = (try Block<Int16>(width * height), try Block<Int16>(width * height))
    let sizes = try Block<Int16>(width * height)
    sizes.base.update(repeating: 0, count: width * height)
    for y in 1..<height - 1 {
      for at in y * width + 1..<y * width + width - 1 {
        let (x, y) = (
          Int16(luma[at + 1]) &- Int16(luma[at - 1]), Int16(luma[at + width]) &- Int16(luma[at - width])
        )
        (across.base[at], down.base[at], sizes.base[at]) = (x, y, abs(x) &+ abs(y))
      }
    }
    for y in 1..<height - 1 {
      for at in y * width + 1..<y * width + width - 1 where sizes.base[at] >= Self.contrast {
        let (x, y, size) = (Int(across.base[at]), Int(down.base[at]), sizes.base[at])
        let step = abs(x) >= abs(y) ? 1 : width
        guard size >= sizes.base[at - step], size >= sizes.base[at + step] else { continue }
        let turn = Self.turn(abs(x), abs(y))
        edges.base[at] = UInt8((x < 0) != (y < 0) ? (Self.directions - turn) % Self.directions : turn)
      }
    }
  }

  /// The direction of a slope within the first quarter turn, by a rational arc tangent good to a degree.
  private static func turn(_ across: Int, _ down: Int) -> Int {
    let (least, most) = (Double(min(across, down)), Double(max(across, down)))
    let ratio = least / most
    let angle = ratio * (45 + 15.6 * (1 - ratio)) / 2
    let steps = Int((down > across ? 45 - angle : angle) + 0.5)
    return min(steps, directions / 2)
  }

  /// How many pixels lie on each line, direction by direction and then by its distance from the middle.
  private func vote(
    _ cosines: [Double], _ sines: [Double], _ reach: Int
  ) throws(ImagingError) -> Block<UInt16> {
    let votes = try Block<UInt16>(Self.directions * 2 * reach)
    votes.base.update(repeating: 0, count: Self.directions * 2 * reach)
    let (middleX, middleY) = (Double(width - 1) / 2, Double(height - 1) / 2)
    for y in 0..<height {
      for x in 0..<width where edges.base[y * width + x] != Self.none {
        for turn in -1...1 {
          let direction = (Int(edges.base[y * width + x]) + turn + Self.directions) % Self.directions
          let distance = (Double(x) - middleX) * cosines[direction] + (Double(y) - middleY) * sines[direction]
          votes.base[direction * 2 * reach + Int(distance + Double(reach) + 0.5)] += 1
        }
      }
    }
    return votes
  }

  /// Marks the stretches of one line that are edge.
  private mutating func trace(
    _ cosine: Double, _ sine: Double, _ distance: Int, _ direction: Int, _ length: Int
  ) {
    let reach = (width + height) / 2
    var (start, last, hits) = (Int.min, Int.min, 0)
    for step in -reach...reach + Self.gap + 2 {
      let (x, y) = point(cosine, sine, distance, step)
      if isEdge(x, y, direction, isSteep: abs(cosine) > abs(sine)) {
        if start == Int.min { start = step }
        (last, hits) = (step, hits + 1)
      } else if start != Int.min, step - last > Self.gap {
        let span = last - start + 1
        if span >= length, Double(hits) >= Self.density * Double(span) {
          for inner in start...last {
            mark(point(cosine, sine, distance, inner), isSteep: abs(cosine) > abs(sine))
          }
        }
        (start, hits) = (Int.min, 0)
      }
    }
  }

  private func point(_ cosine: Double, _ sine: Double, _ distance: Int, _ step: Int) -> (Int, Int) {
    let x = Double(width - 1) / 2 + Double(distance) * cosine - Double(step) * sine
    let y = Double(height - 1) / 2 + Double(distance) * sine + Double(step) * cosine
    return (Int((x + 0.5).rounded(.down)), Int((y + 0.5).rounded(.down)))
  }

  /// Whether there is an edge of about that direction at a point or beside it.
  private func isEdge(_ x: Int, _ y: Int, _ direction: Int, isSteep: Bool) -> Bool {
    for side in -1...1 {
      let (x, y) = isSteep ? (x + side, y) : (x, y + side)
      guard x >= 0, y >= 0, x < width, y < height, edges.base[y * width + x] != Self.none else { continue }
      let turn = abs(Int(edges.base[y * width + x]) - direction)
      if min(turn, Self.directions - turn) <= 3 { return true }
    }
    return false
  }

  private mutating func mark(_ place: (Int, Int), isSteep: Bool) {
    for side in -1...1 {
      let (x, y) = isSteep ? (place.0 + side, place.1) : (place.0, place.1 + side)
      if x >= 0, y >= 0, x < width, y < height { mask[y * width + x] = 1 }
    }
  }

  /// Makes the weights of row `y` of a picture odd where a line runs, and heavier by `weight`, an odd number.
  func weigh(_ y: Int, width: Int, height: Int, by weight: UInt8, _ weights: UnsafeMutablePointer<UInt8>) {
    let row = min(self.height - 1, y * self.height / height) * self.width
    for x in 0..<width where mask[row + x * self.width / width] != 0 {
      guard weights[x] != SeamField.barred, weights[x] != SeamField.wanted else { continue }
      weights[x] = min(weights[x], SeamField.heaviest - weight - 1) + weight
    }
  }
}
