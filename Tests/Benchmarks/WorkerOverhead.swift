import CReframe
import Foundation
import Hosting
import Loading
import ReframeSDK

/// What it costs to run a fill of 1920x1080 in a worker, beside the same in this process.
struct WorkerOverhead {
  private static let rounds = 2000
  /// Fills of one kind in a row, as a batch does them.
  private static let row = 20
  private static let size = PixelSize(width: 1920, height: 1080)
  /// The part of the canvas that the source takes: a photo of 4:3 that becomes 16:9.
  private static let placed = PixelRect(x: 240, y: 0, width: 1440, height: 1080)

  func run() throws {
    print("Fills of 1920x1080 in a worker, and in this process; medians")
    for id in ["mirror", "solid", "blur"] { try compare(id) }
  }

  private func compare(_ id: String) throws {
    let inside = Host(HostConfiguration(explicit: [], environment: [:]))
    var configuration = HostConfiguration(explicit: [], environment: [:])
    configuration.placements = [id: .worker]
    let outside = Host(configuration)
    let fills = try [inside.fill(id), outside.fill(id)]
    let length = Self.size.width * Self.size.height * 3
    guard let first = SharedPixels.shared.allocate(length), let second = SharedPixels.shared.allocate(length)
    else { throw BenchmarkError("there is no memory to share") }
    defer {
      SharedPixels.shared.release(first)
      SharedPixels.shared.release(second)
    }
    paint(first, length)
    paint(second, length)
    let rounds = id == "blur" ? Self.rounds / 20 : Self.rounds
    var times: [(Double, Double)] = []
    for _ in 0..<rounds / Self.row {
      let own = try (0..<Self.row).map { _ in try fill(fills[0], first) }
      times += zip(own, try (0..<Self.row).map { _ in try fill(fills[1], second) })
    }
    guard memcmp(first, second, length) == 0 else {
      throw BenchmarkError("the fill '\(id)' differs in a worker")
    }
    let own = Measured.median(times.map(\.0)) * 1e6
    let added = Measured.median(times.map { $0.1 - $0.0 }) * 1e6
    print(
      "  \(padded(id, 8)) \(decimal(own, 0)) us in this process; in a worker "
        + "\(Measured.spread(times.map { $0.1 / $0.0 }, digits: 3)), \(decimal(added, 1)) us more")
  }

  private func paint(_ memory: UnsafeMutableRawPointer, _ length: Int) {
    let bytes = UnsafeMutableRawBufferPointer(start: memory, count: length)
    for index in bytes.indices { bytes[index] = UInt8(truncatingIfNeeded: index &* 31 >> 3) }
  }

  /// Seconds of one fill.
  private func fill(_ fill: PluginInstance<rf_fill>, _ memory: UnsafeMutableRawPointer) throws -> Double {
    let lent = LentPixels(base: memory, size: Self.size, channels: 3, stride: Self.size.width * 3)
    var image = lent.descriptor(readOnly: false)
    let run = JobRun(id: "benchmark")
    return try withUnsafePointer(to: &image) { image in
      var task = rf_fill_task()
      task.size = UInt32(MemoryLayout<rf_fill_task>.size)
      task.image = image
      task.placed_x = Int32(Self.placed.x)
      task.placed_y = Int32(Self.placed.y)
      task.placed_width = UInt32(Self.placed.width)
      task.placed_height = UInt32(Self.placed.height)
      let start = ContinuousClock.now
      try RawCall.run { error in
        run.withJob { job in fill.call { $0.fill($0.instance, job, &task, error) } }
      }
      return Measured.seconds(since: start)
    }
  }
}
