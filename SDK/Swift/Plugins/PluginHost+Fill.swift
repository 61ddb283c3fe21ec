internal import CReframe

extension PluginHost {
  /// Has a fill strategy give a value to all of `canvas` outside `request.placed`. `source` is the whole source at
  /// the canvas's scale or below, if there is one to lend.
  public func fill(
    _ canvas: LentPixels, _ request: FillRequest, source: LentPixels?, job: JobContext
  ) throws(ReframeError) {
    let table = try table(RF_HOST_FILL, as: rf_host_fill.self)
    let settings = try JSON.encode(request.parameters)
    try RawCall.run { error in
      settings.withText { settings in
        request.prompt.withText { prompt in
          Self.withTask(canvas, source, request) { task in
            task.prompt = prompt
            task.parameters = settings
            return (request.fill ?? "").withText {
              table.fill?(host.pointee.context, job.job, $0, &task, error) ?? RF_UNSUPPORTED
            }
          }
        }
      }
    }
  }

  /// Lends the task without its texts.
  private static func withTask(
    _ canvas: LentPixels, _ source: LentPixels?, _ request: FillRequest, _ body: (inout rf_fill_task) -> Int32
  ) -> Int32 {
    let image = canvas.descriptor(readOnly: false)
    let whole = source?.descriptor(readOnly: true) ?? rf_image()
    return withUnsafePointer(to: image) { image in
      withUnsafePointer(to: whole) { whole in
        (request.subject?.values ?? []).withUnsafeBufferPointer { values in
          var grid = rf_saliency()
          grid.size = UInt32(MemoryLayout<rf_saliency>.size)
          grid.columns = UInt32(request.subject?.columns ?? 0)
          grid.rows = UInt32(request.subject?.rows ?? 0)
          grid.values = values.baseAddress
          return withUnsafePointer(to: grid) { grid in
            var task = rf_fill_task()
            task.size = UInt32(MemoryLayout<rf_fill_task>.size)
            task.seed = request.seed
            task.image = image
            task.source = source == nil ? nil : whole
            // The fill refuses what does not fit; a wrong rectangle is no reason to stop the process.
            task.placed_x = Int32(clamping: request.placed.x)
            task.placed_y = Int32(clamping: request.placed.y)
            task.placed_width = UInt32(clamping: request.placed.width)
            task.placed_height = UInt32(clamping: request.placed.height)
            task.subject = request.subject == nil ? nil : grid
            task.effort = request.effort.rawValue
            return body(&task)
          }
        }
      }
    }
  }
}
