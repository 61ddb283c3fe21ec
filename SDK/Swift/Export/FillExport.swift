internal import CReframe

/// The C table of a `FillStrategy`.
enum FillExport {
  private typealias Instance = ExportedInstance<any FillStrategy, rf_fill>

  static func table(for fill: some FillStrategy) -> UnsafeRawPointer {
    Instance.export(fill) { pointer in
      var table = rf_fill()
      table.size = UInt32(MemoryLayout<rf_fill>.size)
      table.instance = pointer
      table.fill = { pointer, job, task, error in
        RawCall.report(to: error) { () throws(ReframeError) in
          try FillExport.fill(pointer, job: job, task: task)
          return RF_OK
        }
      }
      table.destroy = { Instance.destroy($0) }
      return table
    }
  }

  private static func fill(
    _ pointer: UnsafeMutableRawPointer?, job: UnsafePointer<rf_job>?, task: UnsafePointer<rf_fill_task>?
  ) throws(ReframeError) {
    guard let task, task.pointee.size >= UInt32(MemoryLayout<rf_fill_task>.size),
      let image = task.pointee.image
    else {
      throw ReframeError(.invalidArgument, "a fill task without a canvas, or of an unknown size")
    }
    let context = try JobContext(job)
    let layout = try PixelLayout(image)
    let view = try FillTask(task.pointee, canvas: layout)
    try Instance.with(pointer) { (fill) throws(ReframeError) in
      var canvas = MutablePixelView(layout)
      try fill.fill(&canvas, task: view, job: context)
    }
  }
}
