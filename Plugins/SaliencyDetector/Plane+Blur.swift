import Glibc

extension Plane {
  /// The plane under a Gaussian of `deviation` samples, its edges continued.
  func blurred(_ deviation: Float) -> Plane {
    let reach = max(1, Int((2.5 * deviation).rounded(.up)))
    var kernel = (-reach...reach).map { expf(-Float($0 * $0) / (2 * deviation * deviation)) }
    let sum = kernel.reduce(0, +)
    for index in kernel.indices { kernel[index] /= sum }
    return blurredAcross(kernel).blurredDown(kernel)
  }

  private func blurredAcross(_ kernel: [Float]) -> Plane {
    var result = Plane(width: width, height: height)
    let reach = kernel.count / 2
    var line = [Float](repeating: 0, count: width + 2 * reach)
    for row in 0..<height {
      let start = row * width
      for index in 0..<line.count { line[index] = values[start + min(max(index - reach, 0), width - 1)] }
      result.values.withUnsafeMutableBufferPointer { all in
        let target = UnsafeMutableBufferPointer(rebasing: all[start..<start + width])
        line.withUnsafeBufferPointer { line in
          for (tap, factor) in kernel.enumerated() {
            Self.accumulate(UnsafeBufferPointer(rebasing: line[tap..<tap + width]), factor, into: target)
          }
        }
      }
    }
    return result
  }

  private func blurredDown(_ kernel: [Float]) -> Plane {
    var result = Plane(width: width, height: height)
    let reach = kernel.count / 2
    values.withUnsafeBufferPointer { source in
      result.values.withUnsafeMutableBufferPointer { all in
        for row in 0..<height {
          let target = UnsafeMutableBufferPointer(rebasing: all[row * width..<(row + 1) * width])
          for (tap, factor) in kernel.enumerated() {
            let from = min(max(row + tap - reach, 0), height - 1) * width
            Self.accumulate(UnsafeBufferPointer(rebasing: source[from..<from + width]), factor, into: target)
          }
        }
      }
    }
    return result
  }

  @inline(__always)
  private static func accumulate(
    _ line: UnsafeBufferPointer<Float>, _ factor: Float, into target: UnsafeMutableBufferPointer<Float>
  ) {
    for index in 0..<target.count { target[index] += line[index] * factor }
  }
}
