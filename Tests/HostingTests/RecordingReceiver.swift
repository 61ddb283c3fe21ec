import Hosting
import ReframeSDK
import Synchronization

/// Takes renditions into memory and writes down how it is called; may refuse a step.
final class RecordingReceiver: RenditionReceiver {
  enum Step { case begin, write, finish }

  static let refusal = ReframeError(.resourceExhausted, "the disk is full", code: "ENOSPC")

  private let refused: Step?
  private let record = Mutex<(calls: [String], bytes: [UInt8], renditions: [Rendition])>(([], [], []))

  init(refusing refused: Step? = nil) { self.refused = refused }

  var calls: [String] { record.withLock { $0.calls } }
  var bytes: [UInt8] { record.withLock { $0.bytes } }
  var renditions: [Rendition] { record.withLock { $0.renditions } }

  func begin(_ rendition: Rendition) throws(ReframeError) -> any RenditionWriter {
    record.withLock { $0.renditions.append(rendition) }
    try note("begin \(rendition.output)", .begin)
    return Writer(receiver: self, output: rendition.output)
  }

  private func note(_ call: String, _ step: Step?) throws(ReframeError) {
    record.withLock { $0.calls.append(call) }
    if let step, step == refused { throw Self.refusal }
  }

  private final class Writer: RenditionWriter {
    let receiver: RecordingReceiver
    let output: Int

    init(receiver: RecordingReceiver, output: Int) {
      self.receiver = receiver
      self.output = output
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(ReframeError) {
      receiver.record.withLock { $0.bytes += Array(bytes) }
      try receiver.note("write \(output)", .write)
    }

    func finish() throws(ReframeError) { try receiver.note("finish \(output)", .finish) }

    func abandon() { try? receiver.note("abandon \(output)", nil) }
  }
}
