import Foundation
import Imaging
import Testing

/// Photos whose border counts as filled: as it is, and spoilt in the ways in which fills fail.
@Suite("The score of a fill")
struct FillScoreTests {
  static let photos = ["astronaut", "chelsea", "coffee"]
  /// Left, top, right and bottom share that counts as filled.
  static let borders: [[Double]] = [
    [0.125, 0, 0.125, 0], [0.1, 0.1, 0.1, 0.1], [0, 0, 0, 0.3],
  ]

  private static func photo(_ name: String) throws -> Raster {
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = url.appending(path: "Photos/\(name).png")
    let picture = try [UInt8](Data(contentsOf: file)).decoded().thumbnail(maxSide: 256)
    return picture.hasAlpha ? try picture.flattened() : picture
  }

  private static func placed(_ picture: Raster, _ border: [Double]) -> Raster.Rect {
    let (width, height) = (Double(picture.width), Double(picture.height))
    let (x, y) = (Int(width * border[0]), Int(height * border[1]))
    return Raster.Rect(
      x: x, y: y, width: Int(width * (1 - border[2])) - x, height: Int(height * (1 - border[3])) - y)
  }

  /// A copy whose pixels outside `rect` are what `body` says of their place.
  private static func refilled(
    _ picture: Raster, around rect: Raster.Rect, _ body: (_ x: Int, _ y: Int, _ channel: Int) -> Int
  ) throws -> Raster {
    let result = try picture.copy()
    for y in 0..<picture.height {
      let inRows = y >= rect.y && y < rect.y + rect.height
      for x in 0..<picture.width where !inRows || x < rect.x || x >= rect.x + rect.width {
        for channel in 0..<picture.channels {
          result.row(y)[x * picture.channels + channel] = UInt8(clamping: body(x, y, channel))
        }
      }
    }
    return result
  }

  private static func sample(_ picture: Raster, _ x: Int, _ y: Int, _ channel: Int) -> Int {
    Int(
      picture.row(min(max(y, 0), picture.height - 1))[
        min(max(x, 0), picture.width - 1) * picture.channels + channel])
  }

  @Test("is high for what really was there", arguments: photos, borders)
  func truth(name: String, border: [Double]) throws {
    let picture = try Self.photo(name)
    let score = picture.fillScore(placed: Self.placed(picture, border))
    #expect(score.total > 0.6, "\(score)")
    #expect(score.seam > 0.75, "\(score)")
    #expect(score.variety > 0.9, "\(score)")
  }

  @Test("is low for repeated border pixels", arguments: photos, borders)
  func edge(name: String, border: [Double]) throws {
    let picture = try Self.photo(name)
    let rect = Self.placed(picture, border)
    let filled = try Self.refilled(picture, around: rect) { x, y, channel in
      Self.sample(
        picture, min(max(x, rect.x), rect.x + rect.width - 1), min(max(y, rect.y), rect.y + rect.height - 1),
        channel)
    }
    let score = filled.fillScore(placed: rect)
    #expect(score.total < 0.4, "\(score)")
    #expect(score.sharpness < 0.4, "\(score)")
  }

  @Test("is low for one colour", arguments: photos, borders)
  func plain(name: String, border: [Double]) throws {
    let picture = try Self.photo(name)
    let rect = Self.placed(picture, border)
    let score = try Self.refilled(picture, around: rect) { _, _, channel in 90 + 20 * channel }
      .fillScore(placed: rect)
    #expect(score.total < 0.3, "\(score)")
  }

  @Test("is low for a blur", arguments: photos, borders)
  func blur(name: String, border: [Double]) throws {
    let picture = try Self.photo(name)
    let rect = Self.placed(picture, border)
    let filled = try Self.refilled(picture, around: rect) { x, y, channel in
      (-6...6).reduce(0) { sum, dy in
        sum + (-6...6).reduce(0) { $0 + Self.sample(picture, x + $1, y + dy, channel) }
      } / 169
    }
    let score = filled.fillScore(placed: rect)
    #expect(score.total < 0.6, "\(score)")
    #expect(score.total < picture.fillScore(placed: rect).total - 0.2, "\(score)")
  }

  @Test("is low for a hard seam, whatever lies beyond it", arguments: photos, borders)
  func step(name: String, border: [Double]) throws {
    let picture = try Self.photo(name)
    let rect = Self.placed(picture, border)
    let score = try Self.refilled(picture, around: rect) { x, y, channel in
      let value = Self.sample(picture, x, y, channel)
      return value < 128 ? value + 40 : value - 40
    }.fillScore(placed: rect)
    #expect(score.seam < 0.5, "\(score)")
    #expect(score.total < 0.7, "\(score)")
  }

  @Test("falls with patches that occur twice")
  func repeats() throws {
    let picture = try Self.photo("chelsea")
    let rect = Self.placed(picture, [0.3, 0, 0, 0])
    let score = try Self.refilled(picture, around: rect) { x, y, channel in
      Self.sample(picture, rect.x + x % 30, y, channel)
    }.fillScore(placed: rect)
    #expect(score.variety < 0.3, "\(score)")
  }

  @Test("falls with a mirror image")
  func mirrored() throws {
    let picture = try Self.photo("chelsea")
    let rect = Self.placed(picture, [0.3, 0, 0, 0])
    let score = try Self.refilled(picture, around: rect) { x, y, channel in
      Self.sample(picture, 2 * rect.x - x, y, channel)
    }.fillScore(placed: rect)
    #expect(abs(score.variety - 0.5) < 0.05, "\(score)")
  }

  @Test("is the same for the mirrored picture", arguments: photos)
  func symmetry(name: String) throws {
    let picture = try Self.photo(name)
    let mirror = try picture.copy()
    for y in 0..<picture.height {
      for x in 0..<picture.width {
        for channel in 0..<picture.channels {
          mirror.row(y)[x * picture.channels + channel] =
            picture.row(y)[
              (picture.width - 1 - x) * picture.channels + channel]
        }
      }
    }
    let rect = Self.placed(picture, [0.2, 0, 0, 0.1])
    var reflected = rect
    reflected.x = picture.width - rect.x - rect.width
    let (one, other) = (picture.fillScore(placed: rect), mirror.fillScore(placed: reflected))
    #expect(abs(one.total - other.total) < 0.06, "\(one) \(other)")
  }

  @Test("of nothing exposed, one colour, noise, lines and points is within bounds", arguments: [3, 4])
  func degenerate(channels: Int) throws {
    let sizes = [(1, 1), (1, 9), (9, 1), (2, 2), (3, 40), (40, 3), (37, 23)]
    for (width, height) in sizes {
      for pixel in [[UInt8](repeating: 0, count: channels), [UInt8](repeating: 255, count: channels)] {
        let picture = try Pictures.flat(width, height, pixel)
        #expect(picture.fillScore(placed: picture.bounds) == .perfect)
        for x in Set([0, width / 2]) {
          let rect = Raster.Rect(x: x, y: height / 2, width: 1, height: height - height / 2)
          #expect(picture.fillScore(placed: rect).total > 0.9)
        }
      }
      let noise = try Pictures.patterned(width, height, channels: channels)
      for x in 0..<width {
        let score = noise.fillScore(
          placed: Raster.Rect(x: x, y: 0, width: width - x, height: (height + 1) / 2))
        #expect((0...1).contains(score.total) && (0...1).contains(score.seam), "\(score)")
      }
    }
  }
}
