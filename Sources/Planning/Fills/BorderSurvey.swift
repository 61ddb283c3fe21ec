package import ReframeSDK

/// Looks at the band of the placed source inside one of its sides.
package struct BorderSurvey {
  private let pixels: LentPixels
  private let placed: PixelRect
  private let side: CanvasSide
  /// Side of the cells looked at, in pixels.
  private let cell: Int
  /// Cells along the border, and inwards.
  private let length: Int
  private let depth: Int
  /// Mean colour and mean absolute deviation from a plane, in levels, of each cell, line by line inwards.
  private var means: [SIMD4<Float>] = []
  private var deviations: [Float] = []

  /// Cells inwards that are looked at: about 8 % of the canvas' long side.
  private static let reach = 10

  package init(_ pixels: LentPixels, placed: PixelRect, side: CanvasSide) {
    self.pixels = pixels
    self.placed = placed
    self.side = side
    let (along, inwards) = side.isBeside ? (placed.height, placed.width) : (placed.width, placed.height)
    let usual = max(8, max(pixels.size.width, pixels.size.height) / 128)
    cell = max(1, min(usual, along, inwards))
    length = along / cell
    depth = min(Self.reach, inwards / cell)
    for row in 0..<depth {
      for place in 0..<length { look(at: place, row) }
    }
  }

  /// What was seen, in numbers.
  package func reading() -> BorderReading {
    let positions = (0..<length).map { position($0) }
    return BorderReading(
      side: side, roughness: positions.map { Double($0.roughness) },
      unevenness: positions.map { Double($0.unevenness) })
  }

  /// How rough and how uneven the cells inwards of a place along the border are; those next to it count in full,
  /// those further away as their mean.
  private func position(_ place: Int) -> (roughness: Float, unevenness: Float) {
    var (sum, most, bend) = (Float(0), Float(0), Float(0))
    for row in 0..<depth {
      let deviation = deviations[row * length + place]
      sum += deviation
      guard row < max(1, depth / 2) else { continue }
      most = max(most, deviation)
      bend = max(bend, bendAt(place, row))
    }
    return (max(sum / Float(depth), 0.6 * most), bend)
  }

  /// How far a cell's colour lies from between its neighbours', the larger of both directions, in levels.
  private func bendAt(_ place: Int, _ row: Int) -> Float {
    var bend: Float = 0
    if row > 0, row + 1 < depth {
      bend = Self.bend(mean(place, row - 1), mean(place, row), mean(place, row + 1))
    }
    if place > 0, place + 1 < length {
      bend = max(bend, Self.bend(mean(place - 1, row), mean(place, row), mean(place + 1, row)))
    }
    return bend
  }

  private static func bend(_ a: SIMD4<Float>, _ b: SIMD4<Float>, _ c: SIMD4<Float>) -> Float {
    let off = b - (a + c) / 2
    return max(off.x.magnitude, off.y.magnitude, off.z.magnitude, off.w.magnitude)
  }

  private func mean(_ place: Int, _ row: Int) -> SIMD4<Float> { means[row * length + place] }

  /// Takes a cell's mean colour, fits a plane to its brightness and notes how far the pixels lie off.
  private mutating func look(at place: Int, _ row: Int) {
    let (along, inwards) = (place * cell, row * cell)
    let (x, y) =
      switch side {
      case .left: (placed.x + inwards, placed.y + along)
      case .right: (placed.maxX - inwards - cell, placed.y + along)
      case .top: (placed.x + along, placed.y + inwards)
      case .bottom: (placed.x + along, placed.maxY - inwards - cell)
      }
    let middle = Float(cell - 1) / 2
    var (sum, slopes) = (SIMD4<Float>.zero, SIMD2<Float>.zero)
    for dy in 0..<cell {
      for dx in 0..<cell {
        let colour = color(x + dx, y + dy)
        sum += colour
        slopes += SIMD2(Float(dx) - middle, Float(dy) - middle) * Self.luma(colour)
      }
    }
    let area = Float(cell * cell)
    // Of the distances from the middle squared, summed over the cell.
    let inertia = area * Float(cell * cell - 1) / 12
    if inertia > 0 { slopes /= inertia }
    let mean = sum / area
    let level = Self.luma(mean)
    var off: Float = 0
    for dy in 0..<cell {
      for dx in 0..<cell {
        let plane = level + slopes.x * (Float(dx) - middle) + slopes.y * (Float(dy) - middle)
        off += (Self.luma(color(x + dx, y + dy)) - plane).magnitude
      }
    }
    means.append(mean)
    deviations.append(off / area)
  }

  /// A pixel with alpha premultiplied.
  @inline(__always)
  private func color(_ x: Int, _ y: Int) -> SIMD4<Float> {
    let sample = pixels.base.assumingMemoryBound(to: UInt8.self) + y * pixels.stride + x * pixels.channels
    let color = SIMD4(Float(sample[0]), Float(sample[1]), Float(sample[2]), 255)
    guard pixels.channels == 4 else { return color }
    var result = color * (Float(sample[3]) / 255)
    result.w = Float(sample[3])
    return result
  }

  @inline(__always)
  private static func luma(_ color: SIMD4<Float>) -> Float { (color.x + 2 * color.y + color.z) / 4 }
}
