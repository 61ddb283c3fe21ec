import CReframe
import Hosting
import Loading
import ReframeSDK
import TestSupport

/// A canvas whose rows are padded and which lies between guard bytes, so that a fill that writes where it may not
/// is found out.
final class GuardedCanvas {
  let task: FillCase
  /// What the source's pixel at a place of the canvas holds.
  private let source: (_ x: Int, _ y: Int, _ channel: Int) -> UInt8
  /// Bytes from one row to the next.
  let stride: Int
  private(set) var bytes: [UInt8]

  private static let margin = 48
  private static let guardByte: UInt8 = 0xA5

  /// A canvas with a source, patterned if none is given, and `garbage` in all that is exposed.
  init(
    _ task: FillCase, garbage: UInt8, source: ((_ x: Int, _ y: Int, _ channel: Int) -> UInt8)? = nil
  ) {
    self.task = task
    self.source = source ?? { task.sample($0, $1, $2) }
    stride = task.canvas.width * task.channels + 13
    bytes = [UInt8](repeating: Self.guardByte, count: 2 * Self.margin + stride * task.canvas.height)
    for y in 0..<task.canvas.height {
      for x in 0..<task.canvas.width {
        for channel in 0..<task.channels {
          let isPlaced = task.placed.contains(PixelRect(x: x, y: y, width: 1, height: 1))
          bytes[offset(x, y) + channel] = isPlaced ? self.source(x, y, channel) : garbage
        }
      }
    }
  }

  /// The samples of one pixel.
  func pixel(_ x: Int, _ y: Int) -> [UInt8] { [UInt8](bytes[offset(x, y)..<offset(x, y) + task.channels]) }

  /// Whether the placed source is as it was, bit for bit.
  var keepsSource: Bool {
    (task.placed.y..<task.placed.maxY).allSatisfy { y in
      (task.placed.x..<task.placed.maxX).allSatisfy { x in
        (0..<task.channels).allSatisfy { bytes[offset(x, y) + $0] == source(x, y, $0) }
      }
    }
  }

  /// Whether nothing was written between the rows, before or after.
  var keepsGuards: Bool {
    let row = task.canvas.width * task.channels
    return bytes.indices.allSatisfy { index in
      let inside = index - Self.margin
      let isPixel = inside >= 0 && inside < stride * task.canvas.height && inside % stride < row
      return isPixel || bytes[index] == Self.guardByte
    }
  }

  /// Has a fill do its work. Throws what it reports.
  func fill(
    with plugin: PluginInstance<rf_fill>, seed: UInt32 = 42, parameters: String = "{}",
    source: LentPixels? = nil, flags: UInt32 = 0, subject: SaliencyGrid? = nil,
    effort: FillEffort = .balanced, run: JobRun = JobRun(id: "test")
  ) throws(ReframeError) {
    let size = task.canvas
    let failure: ReframeError? = bytes.withUnsafeMutableBytes { memory in
      guard let start = memory.baseAddress else { return nil }
      let pixels = LentPixels(
        base: start + Self.margin, size: size, channels: task.channels, stride: stride)
      var image = pixels.descriptor(readOnly: false)
      image.flags |= flags
      var whole = source?.descriptor(readOnly: true) ?? rf_image()
      return withUnsafePointer(to: &image) { image in
        withUnsafePointer(to: &whole) { whole in
          parameters.withText { text in
            var request = rf_fill_task()
            request.size = UInt32(MemoryLayout<rf_fill_task>.size)
            request.seed = seed
            request.image = image
            request.source = source == nil ? nil : whole
            request.placed_x = Int32(task.placed.x)
            request.placed_y = Int32(task.placed.y)
            request.placed_width = UInt32(task.placed.width)
            request.placed_height = UInt32(task.placed.height)
            request.parameters = text
            request.effort = effort.rawValue
            guard let subject else { return Self.call(plugin, request, run) }
            return subject.values.withUnsafeBufferPointer { values in
              var grid = rf_saliency()
              grid.size = UInt32(MemoryLayout<rf_saliency>.size)
              grid.columns = UInt32(subject.columns)
              grid.rows = UInt32(subject.rows)
              grid.values = values.baseAddress
              return withUnsafePointer(to: &grid) { grid in
                request.subject = grid
                return Self.call(plugin, request, run)
              }
            }
          }
        }
      }
    }
    if let failure { throw failure }
  }

  private static func call(_ plugin: PluginInstance<rf_fill>, _ task: rf_fill_task, _ run: JobRun)
    -> ReframeError?
  {
    var task = task
    do throws(ReframeError) {
      try RawCall.run { error in
        run.withJob { job in plugin.call { table in table.fill(table.instance, job, &task, error) } }
      }
      return nil
    } catch {
      return error
    }
  }

  private func offset(_ x: Int, _ y: Int) -> Int { Self.margin + y * stride + x * task.channels }
}
