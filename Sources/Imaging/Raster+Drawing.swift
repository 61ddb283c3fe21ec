private import CPixelKernels

extension Raster {
  /// A copy of a part.
  package func copy(_ rect: Rect? = nil, allocator: Allocator = .heap) throws(ImagingError) -> Raster {
    let rect = rect ?? bounds
    let from = try origin(of: rect)
    let result = try Raster(size: rect.size, channels: channels, allocator: allocator)
    for y in 0..<rect.height {
      (result.base + y * result.stride).update(from: from + y * stride, count: result.stride)
    }
    return result
  }

  /// The picture without alpha, over an opaque colour.
  package func flattened(
    red: UInt8 = 255, green: UInt8 = 255, blue: UInt8 = 255, allocator: Allocator = .heap
  ) throws(ImagingError) -> Raster {
    let result = try Raster(size: size, channels: 3, allocator: allocator)
    for y in 0..<height {
      if hasAlpha {
        rf_flatten(base + y * stride, width, red, green, blue, result.base + y * result.stride)
      } else {
        (result.base + y * result.stride).update(from: base + y * stride, count: result.stride)
      }
    }
    return result
  }

  /// A small copy made of plain box means, for analysis; never enlarges.
  package func thumbnail(maxSide: Int, allocator: Allocator = .heap) throws(ImagingError) -> Raster {
    let longest = max(width, height)
    guard maxSide > 0 else { throw ImagingError(.badGeometry("thumbnail of side \(maxSide)")) }
    guard longest > maxSide else { return try copy(allocator: allocator) }
    let scaled = { (side: Int) in max(1, (side * maxSide + longest / 2) / longest) }
    let small = Size(width: scaled(width), height: scaled(height))
    let result = try Raster(size: small, channels: channels, allocator: allocator)
    let edges = Self.edges(width, cells: small.width).map { Int32($0) }
    let lines = Self.edges(height, cells: small.height)
    var sums = [UInt16](repeating: 0, count: width * channels)
    for y in 0..<small.height {
      let (top, bottom) = (lines[y], lines[y + 1])
      // 16-bit sums hold 257 rows; beyond that every second (third, ...) row tells enough.
      let step = (bottom - top + 256) / 257
      for index in sums.indices { sums[index] = 0 }
      var added: Int32 = 0
      for row in Swift.stride(from: top, to: bottom, by: step) {
        rf_add_row(base + row * stride, sums.count, &sums)
        added += 1
      }
      rf_mean_columns(
        sums, Int32(channels), edges, Int32(small.width), added, result.base + y * result.stride)
    }
    return result
  }

  /// Where the cells of a side begin and the last one ends; a mirrored side has mirrored cells, but for the middle of
  /// an odd one.
  private static func edges(_ side: Int, cells: Int) -> [Int] {
    (0...cells).map { index in
      let nearest = (2 * min(index, cells - index) * side + cells) / (2 * cells)
      return 2 * index <= cells ? nearest : side - nearest
    }
  }
}
