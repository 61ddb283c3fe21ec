internal import CReframe
internal import Glibc
internal import ReframeSDK
internal import Synchronization

/// What a plugin asks of the host that it was lent.
final class HostRecord: Sendable {
  /// What was asked.
  struct Heard {
    var extensions: [String] = []
    var exchanges = 0
  }

  private let state = Mutex(Heard())
  fileprivate let tables: HostTables?

  fileprivate init(_ tables: HostTables?) { self.tables = tables }

  /// What was asked so far.
  var heard: Heard { state.withLock { $0 } }

  fileprivate static func of(_ context: UnsafeMutableRawPointer?) -> HostRecord? {
    context.map { Unmanaged<HostRecord>.fromOpaque($0).takeUnretainedValue() }
  }

  fileprivate func note(extension id: String) { state.withLock { $0.extensions.append(id) } }
  fileprivate func noteExchange() { state.withLock { $0.exchanges += 1 } }
}

/// A host lent to an instance: pixels, a detector and a fill of the simplest kind, and a network that is down.
final class LentHost {
  /// What was asked of it.
  let record: HostRecord
  /// The host as the contract describes it.
  let pointer: UnsafePointer<rf_host>
  private let things: LentThings

  /// Lends a host. One without extensions answers NULL whatever it is asked for; `reachesNetwork` is whether the
  /// plugin is one that may ask for HTTP.
  init(_ lending: Lending, hasExtensions: Bool = true, reachesNetwork: Bool) {
    things = LentThings(lending)
    record = HostRecord(
      hasExtensions ? HostTables(among: things, reachesNetwork: reachesNetwork) : nil)
    var host = rf_host()
    host.context = Unmanaged.passUnretained(record).toOpaque()
    host.name = things.text("reframe")
    host.version = things.text("1.0.0")
    host.extension = { context, id in
      guard let record = HostRecord.of(context), let id else { return nil }
      let name = String(cString: id)
      record.note(extension: name)
      return record.tables?.table(name)
    }
    pointer = UnsafePointer(
      things.value(host, named: .host, lastMember: MemoryLayout<rf_host>.offset(of: \.extension)))
  }

  /// Takes it back, for when the instance is destroyed.
  func end() {
    things.keep(alive: record)
    things.end()
  }
}

/// The tables of a lent host's extensions.
private final class HostTables: @unchecked Sendable {
  private let tables: [String: UnsafeRawPointer]

  init(among things: LentThings, reachesNetwork: Bool) {
    var detect = rf_host_detect()
    detect.detect = { _, _, _, _, _, subjects, _ in HostTables.detect(subjects) }
    var fill = rf_host_fill()
    fill.fill = { _, _, _, task, _ in HostTables.fill(task) }
    var pixels = rf_host_pixels()
    pixels.allocate = { _, length in
      length > 0 && length < 1 << 32 ? aligned_alloc(64, (Int(length) + 63) & ~63) : nil
    }
    pixels.release = { _, memory, _ in free(memory) }
    var tables: [String: UnsafeRawPointer] = [
      RF_HOST_DETECT: UnsafeRawPointer(things.value(detect)),
      RF_HOST_FILL: UnsafeRawPointer(things.value(fill)),
      RF_HOST_PIXELS: UnsafeRawPointer(things.value(pixels)),
    ]
    if reachesNetwork {
      var http = rf_host_http()
      http.exchange = { context, _, _, _, error in
        HostRecord.of(context)?.noteExchange()
        return RawCall.report(to: error) { () throws(ReframeError) in
          throw ReframeError(.unavailable, "there is no network while a plugin is checked", isRetryable: true)
        }
      }
      tables[RF_HOST_HTTP] = UnsafeRawPointer(things.value(http))
    }
    self.tables = tables
  }

  func table(_ id: String) -> UnsafeRawPointer? { tables[id] }

  /// Finds one subject in the middle.
  private static func detect(_ subjects: UnsafePointer<rf_subjects>?) -> Int32 {
    guard let subjects else { return RF_INVALID_ARGUMENT }
    var region = rf_region()
    region.size = UInt32(MemoryLayout<rf_region>.size)
    (region.x, region.y, region.width, region.height, region.score) = (0.25, 0.25, 0.5, 0.5, 1)
    return subjects.pointee.region(subjects.pointee.context, &region)
  }

  /// Paints everything exposed in the bytes of one grey.
  private static func fill(_ task: UnsafePointer<rf_fill_task>?) -> Int32 {
    guard let task, let image = task.pointee.image?.pointee, let pixels = image.pixels else {
      return RF_INVALID_ARGUMENT
    }
    let (x, y) = (Int(task.pointee.placed_x), Int(task.pointee.placed_y))
    let (width, height) = (Int(task.pointee.placed_width), Int(task.pointee.placed_height))
    let channels = Int(image.layout)
    for line in 0..<Int(image.height) {
      let row = pixels + line * Int(image.stride)
      let isBeside = line >= y && line < y + height
      let left = isBeside ? x : Int(image.width)
      memset(row, 128, left * channels)
      if isBeside {
        memset(row + (x + width) * channels, 128, (Int(image.width) - x - width) * channels)
      }
    }
    return RF_OK
  }
}
