import Jobs
import ReframeSDK
import TestSupport

@testable import Dispatching

/// Many orders at once on one thread and a virtual clock, against vendors that fail by chance and a process that is
/// killed by chance. The same seed always runs the same schedule.
struct Simulation {
  /// An order that is under way.
  struct Running {
    var machine: AttemptMachine
    var deadline: Int64?
    var visitor: Int?
    var isWaitingForGate = false
    var isWaitingForTime = false
    var patience: Int64 = 0
    var resumes: String?
    /// What is on the agenda for an older generation is void.
    var generation = 0
  }

  enum Item {
    case start(Int)
    case event(Int, generation: Int, AttemptMachine.Event)
    case recheck(Int, generation: Int)
    case cancel(Int)
    case jump(Int64)
  }

  var random: SplitMix64
  /// Milliseconds that have really passed.
  var time: Int64 = 0
  /// What the wall clock is wrong by.
  var skew: Int64 = 1_000_000
  var agenda: [(time: Int64, chance: UInt64, item: Item)] = []
  var running: [Int: Running] = [:]
  var ended: Set<Int> = []
  var cancelled: Set<Int> = []
  var restarts: [Int: Int] = [:]
  var vendor = SimulatedVendor()
  let book: BookDouble
  var watch = GateWatch()
  var problems: [String] = []
  var actionsUntilKill: Int
  var kills = 0
  var nextName = 0
  var actions = 0
  let jobs: Int

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    jobs = Int(random.next() % 4) + 2
    book = BookDouble(limit: random.next() % 4 == 0 ? 400_000 : .max, keepsSteps: false)
    actionsUntilKill = random.next() % 3 == 0 ? .max : Int(random.next() % 60)
    for job in 0..<jobs {
      put(.start(job), in: Int64(random.next() % 1500))
      if random.next() % 6 == 0 { put(.cancel(job), in: Int64(random.next() % 6000)) }
    }
    if random.next() % 4 == 0 {
      put(.jump(Int64(random.next() % 40_000) - 20_000), in: Int64(random.next() % 5000))
    }
  }

  var wall: Int64 { time + skew }

  /// Runs to the end, recovers, and answers everything that was wrong.
  mutating func run() -> [String] {
    drain()
    // What is still open belongs to nobody any more: a last process takes it up, and vendors come to an end.
    vendor.isSettling = true
    book.repair()
    actionsUntilKill = .max
    running = [:]
    recover(startsJobs: false)
    drain()
    check()
    return problems
  }

  private mutating func drain() {
    while !agenda.isEmpty {
      var first = 0
      for index in agenda.indices.dropFirst() {
        if (agenda[index].time, agenda[index].chance) < (agenda[first].time, agenda[first].chance) {
          first = index
        }
      }
      let entry = agenda.remove(at: first)
      time = max(time, entry.time)
      handle(entry.item)
      if actions > 20_000 {
        problems.append("it never ends")
        return
      }
    }
    if !running.isEmpty { problems.append("orders \(running.keys.sorted()) starve") }
  }

  mutating func put(_ item: Item, in milliseconds: Int64) {
    agenda.append((time + max(0, milliseconds), random.next(), item))
  }

  private mutating func handle(_ item: Item) {
    switch item {
    case .start(let job): start(job)
    case .event(let job, let generation, let event):
      guard running[job]?.generation == generation else { return }
      tell(job, event)
    case .recheck(let job, let generation):
      guard let order = running[job], order.generation == generation, order.isWaitingForGate else { return }
      ask(job)
    case .cancel(let job):
      cancelled.insert(job)
      if running[job]?.isWaitingForTime == true { answer(job, .waited, in: 0) }
      if running[job]?.isWaitingForGate == true { ask(job) }
    case .jump(let milliseconds): skew += milliseconds
    }
  }

  mutating func start(_ job: Int) {
    guard running[job] == nil, !ended.contains(job) else { return }
    var order = Order(job: "job_\(job)", candidates: SimulatedVendor.candidates(&random))
    order.fingerprint = "print_\(job)"
    order.policy.maximumCost = random.next() % 5 == 0 ? Money(micros: 50_000, unit: "USD") : nil
    order.policy.triesPerEngine = Int(random.next() % 3) + 1
    order.deadline = random.next() % 4 == 0 ? wall + Int64(random.next() % 9000) : nil
    let machine = AttemptMachine(order, Route(order), hasBook: true, seed: random.next())
    begin(job, Running(machine: machine, deadline: order.deadline))
  }

  private mutating func begin(_ job: Int, _ order: Running) {
    running[job] = order
    let now = moment(job)
    guard let turn = running[job]?.machine.start(now) else { return }
    perform(job, turn)
  }

  mutating func tell(_ job: Int, _ event: AttemptMachine.Event) {
    running[job]?.isWaitingForTime = false
    let now = moment(job)
    guard let turn = running[job]?.machine.handle(event, now) else { return }
    perform(job, turn)
  }

  private func moment(_ job: Int) -> AttemptMachine.Moment {
    AttemptMachine.Moment(now: wall, isCancelled: cancelled.contains(job))
  }

  /// What comes of the order's action is told in so many milliseconds; everything older is void.
  mutating func answer(_ job: Int, _ event: AttemptMachine.Event, in milliseconds: Int64) {
    guard let generation = running[job]?.generation else { return }
    running[job]?.generation = generation + 1
    put(.event(job, generation: generation + 1, event), in: milliseconds)
  }

  private mutating func perform(_ job: Int, _ turn: AttemptMachine.Turn) {
    actions += 1
    actionsUntilKill -= 1
    let dies = actionsUntilKill <= 0
    if dies, random.next() % 2 == 0 { return kill() }
    if let outcome = turn.leaving, let visitor = running[job]?.visitor {
      leave(visitor, outcome)
      running[job]?.visitor = nil
    }
    act(job, turn.action)
    if dies { kill() }
  }

  private mutating func act(_ job: Int, _ action: AttemptMachine.Action) {
    switch action {
    case .finish(let ending): finish(job, ending)
    case .admit(let patience):
      running[job]?.patience = patience
      nextName += 1
      running[job]?.visitor = nextName
      ask(job)
    case .hold(let attempt): answer(job, hold(attempt), in: Int64(random.next() % 4))
    case .write(let write): answer(job, self.write(write), in: Int64(random.next() % 4))
    case .wait(let milliseconds, let isInterruptible):
      running[job]?.isWaitingForTime = isInterruptible
      let isAtOnce = isInterruptible && cancelled.contains(job)
      answer(job, .waited, in: isAtOnce ? 0 : min(milliseconds, 100_000_000))
    case .submit(let attempt):
      guard let candidate = running[job]?.machine.candidate else { return }
      if !candidate.isFree, book.row(attempt)?.state != .sending {
        problems.append("\(attempt) was sent without a hold")
      }
      let (event, milliseconds) = vendor.submit(attempt, job, candidate, &random)
      answer(job, event, in: milliseconds)
    case .poll(let attempt, let ticket):
      if running[job]?.machine.candidate?.isFree == false, book.row(attempt)?.ticket != ticket {
        problems.append("\(attempt) is polled before its ticket is stored")
      }
      let (event, milliseconds) = vendor.poll(ticket, &random)
      answer(job, event, in: milliseconds)
    case .cancel(_, let ticket):
      vendor.cancel(ticket, &random)
      answer(job, .waited, in: 5)
    }
  }

  private mutating func finish(_ job: Int, _ ending: AttemptMachine.Ending) {
    let resumed = running.removeValue(forKey: job)?.resumes
    // A resumed attempt that was not paid for leaves the job undone: it is run again.
    if let resumed, book.row(resumed)?.state == .released, !vendor.isSettling, !cancelled.contains(job) {
      put(.start(job), in: 1)
      return
    }
    if case .failed(let failure) = ending, failure.error.kind == .internalFault,
      failure.error.message.hasPrefix("The dispatcher was told")
    {
      problems.append(failure.error.message)
    }
    ended.insert(job)
  }
}
