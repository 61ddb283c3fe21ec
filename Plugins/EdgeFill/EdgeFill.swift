import ReframeSDK

/// Continues the picture with the pixels of its border.
struct EdgeFill: FillStrategy {
  func fill(_ canvas: inout MutablePixelView, task: FillTask, job: JobContext) throws(ReframeError) {
    let placed = task.placed
    let width = canvas.width
    let channels = canvas.channels
    for y in placed.y..<placed.maxY {
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
