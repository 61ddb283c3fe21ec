import Glibc

/// Cues that one cell's colour gives.
enum ColourCues {
  /// How red it is: warm things come forward, and flesh, fruit and signals are warm.
  static func warmth(_ picture: LabPicture) -> Plane {
    picture.redGreen.blurred(0.75).map { min(max($0 / 60, 0), 1) }
  }

  /// How dark it is: backgrounds are mostly the brighter part, and the sky above all.
  static func darkness(_ picture: LabPicture) -> Plane {
    picture.lightness.blurred(0.75).map { min(max(1 - $0 / 100, 0), 1) }
  }

  /// How much it is like skin, whose chroma varies little between people: a Gaussian in CbCr after Hsu et al.,
  /// Face Detection in Color Images, 2002; nothing in the dark.
  static func skin(_ picture: Thumbnail, _ grid: CellGrid) -> Plane {
    let (red, green, blue) = (
      grid.average(picture.red), grid.average(picture.green), grid.average(picture.blue)
    )
    return Plane(red, green, blue) { red, green, blue in
      let luma = 0.299 * red + 0.587 * green + 0.114 * blue
      let bluish = (128 + 0.564 * (blue - luma) - 108) / 14
      let reddish = (128 + 0.713 * (red - luma) - 152) / 11
      return expf(-(bluish * bluish + reddish * reddish) / 2) * min(max((luma - 40) / 40, 0), 1)
    }.blurred(0.5)
  }
}
