import CReframe
import ReframeSDK

/// A job as the host lends it, without callbacks.
final class RawJob {
  private let flag = UnsafeMutablePointer<UInt32>.allocate(capacity: 1)

  init() { flag.initialize(to: 0) }

  func cancel() { rf_raise_cancel(flag) }

  func with<Result>(_ body: (UnsafePointer<rf_job>) -> Result) -> Result {
    "att_1".withText { key in
      var value = rf_job()
      value.size = UInt32(MemoryLayout<rf_job>.size)
      value.id = key
      value.idempotency_key = key
      value.cancel = UnsafePointer(flag)
      value.progress = { _, _, _ in 0 }
      value.log = { _, _, _ in }
      value.checkpoint = { _, _, _ in RF_OK }
      return withExtendedLifetime(self) { body(&value) }
    }
  }

  deinit { flag.deallocate() }
}

/// A source as the host lends it.
struct RawSource {
  var url: String?
  var data: [UInt8]?
  var type: String

  func with<Result>(_ body: (UnsafePointer<rf_source>) -> Result) -> Result {
    (url ?? "").withText { url in
      type.withText { type in
        (data ?? []).withUnsafeBytes { bytes in
          var source = rf_source()
          source.size = UInt32(MemoryLayout<rf_source>.size)
          if data != nil { source.data = rf_bytes(data: bytes.baseAddress, length: UInt64(bytes.count)) }
          source.url = url
          source.media_type = type
          return body(&source)
        }
      }
    }
  }
}

/// Keeps the renditions that a provider writes.
final class RecordedOutput {
  /// A rendition and its bytes.
  struct Entry {
    let rendition: Rendition
    var bytes: [UInt8]
  }

  private(set) var entries: [Entry] = []
  private var open: [UInt: Entry] = [:]
  private var last: UInt = 0
  var value = rf_output()

  /// Makes an output that refuses to finish with a status, if one is given.
  init(refusing refused: Int32 = RF_OK) {
    self.refused = refused
    value.size = UInt32(MemoryLayout<rf_output>.size)
    value.context = Unmanaged.passUnretained(self).toOpaque()
    value.begin = { context, text, handle in
      guard let output = RecordedOutput.at(context),
        let rendition = try? JSON.decode(Rendition.self, from: String(text), what: "rendition")
      else { return RF_INVALID_ARGUMENT }
      output.last += 1
      output.open[output.last] = Entry(rendition: rendition, bytes: [])
      handle?.pointee = UnsafeMutableRawPointer(bitPattern: output.last)
      return RF_OK
    }
    value.write = { context, handle, data, length in
      RecordedOutput.at(context)?.open[UInt(bitPattern: handle)]?.bytes +=
        Array(UnsafeRawBufferPointer(start: data, count: Int(length)))
      return RF_OK
    }
    value.finish = { context, handle in
      guard let output = RecordedOutput.at(context) else { return RF_INVALID_ARGUMENT }
      guard output.refused == RF_OK else { return output.refused }
      if let entry = output.open.removeValue(forKey: UInt(bitPattern: handle)) {
        output.entries.append(entry)
      }
      return RF_OK
    }
    value.abandon = { context, handle in
      RecordedOutput.at(context)?.open[UInt(bitPattern: handle)] = nil
    }
  }

  private let refused: Int32

  private static func at(_ context: UnsafeMutableRawPointer?) -> RecordedOutput? {
    context.map { Unmanaged<RecordedOutput>.fromOpaque($0).takeUnretainedValue() }
  }
}
