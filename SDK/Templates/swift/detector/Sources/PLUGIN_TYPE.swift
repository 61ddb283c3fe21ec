public import CReframe
import ReframeSDK

/// Takes the part of a picture with the most detail for its subject.
///
/// The host shows a detector a small copy of the picture, and keeps in view what it finds.
struct PLUGIN_TYPE: SubjectDetector {
  /// Finds the cells with at least half the detail of the busiest, and answers with the box around them. The same
  /// picture gets the same answer, whatever its size from 1x1 up. Several threads may be in here at a time.
  func subjects(in image: PixelView, parameters: JSONValue, job: JobContext) throws(ReframeError)
    -> SubjectMap
  {
    let columns = min(image.width, 16)
    let rows = min(image.height, 16)
    let detail = try detail(of: image, columns: columns, rows: rows, job: job)
    let most = detail.max() ?? 0
    // Nothing stands out, which is an answer as well.
    guard most > 0 else { return SubjectMap(regions: []) }

    let busy = detail.indices.filter { detail[$0] * 2 >= most }
    let across = busy.map { $0 % columns }
    let down = busy.map { $0 / columns }
    let (left, right) = (across.min() ?? 0, (across.max() ?? 0) + 1)
    let (top, bottom) = (down.min() ?? 0, (down.max() ?? 0) + 1)
    let inside = (top..<bottom).reduce(0) { sum, y in
      sum + detail[(y * columns + left)..<(y * columns + right)].reduce(0, +)
    }
    let box = UnitRect(
      x: Double(left) / Double(columns), y: Double(top) / Double(rows),
      width: Double(right - left) / Double(columns), height: Double(bottom - top) / Double(rows))
    let score = Double(inside) / Double(detail.reduce(0, +))
    return SubjectMap(
      regions: [SubjectRegion(box: box, score: score, label: "salient")],
      saliency: SaliencyGrid(columns: columns, rows: rows, values: detail.map { UInt8($0 * 255 / most) }))
  }

  /// How much pixels differ from those to the right and below, summed up in equal cells.
  private func detail(of image: PixelView, columns: Int, rows: Int, job: JobContext) throws(ReframeError)
    -> [Int]
  {
    var cells = Array(repeating: 0, count: columns * rows)
    let channels = image.channels
    for y in 0..<image.height - 1 {
      // Whoever waits may give up: look at least every 50 ms.
      if y % 64 == 0 { try job.checkCancelled() }
      let (row, below) = (image[row: y], image[row: y + 1])
      for x in 0..<image.width - 1 {
        let at = x * channels
        let here = luminance(row, at)
        cells[y * rows / image.height * columns + x * columns / image.width] +=
          abs(here - luminance(row, at + channels)) + abs(here - luminance(below, at))
      }
    }
    return cells
  }

  private func luminance(_ row: Span<UInt8>, _ at: Int) -> Int {
    (Int(row[at]) + 2 * Int(row[at + 1]) + Int(row[at + 2])) / 4
  }
}

/// What the host calls when it opens the library. Id and version are those of plugin.json. The closure makes an
/// instance; `environment.configuration` holds the user's settings for this plugin. A detector that is not ready for
/// several calls at a time says so: `.detector(concurrency: .instanceSerial) { … }`.
@c @implementation
public func reframe_entry(_ handshake: UnsafePointer<rf_handshake>!) -> UnsafePointer<rf_entry>! {
  exportPlugin(handshake, id: "PLUGIN_ID", version: "0.1.0", .detector { environment in PLUGIN_TYPE() })
}
