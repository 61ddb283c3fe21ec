public import CReframe
import ReframeSDK

/// Continues a picture with the pixels of its border.
///
/// The host places the picture on a larger canvas and asks a fill for the rest.
struct PLUGIN_TYPE: FillStrategy {
  /// Gives every pixel outside `task.placed` the value of the nearest one inside. Those inside stay as they are, bit
  /// for bit; those outside hold nothing of meaning before. Several threads may be in here at a time.
  func fill(_ canvas: inout MutablePixelView, task: FillTask, job: JobContext) throws(ReframeError) {
    let placed = task.placed
    let (width, channels) = (canvas.width, canvas.channels)
    for y in placed.y..<placed.maxY {
      // Whoever waits may give up: look at least every 50 ms.
      if y % 64 == 0 { try job.checkCancelled() }
      canvas.withRow(y) { row in
        for channel in 0..<channels {
          let first = row[placed.x * channels + channel]
          let last = row[(placed.maxX - 1) * channels + channel]
          for x in 0..<placed.x { row[x * channels + channel] = first }
          for x in placed.maxX..<width { row[x * channels + channel] = last }
        }
      }
    }
    for y in 0..<canvas.height where y < placed.y || y >= placed.maxY {
      if y % 64 == 0 { try job.checkCancelled() }
      canvas.copyRow(y < placed.y ? placed.y : placed.maxY - 1, to: y, columns: 0..<width)
    }
  }
}

/// What the host calls when it opens the library. Id and version are those of plugin.json. The closure makes an
/// instance; `environment.configuration` holds the user's settings for this plugin. A fill that is not ready for
/// several calls at a time says so: `.fill(concurrency: .instanceSerial) { … }`.
@c @implementation
public func reframe_entry(_ handshake: UnsafePointer<rf_handshake>!) -> UnsafePointer<rf_entry>! {
  exportPlugin(handshake, id: "PLUGIN_ID", version: "0.1.0", .fill { environment in PLUGIN_TYPE() })
}
