internal import CWorkerChannel
internal import Dispatch
internal import Glibc
internal import ReframeSDK
internal import Synchronization

/// Reads what a worker writes to its standard output and error, and waits for its end, on a thread of its own.
final class WorkerOutput: Sendable {
  private let state = Mutex(State())
  private let end = DispatchGroup()

  private struct State {
    var lines = WorkerLines()
    var death: WorkerDeath?
  }

  /// Takes over the reading end of the pipe. The process is a child of this one, and is reaped here.
  init(process: Int32, pipe: Int32) throws(ReframeError) {
    end.enter()
    let thread = PosixThread { [self] in
      let status = rw_await(
        process, pipe,
        { context, data, length in
          guard let context else { return }
          Unmanaged<WorkerOutput>.fromOpaque(context)._withUnsafeGuaranteedRef {
            $0.append(UnsafeRawBufferPointer(start: data, count: length))
          }
        }, Unmanaged.passUnretained(self).toOpaque())
      finish(status, process)
    }
    guard let thread else {
      end.leave()
      close(pipe)
      throw ReframeError(.resourceExhausted, "the system has no thread left to watch a worker")
    }
    thread.detach()
  }

  /// The lines that came since this was last asked, and how many more were dropped.
  func takeLines() -> (lines: [String], dropped: Int) { state.withLock { $0.lines.take() } }

  /// How the worker ended; `nil` if it has not after so many milliseconds.
  func death(within milliseconds: Int) -> WorkerDeath? {
    _ = end.wait(timeout: .now() + .milliseconds(milliseconds))
    return state.withLock { $0.death }
  }

  private func append(_ data: UnsafeRawBufferPointer) { state.withLock { $0.lines.append(data) } }

  private func finish(_ status: Int32, _ process: Int32) {
    state.withLock { state in
      state.lines.finish()
      state.death = WorkerDeath(status: status, process: process, lastWords: state.lines.last)
    }
    end.leave()
  }
}
