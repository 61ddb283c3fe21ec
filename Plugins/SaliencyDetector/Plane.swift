import ReframeSDK

/// One channel of a small picture.
struct Plane: Equatable {
  let width: Int
  let height: Int
  var values: [Float]

  /// A plane of zeros.
  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    values = [Float](repeating: 0, count: width * height)
  }

  /// The samples of three planes, joined one by one.
  @inline(__always)
  init(_ first: Plane, _ second: Plane, _ third: Plane, _ join: (Float, Float, Float) -> Float) {
    self.init(width: first.width, height: first.height)
    for index in values.indices {
      values[index] = join(first.values[index], second.values[index], third.values[index])
    }
  }

  subscript(row: Int, column: Int) -> Float {
    get { values[row * width + column] }
    set { values[row * width + column] = newValue }
  }

  /// Each sample changed by `change`.
  @inline(__always)
  func map(_ change: (Float) -> Float) -> Plane {
    var plane = self
    for index in plane.values.indices { plane.values[index] = change(plane.values[index]) }
    return plane
  }

  /// Adds `other` times `factor`.
  mutating func add(_ other: Plane, times factor: Float) {
    for index in values.indices { values[index] += other.values[index] * factor }
  }

  /// The mean of all samples.
  var mean: Float { values.reduce(0, +) / Float(max(values.count, 1)) }

  /// The part within `rect`.
  func part(_ rect: PixelRect) -> Plane {
    var part = Plane(width: rect.width, height: rect.height)
    for row in 0..<rect.height {
      for column in 0..<rect.width { part[row, column] = self[rect.y + row, rect.x + column] }
    }
    return part
  }

  /// The sample below which `share` of all samples lie.
  func quantile(_ share: Double) -> Float {
    var samples = values
    return samples.select(min(values.count - 1, Int(share * Double(values.count))))
  }

  /// Stretched so that the lowest hundredth becomes 0 and the share `high` 1, and cut there.
  func stretched(to high: Double) -> Plane {
    let low = quantile(0.01)
    let scale = 1 / max(quantile(high) - low, 1e-6)
    return map { min(max(($0 - low) * scale, 0), 1) }
  }

  /// The value at a place in fractions of the plane, between the middles of its cells.
  func sample(x: Float, y: Float) -> Float {
    let (left, right, across) = Self.neighbours(x, width)
    let (top, bottom, down) = Self.neighbours(y, height)
    let upper = self[top, left] * (1 - across) + self[top, right] * across
    let lower = self[bottom, left] * (1 - across) + self[bottom, right] * across
    return upper * (1 - down) + lower * down
  }

  private static func neighbours(_ place: Float, _ count: Int) -> (Int, Int, Float) {
    let position = min(max(place * Float(count) - 0.5, 0), Float(count - 1))
    let first = min(Int(position), max(count - 2, 0))
    return (first, min(first + 1, count - 1), position - Float(first))
  }

  /// The plane with other columns and rows, between the middles of its cells.
  func resampled(width newWidth: Int, height newHeight: Int) -> Plane {
    var plane = Plane(width: newWidth, height: newHeight)
    for row in 0..<newHeight {
      let y = (Float(row) + 0.5) / Float(newHeight)
      for column in 0..<newWidth {
        plane[row, column] = sample(x: (Float(column) + 0.5) / Float(newWidth), y: y)
      }
    }
    return plane
  }
}

extension [Float] {
  /// The element that would be at `rank` if all were sorted; reorders them. Hoare, Algorithm 65: Find, CACM 1961.
  fileprivate mutating func select(_ rank: Int) -> Float {
    var (low, high) = (0, count - 1)
    while low < high {
      let pivot = self[(low + high) / 2]
      var (left, right) = (low, high)
      while left <= right {
        while self[left] < pivot { left += 1 }
        while pivot < self[right] { right -= 1 }
        guard left <= right else { break }
        swapAt(left, right)
        left += 1
        right -= 1
      }
      if rank <= right { high = right } else if rank >= left { low = left } else { break }
    }
    return self[rank]
  }
}
