internal import CReframe

/// The C table of a `SubjectDetector`.
enum DetectorExport {
  private typealias Instance = ExportedInstance<any SubjectDetector, rf_detector>

  static func table(for detector: some SubjectDetector) -> UnsafeRawPointer {
    Instance.export(detector) { pointer in
      var table = rf_detector()
      table.size = UInt32(MemoryLayout<rf_detector>.size)
      table.instance = pointer
      table.detect = { pointer, job, image, parameters, out, error in
        RawCall.report(to: error) { () throws(ReframeError) in
          try DetectorExport.detect(pointer, job: job, image: image, parameters: parameters, out: out)
          return RF_OK
        }
      }
      table.destroy = { Instance.destroy($0) }
      return table
    }
  }

  private static func detect(
    _ pointer: UnsafeMutableRawPointer?, job: UnsafePointer<rf_job>?, image: UnsafePointer<rf_image>?,
    parameters: rf_text, out: UnsafePointer<rf_subjects>?
  ) throws(ReframeError) {
    guard let image, let out, out.pointee.size >= UInt32(MemoryLayout<rf_subjects>.size),
      out.pointee.region != nil, out.pointee.saliency != nil
    else {
      throw ReframeError(.invalidArgument, "a call without a picture or a sink for subjects")
    }
    let layout = try PixelLayout(image)
    let context = try JobContext(job)
    let settings = try JSONValue(text: parameters)
    let map = try Instance.with(pointer) { (detector) throws(ReframeError) in
      try detector.subjects(in: PixelView(layout), parameters: settings, job: context)
    }
    try send(map, to: out.pointee)
  }

  private static func send(_ map: SubjectMap, to out: rf_subjects) throws(ReframeError) {
    for region in map.regions {
      let status = region.label.withText { label in
        var value = rf_region()
        value.size = UInt32(MemoryLayout<rf_region>.size)
        value.x = region.box.x
        value.y = region.box.y
        value.width = region.box.width
        value.height = region.box.height
        value.score = region.score
        value.label = label
        return out.region(out.context, &value)
      }
      guard status == RF_OK else { throw ReframeError(.init(rawValue: status), "the host refused a region") }
    }
    guard let grid = map.saliency else { return }
    let status = grid.values.withUnsafeBufferPointer { values in
      var value = rf_saliency()
      value.size = UInt32(MemoryLayout<rf_saliency>.size)
      value.columns = UInt32(grid.columns)
      value.rows = UInt32(grid.rows)
      value.values = values.baseAddress
      return out.saliency(out.context, &value)
    }
    guard status == RF_OK else { throw ReframeError(.init(rawValue: status), "the host refused a grid") }
  }
}
