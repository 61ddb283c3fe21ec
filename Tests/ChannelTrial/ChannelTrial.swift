// Release builds keep what is inside of a module to themselves.
#if DEBUG
  import CReframe
  import CWorkerChannel
  import Glibc
  import ReframeSDK

  @testable import Loading

  /// The host's end of a worker's channel, fed with what no worker would write.
  package final class ChannelTrial {
    private let control: (host: Int32, worker: Int32)
    private let host: UnsafeMutablePointer<rf_host>

    package init() throws {
      var sockets: (Int32, Int32) = (-1, -1)
      try WorkerSockets.pair(&sockets)
      control = (sockets.0, sockets.1)
      host = .allocate(capacity: 1)
      host.initialize(to: HostDouble.table)
    }

    /// Has a call read packets until it ends. Each packet of `input` is a byte that says how many blocks of memory come
    /// along, a byte and another for its length, and its bytes. Answers whether the call returned.
    @discardableResult
    package func read(_ input: some Collection<UInt8>) -> Bool {
      guard let lane = try? WorkerLane(control: control.host, memory: WorkerMemory()), let worker = takeLane()
      else {
        return false
      }
      defer { close(worker) }
      var rest = input[...]
      for _ in 0..<32 {
        guard let packet = Self.packet(&rest) else { break }
        send(packet.bytes, attached: packet.attached, to: worker)
      }
      shutdown(worker, Int32(SHUT_WR))
      return call(lane)
    }

    private func call(_ lane: WorkerLane) -> Bool {
      let (collector, sink) = (SubjectCollector(), ReceivedBytes())
      return collector.withSink { subjects in
        sink.withSink { sink in
          withUnsafePointer(to: HostDouble.output) { output in
            var answers = WorkerAnswers(lane: lane, host: UnsafePointer(host))
            (answers.subjects, answers.sink, answers.output) = (subjects, sink, output)
            var call = WorkerCall(limits: WorkerLimits(executable: ""), answers: answers)
            return (try? call.run(PacketWriter(RW_DETECT))) != nil
          }
        }
      }
    }

    /// The other end of the lane that was opened last.
    private func takeLane() -> Int32? {
      var (packet, descriptors, count) = (
        [UInt8](repeating: 0, count: 256), [Int32](repeating: -1, count: 8), 0
      )
      guard rw_receive(control.worker, &packet, packet.count, &descriptors, &count) > 0, count == 2 else {
        return nil
      }
      close(descriptors[1])
      return descriptors[0]
    }

    private func send(_ bytes: some Collection<UInt8>, attached: Int, to worker: Int32) {
      let descriptors = (0..<attached).map { _ in rw_make_memory(4096) }
      _ = rw_send(worker, Array(bytes), bytes.count, descriptors, descriptors.count)
      descriptors.forEach { close($0) }
    }

    private static func packet<Bytes: Collection<UInt8>>(_ rest: inout Bytes) -> (
      attached: Int, bytes: Bytes
    )?
    where Bytes.SubSequence == Bytes {
      let head = Array(rest.prefix(3))
      guard head.count == 3 else { return nil }
      rest = rest.dropFirst(3)
      let length = Int(head[1]) << 8 | Int(head[2])
      defer { rest = rest.dropFirst(length) }
      return (Int(head[0] % 3), rest.prefix(length))
    }

    deinit {
      close(control.host)
      close(control.worker)
      host.deallocate()
    }
  }
#endif
