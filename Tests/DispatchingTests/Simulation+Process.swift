import Jobs
import ReframeSDK
import TestSupport

@testable import Dispatching

// What the process does around its machines: the gate, the book, dying and coming back.
extension Simulation {
  mutating func ask(_ job: Int) {
    guard let order = running[job], let visitor = order.visitor, let candidate = order.machine.candidate
    else {
      return
    }
    running[job]?.isWaitingForGate = false
    guard !cancelled.contains(job), wall < order.deadline ?? .max else { return refuse(job, "ended") }
    let (verdict, found) = watch.ask(visitor, candidate, at: time)
    problems += found
    switch verdict {
    case .go:
      nextName += 1
      answer(job, .admitted(attempt: "att_\(nextName)"), in: Int64(random.next() % 3))
      wakeFirst(at: candidate.provider)
    case .refused(let reason): refuse(job, reason)
    case .wait(let milliseconds, let reason):
      let length = milliseconds ?? 0
      guard length <= order.patience, length < (order.deadline ?? .max) - wall else {
        return refuse(job, reason)
      }
      running[job]?.isWaitingForGate = true
      let untilDeadline = order.deadline.map { $0 - wall }
      if let wait = milliseconds ?? untilDeadline {
        put(.recheck(job, generation: order.generation), in: wait)
      }
    }
  }

  private mutating func refuse(_ job: Int, _ reason: String) {
    if let visitor = running[job]?.visitor { leave(visitor, .abandoned(didSubmit: false)) }
    running[job]?.visitor = nil
    answer(job, .refused(reason), in: 0)
  }

  mutating func leave(_ visitor: Int, _ outcome: Gate.Outcome) {
    if let provider = watch.leave(visitor, outcome, at: time) { wakeFirst(at: provider) }
  }

  private mutating func wakeFirst(at provider: String) {
    guard let first = watch.gate.first(in: provider) else { return }
    for (job, order) in running where order.visitor == first && order.isWaitingForGate {
      put(.recheck(job, generation: order.generation), in: 0)
    }
  }

  mutating func hold(_ attempt: Attempt) -> AttemptMachine.Event {
    if random.next() % 60 == 0 { book.failNext(.hold) }
    do {
      try book.holdForSending(attempt, at: wall)
      return .held
    } catch {
      return .holdRefused(error)
    }
  }

  mutating func write(_ write: AttemptMachine.BookWrite) -> AttemptMachine.Event {
    // Now and then a write fails, and sometimes for so long that the machine gives up.
    if !vendor.isSettling, random.next() % 40 == 0 {
      book.failNext(write.step, Int(random.next() % 8) + 1)
    }
    do throws(ReframeError) {
      switch write {
      case .accept(let id, let ticket): try book.accept(id, ticket: ticket, at: wall)
      case .capture(let id, let amount, let isPresumed):
        try book.capture(id, amount, isPresumed: isPresumed, at: wall)
      case .release(let id, let reason): try book.release(id, reason: reason, at: wall)
      }
      return .written
    } catch {
      return .writeFailed(error)
    }
  }

  /// The process dies: whatever it had in memory is gone, answers that were under way too. Another one starts.
  mutating func kill() {
    kills += 1
    actionsUntilKill = kills < 4 && random.next() % 2 == 0 ? Int(random.next() % 40) + 1 : .max
    let interrupted = running.keys.sorted()
    running = [:]
    watch = GateWatch()
    for job in interrupted { restarts[job, default: 0] += 1 }
    agenda.removeAll { entry in
      switch entry.item {
      case .event, .recheck: true
      case .start, .cancel, .jump: false
      }
    }
    time += 10
    // Whoever cannot write that a job was paid for must not start it again: the new process waits for its disk.
    book.repair()
    recover(startsJobs: true, interrupted)
  }

  /// What a new process does: nothing was sent of what is only held; what was being sent counts as paid until
  /// somebody knows better; what was accepted is polled on.
  mutating func recover(startsJobs: Bool, _ interrupted: [Int] = []) {
    var busy: Set<String> = []
    let contents = book.now
    for row in contents.open {
      let id = row.attempt.id
      switch row.state {
      case .held: try? book.release(id, reason: "not sent", at: wall)
      case .sending: try? book.capture(id, row.attempt.maximum, isPresumed: true, at: wall)
      default:
        busy.insert(row.attempt.job)
        resume(row)
      }
    }
    guard startsJobs else { return }
    let settled = book.now
    for job in interrupted where running[job] == nil {
      let isPaid = settled.rows.values.contains {
        $0.attempt.job == "job_\(job)" && $0.state == .captured
      }
      if isPaid { ended.insert(job) } else { put(.start(job), in: Int64(random.next() % 200)) }
    }
  }

  private mutating func resume(_ row: BookDouble.Row) {
    guard let job = Int(row.attempt.job.dropFirst(4)), let ticket = row.ticket else { return }
    let engine = SimulatedVendor.engines.first { $0.model == row.attempt.model }
    guard let engine else { return }
    ended.remove(job)
    cancelled.remove(job)
    let machine = AttemptMachine(
      resuming: row.attempt, ticket: ticket, engine, deadline: nil, seed: random.next())
    var order = Running(machine: machine, deadline: nil)
    order.resumes = row.attempt.id
    running[job] = order
    let now = AttemptMachine.Moment(now: wall, isCancelled: false)
    guard let turn = running[job]?.machine.start(now) else { return }
    if case .poll(_, let ticket) = turn.action {
      let (event, milliseconds) = vendor.poll(ticket, &random)
      answer(job, event, in: milliseconds)
    }
  }

  /// What must hold whatever happened.
  mutating func check() {
    let contents = book.now
    problems += contents.problems
    for row in contents.open { problems.append("\(row.attempt.id) is \(row.state) after recovery") }
    if contents.held != 0 { problems.append("\(contents.held) still held") }
    let captured = contents.rows.values.reduce(Int64(0)) { $0 + $1.captured }
    if captured != contents.spent { problems.append("spent \(contents.spent), captured \(captured)") }
    var paid: [Int: Int] = [:]
    for sale in vendor.sales.values where sale.isCharged {
      paid[sale.job, default: 0] += 1
      if contents.rows[sale.attempt]?.state != .captured {
        problems.append("\(sale.attempt) was charged and is not captured")
      }
    }
    for (job, count) in paid.sorted(by: { $0.key < $1.key }) where count > 1 {
      problems.append("job \(job) was paid for \(count) times")
    }
    for row in contents.rows.values where row.state == .captured && !row.isPresumed {
      if vendor.sales[row.attempt.id]?.isCharged != true {
        problems.append("\(row.attempt.id) is captured as certain and was not charged")
      }
    }
    if ended.count != jobs { problems.append("\(jobs - ended.count) jobs never ended") }
  }
}

extension AttemptMachine.BookWrite {
  /// The step that it takes.
  fileprivate var step: BookDouble.Step {
    switch self {
    case .accept: .accept
    case .capture: .capture
    case .release: .release
    }
  }
}
