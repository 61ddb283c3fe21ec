extension Raster {
  /// A part of the picture scaled to a new picture, by a Lanczos filter.
  package func resized(
    _ rect: Rect? = nil, to size: Size, allocator: Allocator = .heap, isCancelled: (() -> Bool)? = nil
  ) throws(ImagingError) -> Raster {
    let rect = rect ?? bounds
    guard rect.size != size else { return try copy(rect, allocator: allocator) }
    let result = try Raster(size: size, channels: channels, allocator: allocator)
    try resize(rect, into: result, at: result.bounds, isCancelled: isCancelled)
    return result
  }

  /// A part of the picture scaled into a rectangle of another picture with the same channels.
  package func resize(
    _ rect: Rect, into destination: Raster, at place: Rect, isCancelled: (() -> Bool)? = nil
  ) throws(ImagingError) {
    _ = try origin(of: rect)
    try resize(
      x: Double(rect.x), y: Double(rect.y), width: Double(rect.width), height: Double(rect.height),
      into: destination, at: place, isCancelled: isCancelled)
  }

  /// As above for a part that does not fall on whole pixels; pixels around it count at its edges.
  package func resize(
    x: Double, y: Double, width partWidth: Double, height partHeight: Double, into destination: Raster,
    at place: Rect, isCancelled: (() -> Bool)? = nil
  ) throws(ImagingError) {
    let margin = 1e-6
    guard
      x >= -margin, y >= -margin, partWidth > 0, partHeight > 0, x + partWidth <= Double(width) + margin,
      y + partHeight <= Double(height) + margin
    else {
      throw ImagingError(.badGeometry("\(partWidth)x\(partHeight) at \(x),\(y) of a \(size) picture"))
    }
    guard channels == destination.channels else {
      throw ImagingError(.badGeometry("\(channels) channels into \(destination.channels)"))
    }
    let job = RowResampler.Job(
      source: size, channels: channels, x: x, y: y, width: partWidth, height: partHeight,
      target: try destination.origin(of: place), targetStride: destination.stride, targetSize: place.size)
    let resampler = try RowResampler(job, source: self)
    for available in Swift.stride(from: 64, to: height + 64, by: 64) {
      if let isCancelled, isCancelled() { throw ImagingError(.cancelled) }
      resampler.advance(available: min(available, height))
    }
  }
}
