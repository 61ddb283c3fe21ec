package import CReframe

/// Receives what a detector finds through the contract, and checks it.
package final class SubjectCollector {
  private var findings = Findings()

  package init() {}

  /// Why an answer of the detector's was refused, if one was.
  package var failure: ReframeError? { findings.failure }

  /// Lends a sink that collects into this object.
  package func withSink<Result>(_ body: (UnsafePointer<rf_subjects>) -> Result) -> Result {
    findings.withSink(body)
  }

  /// What was found, strongest first. Throws `internalFault` if the detector's answer makes no sense.
  package func map() throws(ReframeError) -> SubjectMap { try findings.map() }

  /// Calls a detector and answers what it found, strongest first. Throws what it reports, or `internalFault` if its
  /// answer makes no sense. Nothing is allocated where nothing is found.
  package static func collect(
    _ call: (UnsafePointer<rf_subjects>, UnsafeMutablePointer<rf_error>) -> Int32
  ) throws(ReframeError) -> SubjectMap {
    var findings = Findings()
    do throws(ReframeError) {
      try RawCall.run { error in findings.withSink { call($0, error) } }
    } catch {
      throw findings.failure ?? error
    }
    return try findings.map()
  }
}

/// What a detector has answered so far.
private struct Findings {
  private var regions: [SubjectRegion] = []
  private var saliency: SaliencyGrid?
  private var fault: String?

  var failure: ReframeError? {
    fault.map { ReframeError(.internalFault, "the detector answered \($0)") }
  }

  mutating func withSink<Result>(_ body: (UnsafePointer<rf_subjects>) -> Result) -> Result {
    withUnsafeMutablePointer(to: &self) { findings in
      var sink = rf_subjects()
      sink.size = UInt32(MemoryLayout<rf_subjects>.size)
      sink.context = UnsafeMutableRawPointer(findings)
      sink.region = { context, region in
        guard let context, let region, region.pointee.size >= UInt32(MemoryLayout<rf_region>.size) else {
          return RF_INVALID_ARGUMENT
        }
        return context.assumingMemoryBound(to: Findings.self).pointee.add(region.pointee)
      }
      sink.saliency = { context, saliency in
        guard let context, let saliency, saliency.pointee.size >= UInt32(MemoryLayout<rf_saliency>.size)
        else {
          return RF_INVALID_ARGUMENT
        }
        return context.assumingMemoryBound(to: Findings.self).pointee.set(saliency.pointee)
      }
      return body(&sink)
    }
  }

  func map() throws(ReframeError) -> SubjectMap {
    if fault != nil, let failure { throw failure }
    // Most often there is nothing to sort, and asking costs more than all else here.
    let sorted = regions.count < 2 ? regions : regions.sorted { $0.score > $1.score }
    return SubjectMap(regions: sorted, saliency: saliency)
  }

  private mutating func add(_ region: rf_region) -> Int32 {
    let box = UnitRect(x: region.x, y: region.y, width: region.width, height: region.height)
    let numbers = [box.x, box.y, box.width, box.height, region.score]
    guard numbers.allSatisfy({ $0.isFinite }), box.x >= -0.001, box.y >= -0.001, box.maxX <= 1.001,
      box.maxY <= 1.001, box.width >= 0, box.height >= 0, region.score >= 0, region.score <= 1
    else { return refuse("a region off the picture, or a score outside 0 to 1") }
    guard regions.count < 1000 else { return refuse("more than 1000 regions") }
    regions.append(SubjectRegion(box: box, score: region.score, label: String(region.label)))
    return RF_OK
  }

  private mutating func set(_ grid: rf_saliency) -> Int32 {
    guard let made = SaliencyGrid(grid) else {
      return refuse("a saliency grid of \(grid.columns) x \(grid.rows)")
    }
    guard saliency == nil else { return refuse("more than one saliency grid") }
    saliency = made
    return RF_OK
  }

  private mutating func refuse(_ reason: String) -> Int32 {
    fault = reason
    return RF_INVALID_ARGUMENT
  }
}

extension SaliencyGrid {
  /// A copy of a grid of the C contract; `nil` if it contradicts itself.
  package init?(_ grid: rf_saliency) {
    let count = UInt64(grid.columns) * UInt64(grid.rows)
    guard let values = grid.values, count <= 65536 else { return nil }
    self.init(
      columns: Int(grid.columns), rows: Int(grid.rows),
      values: Array(UnsafeBufferPointer(start: values, count: Int(count))))
  }
}
