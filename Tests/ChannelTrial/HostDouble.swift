import CReframe
import ReframeSDK

/// A host that looks at all it is lent, so that memory which is not there is found out.
enum HostDouble {
  static var table: rf_host {
    var host = rf_host()
    host.size = UInt32(MemoryLayout<rf_host>.size)
    host.extension = { _, id in
      guard let id else { return nil }
      switch String(cString: id) {
      case RF_HOST_DETECT: return UnsafeRawPointer(HostDouble.detect)
      case RF_HOST_FILL: return UnsafeRawPointer(HostDouble.fill)
      case RF_HOST_HTTP: return UnsafeRawPointer(HostDouble.http)
      default: return nil
      }
    }
    return host
  }

  /// Finds one region, and a grid, in every picture.
  nonisolated(unsafe) private static let detect: UnsafeMutablePointer<rf_host_detect> = {
    let table = UnsafeMutablePointer<rf_host_detect>.allocate(capacity: 1)
    table.initialize(to: rf_host_detect())
    table.pointee.detect = { _, _, id, image, parameters, out, _ in
      guard let image, let out else { return RF_INVALID_ARGUMENT }
      HostDouble.look(at: image.pointee)
      _ = (String(id), String(parameters))
      var region = rf_region()
      region.size = UInt32(MemoryLayout<rf_region>.size)
      return out.pointee.region(out.pointee.context, &region)
    }
    return table
  }()

  /// Paints the whole canvas.
  nonisolated(unsafe) private static let fill: UnsafeMutablePointer<rf_host_fill> = {
    let table = UnsafeMutablePointer<rf_host_fill>.allocate(capacity: 1)
    table.initialize(to: rf_host_fill())
    table.pointee.fill = { _, _, id, task, _ in
      guard let task, let image = task.pointee.image else { return RF_INVALID_ARGUMENT }
      HostDouble.look(at: image.pointee)
      if let source = task.pointee.source { HostDouble.look(at: source.pointee) }
      _ = (String(id), String(task.pointee.prompt), String(task.pointee.parameters))
      guard Int(task.pointee.size) >= MemoryLayout<rf_fill_task>.size, let grid = task.pointee.subject else {
        return RF_OK
      }
      return SaliencyGrid(grid.pointee) == nil ? RF_INVALID_ARGUMENT : RF_OK
    }
    return table
  }()

  /// Answers every request with a few bytes.
  nonisolated(unsafe) private static let http: UnsafeMutablePointer<rf_host_http> = {
    let table = UnsafeMutablePointer<rf_host_http>.allocate(capacity: 1)
    table.initialize(to: rf_host_http())
    table.pointee.exchange = { _, _, request, response, _ in
      guard let request, let response, let body = response.pointee.body else { return RF_INVALID_ARGUMENT }
      _ = (String(request.pointee.url), String(request.pointee.headers), String(request.pointee.secret))
      response.pointee.status = 200
      return body.pointee.write(body.pointee.context, "{}", 2)
    }
    return table
  }()

  /// Takes outputs, and knows the one that it gave out.
  static var output: rf_output {
    var output = rf_output()
    output.size = UInt32(MemoryLayout<rf_output>.size)
    output.begin = { _, rendition, handle in
      handle?.pointee = UnsafeMutableRawPointer(bitPattern: 16)
      return String(rendition).isEmpty ? RF_INVALID_ARGUMENT : RF_OK
    }
    output.write = { _, handle, _, _ in
      precondition(handle == UnsafeMutableRawPointer(bitPattern: 16), "a handle that was not given out")
      return RF_OK
    }
    output.finish = { _, handle in
      precondition(handle == UnsafeMutableRawPointer(bitPattern: 16), "a handle that was not given out")
      return RF_OK
    }
    output.abandon = { _, handle in
      precondition(handle == UnsafeMutableRawPointer(bitPattern: 16), "a handle that was not given out")
    }
    return output
  }

  /// Reads and writes the ends of every row.
  private static func look(at image: rf_image) {
    guard let base = image.pixels else { return }
    let row = Int(image.width) * Int(image.layout) * (image.sample == RF_SAMPLE_F32 ? 4 : Int(image.sample))
    for y in [0, Int(image.height) / 2, Int(image.height) - 1] {
      let start = base + y * Int(image.stride)
      start.storeBytes(of: start.load(as: UInt8.self) &+ 1, as: UInt8.self)
      (start + row - 1).storeBytes(of: 1, as: UInt8.self)
    }
  }
}
