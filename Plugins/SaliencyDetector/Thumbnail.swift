import ReframeSDK

/// A small copy of the picture, in planes of 0 to 255 for red, green, blue and opacity.
struct Thumbnail {
  var red: Plane
  var green: Plane
  var blue: Plane
  var alpha: Plane?

  var width: Int { red.width }
  var height: Int { red.height }

  /// Long side above which a picture is averaged down first.
  private static let longest = 320

  /// A picture of one grey.
  init(width: Int, height: Int) {
    red = Plane(width: width, height: height)
    green = red
    blue = red
  }

  /// The picture, averaged over blocks of whole pixels if it is large, over grey where it is transparent.
  init(_ image: PixelView) {
    let factor = (max(image.width, image.height) + Self.longest - 1) / Self.longest
    let width = (image.width + factor - 1) / factor
    let height = (image.height + factor - 1) / factor
    var sums = [Int32](repeating: 0, count: width * 5)
    var alpha = Plane(width: width, height: height)
    self.init(width: width, height: height)
    for y in 0..<height {
      for index in sums.indices { sums[index] = 0 }
      for row in y * factor..<min(image.height, (y + 1) * factor) {
        image[row: row].withUnsafeBytes { bytes in
          Self.add(bytes, channels: image.channels, factor: factor, to: &sums)
        }
      }
      for x in 0..<width {
        let (count, opacity) = (Float(sums[x * 5 + 4]), Float(sums[x * 5 + 3]))
        let hidden = 128 * (255 * count - opacity)
        red[y, x] = (Float(sums[x * 5]) + hidden) / (255 * count)
        green[y, x] = (Float(sums[x * 5 + 1]) + hidden) / (255 * count)
        blue[y, x] = (Float(sums[x * 5 + 2]) + hidden) / (255 * count)
        alpha[y, x] = opacity / count
      }
    }
    if image.channels == 4 { self.alpha = alpha }
  }

  /// Adds a row's pixels to five sums for each block: colours times opacity, opacity, pixels.
  private static func add(
    _ row: UnsafeRawBufferPointer, channels: Int, factor: Int, to sums: inout [Int32]
  ) {
    for x in 0..<row.count / channels {
      let block = x / factor * 5
      let opacity = channels == 4 ? Int32(row[x * channels + 3]) : 255
      for channel in 0..<3 { sums[block + channel] &+= Int32(row[x * channels + channel]) &* opacity }
      sums[block + 3] &+= opacity
      sums[block + 4] &+= 1
    }
  }

  /// The part within `rect`.
  func part(_ rect: PixelRect) -> Thumbnail {
    guard rect.size != PixelSize(width: width, height: height) else { return self }
    var part = self
    part.red = red.part(rect)
    part.green = green.part(rect)
    part.blue = blue.part(rect)
    part.alpha = alpha?.part(rect)
    return part
  }

  /// Brightness as television weighs it, 0 to 255.
  var luma: Plane {
    Plane(red, green, blue) { red, green, blue in 0.299 * red + 0.587 * green + 0.114 * blue }
  }
}
