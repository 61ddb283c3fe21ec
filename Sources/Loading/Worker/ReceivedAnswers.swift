internal import CReframe
internal import ReframeSDK

/// What a detector of this host finds, as it goes on to a worker that asked.
final class SubjectList {
  private var count: UInt32 = 0
  private var fields = PacketWriter()
  private(set) var grid: SaliencyGrid?

  /// The number of regions and each of them.
  var regions: [UInt8] {
    var list = PacketWriter()
    list.number(count)
    list.append(fields)
    return list.bytes
  }

  func withSink<Result>(_ body: (UnsafePointer<rf_subjects>) -> Result) -> Result {
    var sink = rf_subjects()
    sink.size = UInt32(MemoryLayout<rf_subjects>.size)
    sink.context = Unmanaged.passUnretained(self).toOpaque()
    sink.region = { context, region in
      guard let context, let region, region.pointee.size >= UInt32(MemoryLayout<rf_region>.size) else {
        return RF_INVALID_ARGUMENT
      }
      return Unmanaged<SubjectList>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.add(region.pointee) }
    }
    sink.saliency = { context, saliency in
      guard let context, let saliency, saliency.pointee.size >= UInt32(MemoryLayout<rf_saliency>.size) else {
        return RF_INVALID_ARGUMENT
      }
      return Unmanaged<SubjectList>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.set(saliency.pointee) }
    }
    return body(&sink)
  }

  private func add(_ region: rf_region) -> Int32 {
    guard count < 1000, region.label.length <= 1000 else { return RF_INVALID_ARGUMENT }
    count += 1
    for number in [region.x, region.y, region.width, region.height, region.score] { fields.number(number) }
    fields.text(region.label)
    return RF_OK
  }

  private func set(_ grid: rf_saliency) -> Int32 {
    guard self.grid == nil, let made = SaliencyGrid(grid) else { return RF_INVALID_ARGUMENT }
    self.grid = made
    return RF_OK
  }
}

/// Bytes that this host writes on their way to a worker.
final class ReceivedBytes {
  private(set) var bytes: [UInt8] = []

  func withSink<Result>(_ body: (UnsafePointer<rf_sink>) -> Result) -> Result {
    var sink = rf_sink()
    sink.size = UInt32(MemoryLayout<rf_sink>.size)
    sink.context = Unmanaged.passUnretained(self).toOpaque()
    sink.write = { context, data, length in
      guard let context, length == 0 || data != nil, let count = Int(exactly: length) else {
        return RF_INVALID_ARGUMENT
      }
      Unmanaged<ReceivedBytes>.fromOpaque(context).takeUnretainedValue()
        .bytes.append(contentsOf: UnsafeRawBufferPointer(start: data, count: count))
      return RF_OK
    }
    return body(&sink)
  }
}
