import CReframe
import Hosting
import Loading
import ReframeSDK

/// A synthetic picture for detectors, with padded rows between guard bytes.
final class LentScene {
  let size: PixelSize
  let channels: Int
  private let stride: Int
  private var bytes: [UInt8]

  private static let margin = 64
  private static let guardByte: UInt8 = 0x5A

  /// A picture whose pixels `color` gives by column and row: as many samples as there are channels.
  init(_ width: Int, _ height: Int, channels: Int = 3, color: (Int, Int) -> [UInt8]) {
    size = PixelSize(width: width, height: height)
    self.channels = channels
    stride = width * channels + 11
    bytes = [UInt8](repeating: Self.guardByte, count: 2 * Self.margin + stride * height)
    for y in 0..<height {
      for x in 0..<width {
        let offset = Self.margin + y * stride + x * channels
        bytes.replaceSubrange(offset..<offset + channels, with: color(x, y).prefix(channels))
      }
    }
  }

  /// A disc of one colour on grainy ground of another; `x`, `y` and `radius` in pixels.
  static func disc(
    _ width: Int, _ height: Int, x: Int, y: Int, radius: Int, color: [UInt8] = [230, 60, 30],
    ground: [UInt8] = [70, 90, 110]
  ) -> LentScene {
    LentScene(width, height) { column, row in
      let isInside = (column - x) * (column - x) + (row - y) * (row - y) <= radius * radius
      let grain = UInt8((column * 7 + row * 13) % 5)
      return (isInside ? color : ground).map { $0 + grain }
    }
  }

  /// What a detector finds. Throws what it reports; `isIntact` tells whether it kept its hands off.
  func subjects(
    _ detector: PluginInstance<rf_detector>, parameters: String = "{}", run: JobRun = JobRun(id: "test")
  )
    throws(ReframeError) -> (map: SubjectMap, isIntact: Bool)
  {
    let before = bytes
    let collector = SubjectCollector()
    let failure: ReframeError? = bytes.withUnsafeMutableBytes { memory in
      guard let start = memory.baseAddress else { return nil }
      let pixels = LentPixels(base: start + Self.margin, size: size, channels: channels, stride: stride)
      var image = pixels.descriptor(readOnly: true)
      do throws(ReframeError) {
        try RawCall.run { error in
          run.withJob { job in
            parameters.withText { text in
              collector.withSink { sink in
                detector.call { $0.detect($0.instance, job, &image, text, sink, error) }
              }
            }
          }
        }
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw failure }
    return (try collector.map(), bytes == before)
  }
}
