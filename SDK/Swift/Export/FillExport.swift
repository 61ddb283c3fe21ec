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
    guard let task = task.flatMap(rf_fill_task.init), let image = task.image else {
      throw ReframeError(.invalidArgument, "a fill task without a canvas, or of an unknown size")
    }
    let context = try JobContext(job)
    let layout = try PixelLayout(image)
    let view = try FillTask(task, canvas: layout)
    try Instance.with(pointer) { (fill) throws(ReframeError) in
      var canvas = MutablePixelView(layout)
      try fill.fill(&canvas, task: view, job: context)
    }
  }
}

extension rf_fill_task {
  /// The bytes of a task up to the end of revision 1.0.
  package static let sizeOfFirstRevision = MemoryLayout<Self>.offset(of: \.subject) ?? MemoryLayout<Self>.size

  /// A copy of a task of any revision, without the members that its maker did not know; `nil` if it is shorter than
  /// that of the first.
  init?(_ task: UnsafePointer<rf_fill_task>) {
    self.init()
    let given = Int(task.pointee.size)
    guard given >= Self.sizeOfFirstRevision else { return nil }
    withUnsafeMutableBytes(of: &self) {
      $0.copyMemory(from: UnsafeRawBufferPointer(start: task, count: min(given, $0.count)))
    }
  }
}
