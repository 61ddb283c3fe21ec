import Imaging
import Synchronization
import TestSupport
import Testing

@testable import Carving

/// Pictures for carving.
enum CarvePictures {
  static func make(
    _ width: Int, _ height: Int, channels: Int = 3, _ sample: (_ x: Int, _ y: Int, _ channel: Int) -> UInt8
  ) throws -> Raster {
    let raster = try Raster(size: .init(width: width, height: height), channels: channels)
    for y in 0..<height {
      for x in 0..<width {
        for channel in 0..<channels { raster.row(y)[x * channels + channel] = sample(x, y, channel) }
      }
    }
    return raster
  }

  static func noise(_ width: Int, _ height: Int, channels: Int = 3, seed: UInt64 = 1) throws -> Raster {
    var random = SplitMix64(seed: seed)
    return try make(width, height, channels: channels) { _, _, _ in UInt8.random(in: 0...255, using: &random)
    }
  }

  static func mirrored(_ raster: Raster) throws -> Raster {
    try make(raster.width, raster.height, channels: raster.channels) { x, y, channel in
      raster.row(y)[(raster.width - 1 - x) * raster.channels + channel]
    }
  }
}

extension Raster {
  var samples: [UInt8] { (0..<height).flatMap { Array(row($0)) } }
}

@Suite("Carving")
struct CarverTests {
  private func carve(
    _ raster: Raster, _ width: Int, _ height: Int, _ change: (inout CarveOptions) -> Void = { _ in }
  ) throws -> Raster {
    var options = CarveOptions()
    change(&options)
    let result = try Carver(options).carve(raster, to: .init(width: width, height: height))
    #expect(result.picture.size == .init(width: width, height: height))
    #expect(result.columns == width - raster.width && result.rows == height - raster.height)
    return result.picture
  }

  private static let efforts = [CarveOptions.Effort.fast, .balanced]

  @Test("Any size becomes any other, of what the picture has", arguments: [3, 4], efforts)
  func sizes(channels: Int, effort: CarveOptions.Effort) throws {
    let sides = [1, 2, 7, 33]
    for width in sides {
      for height in sides {
        let flat = try CarvePictures.make(width, height, channels: channels) { _, _, channel in
          UInt8(40 + channel)
        }
        for other in sides {
          for last in [1, 20] {
            let carved = try carve(flat, other, last) { $0.effort = effort }
            #expect(Set(carved.samples) == Set(flat.samples))
          }
        }
      }
    }
  }

  @Test("A carve to one pixel, or from one, ends")
  func onePixel() throws {
    let noise = try CarvePictures.noise(40, 30)
    let one = try carve(noise, 1, 1)
    let source = noise.samples
    let pixels = Set(stride(from: 0, to: source.count, by: 3).map { Array(source[$0..<$0 + 3]) })
    #expect(pixels.contains(one.samples))
    #expect(Set(try carve(one, 90, 70).samples).isSubset(of: Set(one.samples)))
  }

  @Test("Shrinking keeps pixels as they are and in their order")
  func order() throws {
    let source = try CarvePictures.make(60, 20) { x, y, channel in UInt8(channel == 0 ? x * 4 : y) }
    let carved = try carve(source, 25, 20)
    for y in 0..<20 {
      let reds = (0..<25).map { carved.row(y)[$0 * 3] }
      #expect(zip(reds, reds.dropFirst()).allSatisfy { $0 < $1 })
      #expect((0..<25).allSatisfy { carved.row(y)[$0 * 3 + 1] == UInt8(y) })
    }
  }

  @Test("The same bytes on one thread and on two", arguments: efforts)
  func threads(effort: CarveOptions.Effort) throws {
    let noise = try CarvePictures.noise(150, 131, channels: 4)
    for (width, height) in [(90, 131), (150, 70), (110, 100), (200, 131), (150, 240), (100, 180)] {
      let one = try carve(noise, width, height) { ($0.threads, $0.effort) = (1, effort) }
      let two = try carve(noise, width, height) { ($0.threads, $0.effort) = (2, effort) }
      #expect(one.samples == two.samples, "\(width)x\(height)")
    }
  }

  @Test("A mirrored picture gives the mirrored result", arguments: efforts, [0, 1, 2] as [UInt64])
  func mirrored(effort: CarveOptions.Effort, seed: UInt64) throws {
    let noise = try CarvePictures.noise(97, 60, seed: seed)
    let (width, height) = [(50, 60), (97, 30), (130, 60)][Int(seed)]
    let plain = try carve(noise, width, height) { $0.effort = effort }
    let other = try carve(CarvePictures.mirrored(noise), width, height) { $0.effort = effort }
    #expect(try CarvePictures.mirrored(other).samples == plain.samples)
  }

  @Test("Smooth ground goes before what has edges")
  func ground() throws {
    var random = SplitMix64(seed: 5)
    let source = try CarvePictures.make(80, 40) { x, _, _ in
      (30..<60).contains(x) ? UInt8.random(in: 0...255, using: &random) : 90
    }
    let carved = try carve(source, 50, 40)
    let busy = source.samples.count { $0 != 90 }
    #expect(carved.samples.count { $0 != 90 } == busy)
  }

  @Test("Important cells are spared")
  func importance() throws {
    let source = try CarvePictures.make(64, 32) { x, _, _ in UInt8(x * 4) }
    let grid = CarveGuide.Grid(columns: 2, rows: 1, values: [0, 255])
    let carved = try carve(source, 40, 32) { $0.guide.importance = grid }
    #expect((0..<32).allSatisfy { carved.row($0)[39 * 3] == 252 && carved.row($0)[16 * 3] >= 160 })
  }

  @Test("Alpha counts: what is hidden leaves no colour behind")
  func alpha() throws {
    let source = try CarvePictures.make(20, 20, channels: 4) { x, _, channel in
      channel == 3 ? (x < 10 ? 0 : 255) : (x < 10 ? 255 : 10)
    }
    let grown = try carve(source, 30, 20)
    for pixel in stride(from: 0, to: grown.samples.count, by: 4) where grown.samples[pixel + 3] == 255 {
      #expect(grown.samples[pixel] == 10)
    }
    let clear = try CarvePictures.make(20, 20, channels: 4) { _, _, _ in 0 }
    #expect(Set(try carve(clear, 7, 33).samples) == [0])
  }

  @Test("Sizes that cannot be are refused in words")
  func refusals() throws {
    let noise = try CarvePictures.noise(9, 9)
    for (width, height) in [(0, 9), (9, 0), (-1, 9), (70_000, 9)] {
      #expect(throws: ImagingError(.badGeometry("a 9x9 picture cannot be carved to \(width)x\(height)"))) {
        try Carver().carve(noise, to: .init(width: width, height: height))
      }
    }
    var options = CarveOptions()
    options.guide.marks = [0]
    #expect(throws: ImagingError(.badGeometry("1 marks for the pixels of a 9x9 picture"))) {
      try Carver(options).carve(noise, to: .init(width: 5, height: 9))
    }
  }

  @Test("Cancelling ends it between two passes")
  func cancelling() throws {
    let noise = try CarvePictures.noise(200, 50)
    let asked = Mutex(0)
    var options = CarveOptions()
    options.isCancelled = {
      asked.withLock { count in
        count += 1
        return count == 10
      }
    }
    #expect(throws: ImagingError(.cancelled)) {
      try Carver(options).carve(noise, to: .init(width: 100, height: 50))
    }
    #expect(asked.withLock { $0 } == 10)
  }

  @Test("Whoever cancels is heard after a few rows of every step", arguments: [(60, 4000), (90, 3990)])
  func polling(width: Int, height: Int) throws {
    let noise = try CarvePictures.noise(80, 4000)
    func polls(cancelledAt limit: Int) -> (count: Int, isCancelled: Bool) {
      let asked = Mutex(0)
      var options = CarveOptions()
      options.threads = 1
      options.isCancelled = { asked.withLock { ($0, $0 += 1).0 >= limit } }
      do throws(ImagingError) {
        _ = try Carver(options).carve(noise, to: .init(width: width, height: height))
        return (asked.withLock { $0 }, false)
      } catch {
        return (asked.withLock { $0 }, error == ImagingError(.cancelled))
      }
    }
    // Weights, brightness, the last pass and drawing go through all rows, 64 at a time.
    let all = polls(cancelledAt: .max)
    #expect(!all.isCancelled && all.count >= 4 * 4000 / 64 - 40)
    for limit in stride(from: 0, to: all.count, by: 17) {
      let some = polls(cancelledAt: limit)
      #expect(some.isCancelled && some.count == limit + 1)
    }
  }

  @Test("Progress rises from nothing to nearly all")
  func progress() throws {
    let seen = Mutex<[Double]>([])
    _ = try carve(try CarvePictures.noise(120, 90), 60, 130) {
      $0.progress = { share in seen.withLock { $0.append(share) } }
    }
    let shares = seen.withLock { $0 }
    #expect(shares.first == 0 && shares == shares.sorted())
    #expect((0.9...1).contains(shares.last ?? 0))
  }
}
