internal import CReframe
internal import CWorkerChannel
internal import Dispatch
internal import Foreign
internal import FoundationEssentials
internal import Glibc
internal import ReframeSDK
internal import Synchronization

/// A running worker: one process with one plugin in it.
final class WorkerProcess: Sendable {
  let memory = WorkerMemory()
  let output: WorkerOutput
  let process: Int32
  /// What the plugin says of itself.
  let greeting: WorkerGreeting
  private let control: Int32
  private let temporary: String
  private let state = Mutex(State())

  private struct State {
    var idle: [WorkerLane] = []
    var laneCount = 0
    var calls = 0
  }

  /// Lanes are numbered by 64 bits; more calls at a time than that wait for nothing and are refused.
  private static let laneLimit = 64
  /// How long a plugin may take to be opened.
  private static let startSeconds = 30

  /// Starts a worker and has it open the library. Throws the reason why it cannot be used.
  init(_ bundle: PluginBundle, limits: WorkerLimits) throws(ReframeError) {
    var sockets: (Int32, Int32) = (-1, -1)
    var pipes: (Int32, Int32) = (-1, -1)
    try WorkerSockets.pair(&sockets)
    do throws(ReframeError) {
      try WorkerSockets.pipe(&pipes)
    } catch {
      close(sockets.0)
      close(sockets.1)
      throw error
    }
    control = sockets.0
    let folder = WorkerEnvironment.makeTemporaryFolder()
    temporary = folder
    let child = WorkerEnvironment(temporary: folder).withPointers {
      rw_spawn(limits.executable, sockets.1, pipes.1, $0)
    }
    guard child > 0 else {
      close(control)
      close(pipes.0)
      WorkerEnvironment.removeTemporaryFolder(folder)
      throw ReframeError(
        .unavailable,
        "the worker \(limits.executable) cannot be started: \(String(cString: strerror(-child)))")
    }
    process = child
    do throws(ReframeError) {
      output = try WorkerOutput(process: child, pipe: pipes.0)
    } catch {
      kill(child, SIGKILL)
      waitpid(child, nil, 0)
      close(control)
      WorkerEnvironment.removeTemporaryFolder(folder)
      throw error
    }
    do throws(ReframeError) {
      greeting = try Self.start(bundle, limits, control: control, temporary: folder)
    } catch {
      kill(child, SIGKILL)
      close(control)
      let death = error == WorkerSockets.gone ? output.death(within: 1000) : nil
      WorkerEnvironment.removeTemporaryFolder(folder)
      throw death?.error(bundle.manifest.id, during: "its start", accepted: .no) ?? error
    }
  }

  private static func start(
    _ bundle: PluginBundle, _ limits: WorkerLimits, control: Int32, temporary: String
  ) throws(ReframeError) -> WorkerGreeting {
    var packet = PacketWriter(RW_START)
    packet.number(UInt32(RW_REVISION))
    packet.text(bundle.libraryPath)
    (bundle.program?.bytes ?? []).withUnsafeBytes { packet.data($0) }
    packet.text("reframe")
    packet.text(Version.current)
    packet.text(temporary)
    packet.number(limits.memory)
    let readable = ([bundle.path] + WorkerEnvironment.readable).prefix(64)
    packet.number(UInt32(readable.count))
    for path in readable { packet.text(path) }
    try WorkerSockets.send(packet, to: control)
    WorkerSockets.limit(control, seconds: startSeconds)
    defer { WorkerSockets.limit(control, seconds: 0) }
    var answer = try WorkerPacket(from: control)
    return try answer.read { (reader) throws(ReframeError) in try WorkerGreeting(&reader) }
  }

  /// A lane for one call. Throws `WorkerSockets.gone` if the worker is, and `PacketReader.broken` if it spoke unasked.
  func lane() throws(ReframeError) -> WorkerLane {
    let (idle, isFull) = state.withLock { state -> (WorkerLane?, Bool) in
      state.calls += 1
      if let idle = state.idle.popLast() { return (idle, false) }
      guard state.laneCount < Self.laneLimit else { return (nil, true) }
      state.laneCount += 1
      return (nil, false)
    }
    if let idle {
      guard idle.isQuiet else { throw PacketReader.broken }
      return idle
    }
    guard !isFull else {
      throw ReframeError(
        .resourceExhausted, "a worker does \(Self.laneLimit) calls at a time", isRetryable: true)
    }
    do throws(ReframeError) {
      return try WorkerLane(control: control, memory: memory)
    } catch {
      state.withLock { $0.laneCount -= 1 }
      throw error
    }
  }

  /// Gives a lane back after a call that ended as it should.
  func release(_ lane: WorkerLane) { state.withLock { $0.idle.append(lane) } }

  /// Calls that were begun.
  var calls: Int { state.withLock { $0.calls } }

  /// Resident bytes that are its own; 0 if nobody knows.
  var residentMemory: UInt64 {
    guard let text = try? String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8) else { return 0 }
    let pages = text.split(separator: " ").map { UInt64($0) ?? 0 }
    return pages.count > 2 ? (pages[1] - min(pages[1], pages[2])) * UInt64(sysconf(Int32(_SC_PAGESIZE))) : 0
  }

  /// Ends the process, first kindly, and says how it ended.
  func stop() -> WorkerDeath? {
    // Whose number may be another's by now.
    if let death = output.death(within: 0) { return death }
    kill(process, SIGTERM)
    if let death = output.death(within: 100) { return death }
    kill(process, SIGKILL)
    return output.death(within: 1000)
  }

  /// How the process ended whose lane has ended; `nil` if it still runs.
  func death() -> WorkerDeath? { output.death(within: 50) }

  deinit {
    // It ends by itself when its control socket does; one that hangs is ended.
    close(control)
    // Its memory is lent to nobody else before it is dead.
    let (process, output, temporary, memory) = (process, output, temporary, memory)
    DispatchQueue.global(qos: .utility).async {
      if output.death(within: 1000) == nil { kill(process, SIGKILL) }
      _ = output.death(within: 1000)
      withExtendedLifetime(memory) { WorkerEnvironment.removeTemporaryFolder(temporary) }
    }
  }
}
