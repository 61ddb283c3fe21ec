package import Imaging

/// Brings a picture to another size by taking out or doubling seams: connected lines of pixels that are missed least.
///
/// Seams follow the forward energy of Rubinstein, Shamir and Avidan, "Improved seam carving for video retargeting"
/// (2008), in brightness: a seam pays for the edges that come about when it is gone. Of the seams of both directions
/// the cheaper go first. Pictures grow, as in Avidan and Shamir (2007), by doubling the seams that would go first, at
/// most half of a side at a time; what has to shrink does so before that. A mirrored picture gives the mirrored
/// result unless two seams of mirrored places cost exactly the same. Long straight edges are found and crossed in as
/// many places as may be, except with the effort `fast`. Memory: at most 19 bytes a pixel beside the two pictures,
/// measured as 18 at 12 megapixels.
package struct Carver {
  private let options: CarveOptions
  /// Columns and rows are counted in 16 bits.
  private static let longest = 65535

  package init(_ options: CarveOptions = CarveOptions()) {
    self.options = options
  }

  /// The picture in `size`. Throws `badGeometry` for a size without pixels,
  /// a side of more than 65,535 pixels, or marks that are not one for each pixel; `outOfMemory`; `cancelled`.
  package func carve(_ raster: Raster, to size: Raster.Size) throws(ImagingError) -> CarveResult {
    let sides = [raster.width, raster.height, size.width, size.height]
    guard size.width > 0, size.height > 0, sides.allSatisfy({ $0 <= Self.longest }),
      max(raster.size.area, size.area) < Int(SeamMap.before)
    else { throw ImagingError(.badGeometry("a \(raster.size) picture cannot be carved to \(size)")) }
    guard options.guide.marks.isEmpty || options.guide.marks.count == raster.size.area else {
      throw ImagingError(
        .badGeometry("\(options.guide.marks.count) marks for the pixels of a \(raster.size) picture"))
    }
    let work = try CarveWork(raster, options: options, to: size)
    try work.shrink()
    try work.grow(.columns)
    try work.grow(.rows)
    return CarveResult(
      picture: work.picture, columns: work.picture.width - raster.width,
      rows: work.picture.height - raster.height)
  }
}
