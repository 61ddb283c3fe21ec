import CReframe
import Foundation
import Loading
import ReframeSDK
import Synchronization
import TestSupport

/// A provider plugin opened from its library and called as a host calls it.
struct Provider {
  let service: LentService
  private let instance: PluginInstance<rf_provider>
  private static let bundles = Result { try TestBundles(own: ["DeclarativeProvider", "MockProvider"]) }
  private static let cleanup: Void = {
    atexit {
      if let folder = try? Provider.bundles.get().folder { try? FileManager.default.removeItem(at: folder) }
    }
  }()

  /// How a call was answered.
  enum Answer: Equatable {
    case finished
    case ticket(String)
    case pending(Int64)
  }

  /// Makes an instance of a plugin with a configuration.
  init(_ id: String, _ configuration: String, service: LentService = LentService()) throws {
    _ = Self.cleanup
    let discovery = PluginDiscovery(folders: [try Self.bundles.get().path])
    guard let bundle = discovery.bundles.first(where: { $0.manifest.id == id }) else {
      throw ReframeError(.notFound, "no plugin '\(id)': \(discovery.refusals)")
    }
    self.service = service
    instance = try PluginLibrary(bundle).instance(
      rf_provider.self, host: service.host, configuration: configuration)
  }

  func models() throws(ReframeError) -> [ModelCard] {
    let text = try Sink.collect { (sink) throws(ReframeError) in
      try RawCall.run { error in instance.call { $0.models($0.instance, sink, error) } }
    }
    return try JSON.decode([ModelCard].self, from: text, what: "models")
  }

  func plan(_ request: ReframeJob, source: LentSource = LentSource()) throws(ReframeError) -> ReframePlan {
    let wanted = try JSON.encode(request)
    let text = try Sink.collect { (sink) throws(ReframeError) in
      try RawCall.run { error in
        instance.call { table in
          LentJob().with { job in
            wanted.withText { wanted in
              source.with { table.plan(table.instance, job, wanted, $0, sink, error) }
            }
          }
        }
      }
    }
    return try JSON.decode(ReframePlan.self, from: text, what: "plan")
  }

  func submit(
    _ request: ReframeJob, source: LentSource = LentSource(), output: LentOutput = LentOutput(),
    job: LentJob = LentJob()
  ) throws(ReframeError) -> Answer {
    let wanted = try JSON.encode(request)
    var status = RF_OK
    let ticket = try Sink.collect { (ticket) throws(ReframeError) in
      status = try RawCall.run(mayPend: true) { error in
        instance.call { table in
          job.with { job in
            wanted.withText { wanted in
              source.with { source in
                output.with { table.submit(table.instance, job, wanted, source, $0, ticket, error) }
              }
            }
          }
        }
      }
    }
    return status == RF_OK ? .finished : .ticket(ticket)
  }

  func poll(_ ticket: String, output: LentOutput = LentOutput(), job: LentJob = LentJob())
    throws(ReframeError)
    -> Answer
  {
    var wait: Int64 = 0
    let status = try RawCall.run(mayPend: true) { error in
      instance.call { table in
        job.with { job in
          ticket.withText { ticket in
            output.with { table.poll(table.instance, job, ticket, $0, &wait, error) }
          }
        }
      }
    }
    return status == RF_OK ? .finished : .pending(wait)
  }

  func cancel(_ ticket: String) throws(ReframeError) {
    try RawCall.run { error in
      instance.call { table in
        LentJob().with { job in ticket.withText { table.cancel(table.instance, job, $0, error) } }
      }
    }
  }
}

/// A source as the contract lends it.
struct LentSource {
  var data: [UInt8] = []
  var url = ""
  var mediaType = ""

  func with<Result>(_ body: (UnsafePointer<rf_source>) -> Result) -> Result {
    data.withUnsafeBytes { bytes in
      url.withText { url in
        mediaType.withText { type in
          var source = rf_source()
          source.size = UInt32(MemoryLayout<rf_source>.size)
          if !bytes.isEmpty { source.data = rf_bytes(data: bytes.baseAddress, length: UInt64(bytes.count)) }
          source.url = url
          source.media_type = type
          return body(&source)
        }
      }
    }
  }
}

/// A job as the contract lends it; its flag may be raised at any time.
final class LentJob: @unchecked Sendable {
  private let flag: UnsafeMutablePointer<UInt32>
  private let id: String
  private let deadline: Int64

  init(id: String = "job_1", deadline: Int64 = 0, isCancelled: Bool = false) {
    self.id = id
    self.deadline = deadline
    flag = .allocate(capacity: 1)
    flag.initialize(to: isCancelled ? 1 : 0)
  }

  func cancel() { rf_raise_cancel(flag) }

  func with<Result>(_ body: (UnsafePointer<rf_job>) -> Result) -> Result {
    id.withText { id in
      "att_1".withText { key in
        var job = rf_job()
        job.size = UInt32(MemoryLayout<rf_job>.size)
        job.id = id
        job.idempotency_key = key
        job.deadline_unix_ms = deadline
        job.cancel = UnsafePointer(flag)
        return body(&job)
      }
    }
  }

  deinit { flag.deallocate() }
}

/// Takes renditions into memory.
final class LentOutput: @unchecked Sendable {
  private let state = Mutex<(renditions: [Rendition], bytes: [[UInt8]], finished: Int)>(([], [], 0))

  var renditions: [Rendition] { state.withLock { $0.renditions } }
  var bytes: [[UInt8]] { state.withLock { $0.bytes } }
  var finished: Int { state.withLock { $0.finished } }

  func with<Result>(_ body: (UnsafePointer<rf_output>) -> Result) -> Result {
    var output = rf_output()
    output.size = UInt32(MemoryLayout<rf_output>.size)
    output.context = Unmanaged.passUnretained(self).toOpaque()
    output.begin = { context, text, handle in
      guard let taker = LentOutput.taker(context), let handle,
        let rendition = try? JSON.decode(Rendition.self, from: String(text), what: "rendition")
      else { return RF_INVALID_ARGUMENT }
      let count = taker.state.withLock { state in
        state.renditions.append(rendition)
        state.bytes.append([])
        return state.renditions.count
      }
      handle.pointee = UnsafeMutableRawPointer(bitPattern: UInt(count))
      return RF_OK
    }
    output.write = { context, handle, data, length in
      guard let taker = LentOutput.taker(context) else { return RF_INVALID_ARGUMENT }
      let bytes = [UInt8](UnsafeRawBufferPointer(start: data, count: Int(length)))
      taker.state.withLock { $0.bytes[Int(bitPattern: handle) - 1] += bytes }
      return RF_OK
    }
    output.finish = { context, _ in
      guard let taker = LentOutput.taker(context) else { return RF_INVALID_ARGUMENT }
      taker.state.withLock { $0.finished += 1 }
      return RF_OK
    }
    output.abandon = { _, _ in }
    return body(&output)
  }

  private static func taker(_ context: UnsafeMutableRawPointer?) -> LentOutput? {
    context.map { Unmanaged<LentOutput>.fromOpaque($0).takeUnretainedValue() }
  }
}
