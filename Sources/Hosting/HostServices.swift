internal import CReframe
internal import Glibc
internal import Loading
internal import ReframeSDK

/// The tables through which plugins reach the host; they live as long as the process.
final class HostServices: @unchecked Sendable {
  /// What `create` is handed.
  let table: UnsafeMutablePointer<rf_host>
  private let tables: UnsafeMutablePointer<ServiceTables>
  private weak var host: Host?
  /// What the plugin may reach by HTTP; `nil` for those that may reach nothing.
  private let access: VendorAccess?

  fileprivate struct ServiceTables {
    var services: Unmanaged<HostServices>?
    var detect = rf_host_detect()
    var fill = rf_host_fill()
    var pixels = rf_host_pixels()
    var http = rf_host_http()
  }

  /// Plugins may hold on to the tables until the process ends, so these are never freed.
  init(_ access: VendorAccess? = nil, sharesPixels: Bool = false) {
    self.access = access
    table = .allocate(capacity: 1)
    tables = .allocate(capacity: 1)
    tables.initialize(to: ServiceTables())
    table.initialize(to: rf_host())
    tables.pointee.services = .passUnretained(self)
    tables.pointee.detect.size = UInt32(MemoryLayout<rf_host_detect>.size)
    tables.pointee.detect.detect = { context, job, id, image, parameters, out, error in
      HostServices.detect(context, job, id, image, parameters, out, error)
    }
    tables.pointee.fill.size = UInt32(MemoryLayout<rf_host_fill>.size)
    tables.pointee.fill.fill = { HostServices.fill($0, $1, $2, $3, $4) }
    lendPixels(shared: sharesPixels)
    tables.pointee.http.size = UInt32(MemoryLayout<rf_host_http>.size)
    tables.pointee.http.exchange = { HostServices.exchange($0, $1, $2, $3, $4) }
    describe()
  }

  /// Memory that workers can see costs more to make, so it is only taken where there are workers.
  private func lendPixels(shared: Bool) {
    tables.pointee.pixels.size = UInt32(MemoryLayout<rf_host_pixels>.size)
    guard shared else {
      tables.pointee.pixels.allocate = { _, length in
        // Rounded up, as aligned_alloc asks for a multiple of the alignment.
        guard length > 0, length < 1 << 40 else { return nil }
        return aligned_alloc(64, (Int(length) + 63) & ~63)
      }
      tables.pointee.pixels.release = { _, memory, _ in free(memory) }
      return
    }
    tables.pointee.pixels.allocate = { _, length in
      guard length > 0, length < 1 << 40 else { return nil }
      return SharedPixels.shared.allocate(Int(length))
    }
    tables.pointee.pixels.release = { _, memory, _ in
      if let memory { SharedPixels.shared.release(memory) }
    }
  }

  /// From here on the services work on behalf of `host`.
  func connect(_ host: Host) { self.host = host }

  deinit { tables.pointee.services = nil }

  private func describe() {
    table.pointee.size = UInt32(MemoryLayout<rf_host>.size)
    table.pointee.context = UnsafeMutableRawPointer(tables)
    table.pointee.name = Self.immortal("reframe")
    table.pointee.version = Self.immortal(Version.current)
    table.pointee.extension = { context, id in
      guard let context, let id else { return nil }
      let tables = context.assumingMemoryBound(to: ServiceTables.self)
      switch String(cString: id) {
      case RF_HOST_DETECT: return HostServices.member(\.detect, of: tables)
      case RF_HOST_FILL: return HostServices.member(\.fill, of: tables)
      case RF_HOST_HTTP where HostServices.mayReachVendors(tables):
        return HostServices.member(\.http, of: tables)
      case RF_HOST_PIXELS: return HostServices.member(\.pixels, of: tables)
      default: return nil
      }
    }
  }

  private static func member<Value>(
    _ path: KeyPath<ServiceTables, Value>, of tables: UnsafeMutablePointer<ServiceTables>
  ) -> UnsafeRawPointer? {
    MemoryLayout<ServiceTables>.offset(of: path).map { UnsafeRawPointer(tables) + $0 }
  }

  private static func immortal(_ text: String) -> rf_text {
    let copy = UnsafeMutableBufferPointer<CChar>.allocate(capacity: max(1, text.utf8.count))
    for (index, byte) in text.utf8.enumerated() { copy[index] = CChar(bitPattern: byte) }
    return rf_text(data: copy.baseAddress, length: UInt64(text.utf8.count))
  }

  private static func host(_ context: UnsafeMutableRawPointer?) throws(ReframeError) -> Host {
    guard let tables = context?.assumingMemoryBound(to: ServiceTables.self),
      let host = tables.pointee.services?.takeUnretainedValue().host
    else { throw ReframeError(.unavailable, "the host has shut down") }
    return host
  }

  private static func mayReachVendors(_ tables: UnsafeMutablePointer<ServiceTables>) -> Bool {
    tables.pointee.services?.takeUnretainedValue().access != nil
  }

  private static func exchange(
    _ context: UnsafeMutableRawPointer?, _ job: UnsafePointer<rf_job>?,
    _ request: UnsafePointer<rf_http_request>?, _ response: UnsafeMutablePointer<rf_http_response>?,
    _ error: UnsafeMutablePointer<rf_error>?
  ) -> Int32 {
    RawCall.report(to: error) { () throws(ReframeError) in
      let host = try host(context)
      guard let tables = context?.assumingMemoryBound(to: ServiceTables.self),
        let access = tables.pointee.services?.takeUnretainedValue().access
      else { throw ReframeError(.forbidden, "this plugin may reach nothing", accepted: .no) }
      try host.exchange(access, job, request, response)
      return RF_OK
    }
  }

  private static func id(_ text: rf_text) -> String? { text.length == 0 ? nil : String(text) }

  private static func detect(
    _ context: UnsafeMutableRawPointer?, _ job: UnsafePointer<rf_job>?, _ id: rf_text,
    _ image: UnsafePointer<rf_image>?, _ parameters: rf_text, _ out: UnsafePointer<rf_subjects>?,
    _ error: UnsafeMutablePointer<rf_error>?
  ) -> Int32 {
    RawCall.report(to: error) { () throws(ReframeError) in
      try call(host(context).detector(self.id(id)), parameters) { table, error in
        table.detect(table.instance, job, image, parameters, out, error)
      }
    }
  }

  private static func fill(
    _ context: UnsafeMutableRawPointer?, _ job: UnsafePointer<rf_job>?, _ id: rf_text,
    _ task: UnsafePointer<rf_fill_task>?, _ error: UnsafeMutablePointer<rf_error>?
  ) -> Int32 {
    RawCall.report(to: error) { () throws(ReframeError) in
      guard let task, Int(task.pointee.size) >= rf_fill_task.sizeOfFirstRevision else {
        throw ReframeError(.invalidArgument, "a fill task of an unknown size")
      }
      return try call(host(context).fill(self.id(id)), task.pointee.parameters) { table, error in
        table.fill(table.instance, job, task, error)
      }
    }
  }

  /// Calls a plugin on behalf of another, with nothing that its manifest does not declare. What goes wrong is told
  /// with its name, as who hears of it may not have known that it takes part.
  private static func call<Table: PluginTable>(
    _ plugin: PluginInstance<Table>, _ parameters: rf_text,
    _ body: (Table, UnsafeMutablePointer<rf_error>) -> Int32
  ) throws(ReframeError) -> Int32 {
    if case .object(let values) = try JSONValue(text: parameters), !values.isEmpty {
      try ParameterSchema.check(values, for: plugin.manifest, as: Table.kind)
    }
    do throws(ReframeError) {
      return try RawCall.run { error in
        RawCall.report(to: error) { () throws(ReframeError) in
          try plugin.callOnBehalf { body($0, error) }
        }
      }
    } catch {
      var failure = error
      if error.kind != .cancelled {
        failure.message = "\(Table.kind.rawValue) '\(plugin.manifest.id)': \(error.message)"
      }
      throw failure
    }
  }
}
