internal import CReframe
internal import CWorkerChannel
internal import ReframeSDK

/// The tables through which an instance in a worker is called: the same as those of one in this process.
enum WorkerTables {
  /// Makes the table of a kind; its `destroy` ends the instance and the table.
  static func table(_ kind: PluginKind, _ instance: WorkerInstance) -> UnsafeRawPointer {
    switch kind {
    case .detector: Instance.export(instance) { detector($0) }
    case .fill: Instance.export(instance) { fill($0) }
    case .pricing: Instance.export(instance) { pricing($0) }
    case .provider: Instance.export(instance) { provider($0) }
    }
  }

  private typealias Inputs = WorkerInstance.Inputs
  private typealias Instance<Table> = ExportedInstance<WorkerInstance, Table>

  /// Lends the instance, and reports what it throws.
  private static func with<Table>(
    _ pointer: UnsafeMutableRawPointer?, _ type: Table.Type, _ error: UnsafeMutablePointer<rf_error>?,
    _ body: (WorkerInstance) throws(ReframeError) -> Int32
  ) -> Int32 {
    RawCall.report(to: error) { () throws(ReframeError) in try Instance<Table>.with(pointer, body) }
  }

  private static func destroy<Table>(_ pointer: UnsafeMutableRawPointer?, _ type: Table.Type) {
    try? Instance<Table>.with(pointer) { $0.end() }
    Instance<Table>.destroy(pointer)
  }

  private static func detector(_ pointer: UnsafeMutableRawPointer) -> rf_detector {
    var table = rf_detector()
    table.size = UInt32(MemoryLayout<rf_detector>.size)
    table.instance = pointer
    table.detect = { pointer, job, image, parameters, out, error in
      WorkerTables.with(pointer, rf_detector.self, error) { (instance) throws(ReframeError) in
        var value: Int64 = 0
        return try instance.call(
          RW_DETECT, "a look for subjects", Inputs(job: job, subjects: out), value: &value, error: error
        ) { (packet, lane) throws(ReframeError) in
          guard let image else { throw WorkerTables.noPicture }
          let picture = try LentPicture(image, isWritable: false, on: lane)
          try picture.write(to: &packet, on: lane)
          try lane.put(blob: parameters, into: &packet)
          return []
        }
      }
    }
    table.destroy = { WorkerTables.destroy($0, rf_detector.self) }
    return table
  }

  private static func fill(_ pointer: UnsafeMutableRawPointer) -> rf_fill {
    var table = rf_fill()
    table.size = UInt32(MemoryLayout<rf_fill>.size)
    table.instance = pointer
    table.fill = { pointer, job, task, error in
      WorkerTables.with(pointer, rf_fill.self, error) { (instance) throws(ReframeError) in
        var value: Int64 = 0
        return try instance.call(RW_FILL, "a fill", Inputs(job: job), value: &value, error: error) {
          (packet, lane) throws(ReframeError) in
          guard let task, Int(task.pointee.size) >= rf_fill_task.sizeOfFirstRevision else {
            throw ReframeError(.invalidArgument, "a fill task of an unknown size")
          }
          return try WorkerTables.write(task, to: &packet, on: lane)
        }
      }
    }
    table.destroy = { WorkerTables.destroy($0, rf_fill.self) }
    return table
  }

  private static let noPicture = ReframeError(.invalidArgument, "a call without a picture")

  private static func write(
    _ task: UnsafePointer<rf_fill_task>, to packet: inout PacketWriter, on lane: WorkerLane
  ) throws(ReframeError) -> [LentPicture] {
    guard let image = task.pointee.image else { throw WorkerTables.noPicture }
    let isWritable = image.pointee.flags & UInt32(RF_IMAGE_READ_ONLY) == 0
    let canvas = try LentPicture(image, isWritable: isWritable, on: lane)
    try canvas.write(to: &packet, on: lane)
    packet.number(UInt32(task.pointee.source == nil ? 0 : 1))
    if let source = task.pointee.source {
      try LentPicture(source, isWritable: false, on: lane).write(to: &packet, on: lane)
    }
    packet.number(task.pointee.placed_x)
    packet.number(task.pointee.placed_y)
    packet.number(task.pointee.placed_width)
    packet.number(task.pointee.placed_height)
    packet.number(task.pointee.seed)
    packet.number(task.pointee.size)
    let isWhole = Int(task.pointee.size) >= MemoryLayout<rf_fill_task>.size
    packet.number(isWhole ? task.pointee.effort : UInt32(RF_EFFORT_BALANCED))
    let subject = isWhole ? task.pointee.subject : nil
    packet.number(UInt32(subject == nil ? 0 : 1))
    if let subject {
      packet.number(subject.pointee.columns)
      packet.number(subject.pointee.rows)
      let count = Int(clamping: UInt64(subject.pointee.columns) * UInt64(subject.pointee.rows))
      try lane.put(
        blob: UnsafeRawBufferPointer(
          start: subject.pointee.values, count: subject.pointee.values == nil ? 0 : count), into: &packet)
    }
    try lane.put(blob: task.pointee.prompt, into: &packet)
    try lane.put(blob: task.pointee.parameters, into: &packet)
    return [canvas]
  }

  private static func pricing(_ pointer: UnsafeMutableRawPointer) -> rf_pricing {
    var table = rf_pricing()
    table.size = UInt32(MemoryLayout<rf_pricing>.size)
    table.instance = pointer
    table.quote = { pointer, request, card, out, error in
      WorkerTables.with(pointer, rf_pricing.self, error) { (instance) throws(ReframeError) in
        var value: Int64 = 0
        return try instance.call(RW_QUOTE, "a quote", Inputs(sink: out), value: &value, error: error) {
          (packet, lane) throws(ReframeError) in
          try lane.put(blob: request, into: &packet)
          try lane.put(blob: card, into: &packet)
          return []
        }
      }
    }
    table.destroy = { WorkerTables.destroy($0, rf_pricing.self) }
    return table
  }

  // MARK: Providers

  private static func provider(_ pointer: UnsafeMutableRawPointer) -> rf_provider {
    var table = rf_provider()
    table.size = UInt32(MemoryLayout<rf_provider>.size)
    table.instance = pointer
    table.models = { pointer, out, error in
      WorkerTables.with(pointer, rf_provider.self, error) { (instance) throws(ReframeError) in
        var value: Int64 = 0
        return try instance.call(RW_MODELS, "its model cards", Inputs(sink: out), value: &value, error: error)
        {
          (_, _) throws(ReframeError) in []
        }
      }
    }
    table.plan = { pointer, job, request, source, out, error in
      WorkerTables.work(
        pointer, RW_PLAN, "a plan", Inputs(job: job, sink: out), request, source, error)
    }
    table.submit = { pointer, job, request, source, output, ticket, error in
      WorkerTables.work(
        pointer, RW_SUBMIT, "its work", Inputs(job: job, sink: ticket, output: output), request, source, error
      )
    }
    table.poll = { pointer, job, ticket, output, wait, error in
      var value: Int64 = 0
      let status = WorkerTables.follow(
        pointer, RW_POLL, "a poll", Inputs(job: job, output: output), ticket, &value, error)
      if status == RF_PENDING { wait?.pointee = value }
      return status
    }
    table.cancel = { pointer, job, ticket, error in
      var value: Int64 = 0
      return WorkerTables.follow(
        pointer, RW_CANCEL, "a cancellation", Inputs(job: job), ticket, &value, error)
    }
    table.destroy = { WorkerTables.destroy($0, rf_provider.self) }
    return table
  }

  private static func work(
    _ pointer: UnsafeMutableRawPointer?, _ kind: UInt32, _ what: String, _ inputs: Inputs, _ request: rf_text,
    _ source: UnsafePointer<rf_source>?, _ error: UnsafeMutablePointer<rf_error>?
  ) -> Int32 {
    WorkerTables.with(pointer, rf_provider.self, error) { (instance) throws(ReframeError) in
      var value: Int64 = 0
      return try instance.call(kind, what, inputs, value: &value, error: error) {
        (packet, lane) throws(ReframeError) in
        guard let source, source.pointee.size >= UInt32(MemoryLayout<rf_source>.size) else {
          throw ReframeError(.invalidArgument, "a call without a source")
        }
        try lane.put(blob: request, into: &packet)
        let data = source.pointee.data
        try lane.put(
          blob: UnsafeRawBufferPointer(
            start: data.data, count: data.data == nil ? 0 : Int(clamping: data.length)), into: &packet)
        packet.text(source.pointee.url)
        packet.text(source.pointee.media_type)
        return []
      }
    }
  }

  /// Whatever happens behind a ticket, the service has the job.
  private static func follow(
    _ pointer: UnsafeMutableRawPointer?, _ kind: UInt32, _ what: String, _ inputs: Inputs, _ ticket: rf_text,
    _ value: inout Int64, _ error: UnsafeMutablePointer<rf_error>?
  ) -> Int32 {
    WorkerTables.with(pointer, rf_provider.self, error) { (instance) throws(ReframeError) in
      try instance.call(kind, what, inputs, value: &value, error: error, boughtBefore: true) {
        (packet, lane) throws(ReframeError) in
        try lane.put(blob: ticket, into: &packet)
        return []
      }
    }
  }
}
