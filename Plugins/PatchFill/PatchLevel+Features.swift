import ReframeSDK

extension PatchLevel {
  /// Writes the texture of every known pixel, and the means of the windows.
  func describe(job: JobContext) throws(ReframeError) {
    try Bands.forEachRow(in: known.y0..<known.y1, job: job) { rows in
      for y in rows { self.writeTexture(row: y) }
    }
    try Bands.forEachRow(in: 0..<meanRows, job: job) { rows in
      withUnsafeTemporaryAllocation(of: SIMD4<UInt16>.self, capacity: self.known.width) { sums in
        for row in rows { self.writeMeans(row: row, sums: sums) }
      }
    }
  }

  /// Texture is one and a half times the length of the brightness's gradient, by central differences inside `known`.
  private func writeTexture(row y: Int) {
    @inline(__always) func brightness(_ pixel: Pixel) -> Int32 {
      (Int32(pixel[0]) &* 5 &+ Int32(pixel[1]) &* 9 &+ Int32(pixel[2]) &* 2) &>> 4
    }
    let row = pixels + y * width
    let above = pixels + max(known.y0, y - 1) * width
    let below = pixels + min(known.y1 - 1, y + 1) * width
    for x in known.x0..<known.x1 {
      let across =
        brightness(row[min(known.x1 - 1, x + 1)]) &- brightness(row[max(known.x0, x - 1)])
      let down = brightness(below[x]) &- brightness(above[x])
      row[x][3] = UInt8(min(255, 1.5 * Float(across &* across &+ down &* down).squareRoot()))
    }
  }

  private func writeMeans(row: Int, sums: UnsafeMutableBufferPointer<SIMD4<UInt16>>) {
    let start = pixels + (known.y0 + 2 * row) * width + known.x0
    for x in 0..<known.width {
      var sum = SIMD4<UInt16>.zero
      for y in 0..<Window.side { sum &+= SIMD4<UInt16>(truncatingIfNeeded: start[y * width + x]) }
      sums[x] = sum
    }
    for column in 0..<meanColumns {
      var sum = SIMD4<UInt16>.zero
      for x in 0..<Window.side { sum &+= sums[2 * column + x] }
      means[row * meanColumns + column] = Pixel(truncatingIfNeeded: (sum &+ 32) &>> 6)
    }
  }
}
