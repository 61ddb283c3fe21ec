import Foundation
import ReframeSDK
import Synchronization
import TestSupport
import Testing

@testable import Dispatching

@Suite("Many threads before one gate")
struct AdmissionTests {
  private let engine = Engine(model: "m", provider: "luma")
  private let clock = SystemClock()

  private func enter(
    _ admission: Admission, _ limits: ProviderLimits = ProviderLimits(), patience: Int64 = .max,
    deadline: Int64? = nil, cancellation: Cancellation = Cancellation(), clock: (any DispatchClock)? = nil,
    onQueued: (Int64, String) -> Void = { _, _ in }
  ) -> Admission.Entry {
    let call = AttemptCall(attempt: "", deadline: deadline, cancellation: cancellation)
    return admission.enter(
      engine, limits: limits, patience: patience, call: call, clock: clock ?? self.clock, onQueued: onQueued)
  }

  @Test("Never more inside than there are places, and everybody gets in")
  func places() {
    let admission = Admission()
    let inside = Atomic(0)
    let most = Atomic(0)
    let entries = Atomic(0)
    Threads.run(16) { _ in
      for _ in 0..<100 {
        guard case .entered(let visitor) = enter(admission, ProviderLimits(concurrent: 3)) else { return }
        most.max(inside.add(1, ordering: .sequentiallyConsistent).newValue, ordering: .sequentiallyConsistent)
        entries.add(1, ordering: .sequentiallyConsistent)
        inside.subtract(1, ordering: .sequentiallyConsistent)
        admission.leave(visitor, .succeeded, clock: clock)
      }
    }
    #expect(entries.load(ordering: .sequentiallyConsistent) == 1600)
    #expect(most.load(ordering: .sequentiallyConsistent) <= 3)
  }

  @Test("Of many threads exactly one probes what was left alone")
  func oneProbe() throws {
    let time = VirtualClock()
    let admission = Admission()
    for _ in 0..<3 {
      let entry = enter(admission, clock: time)
      guard case .entered(let visitor) = entry else { return #expect(Bool(false), "\(entry)") }
      admission.leave(visitor, .failed(ReframeError(.unavailable, "down")), clock: time)
    }
    #expect(enter(admission, clock: time) == .refused("it failed too often; it is left alone for 10 s more"))
    time.wait(until: time.now + 10_000, unless: Cancellation())
    let entered = Mutex<[Int]>([])
    Threads.run(32) { _ in
      if case .entered(let visitor) = enter(admission, clock: time) {
        entered.withLock { $0.append(visitor) }
      }
    }
    let probes = entered.withLock { $0 }
    #expect(probes.count == 1)
    admission.leave(try #require(probes.first), .succeeded, clock: time)
    Threads.run(32) { _ in
      if case .entered(let visitor) = enter(admission, clock: time) {
        entered.withLock { $0.append(visitor) }
      }
    }
    #expect(entered.withLock { $0.count } == 33)
  }

  @Test("Who waits in line is let go by a cancel, and does not block those behind")
  func cancel() throws {
    let admission = Admission()
    let limits = ProviderLimits(concurrent: 1)
    guard case .entered(let first) = enter(admission, limits) else { return #expect(Bool(false), "refused") }
    let cancellation = Cancellation()
    // The flag is raised once the thread has said that it waits.
    Threads.run(1) { _ in
      let entry = enter(admission, limits, cancellation: cancellation) { _, reason in
        #expect(reason == "luma takes 1 jobs at a time")
        cancellation.raise()
      }
      #expect(entry == .refused("the job ended before its turn came"))
    }
    admission.leave(first, .succeeded, clock: clock)
    guard case .entered = enter(admission, limits) else { return #expect(Bool(false), "blocked") }
  }

  @Test("If two leave before the first in line has woken, the second in line is woken too")
  func twoPlaces() {
    let latch = LatchedClock()
    let admission = Admission()
    let limits = ProviderLimits(concurrent: 2)
    let inside = (0..<2).compactMap { _ -> Int? in
      if case .entered(let visitor) = enter(admission, limits, clock: latch) { visitor } else { nil }
    }
    let cancellation = Cancellation()
    let isSecondWoken = Atomic(false)
    Threads.run(3) { index in
      switch index {
      case 0:
        _ = enter(admission, limits, clock: latch)
        isSecondWoken.store(latch.flags.last?.isRaised == true, ordering: .sequentiallyConsistent)
        // So that the test ends even if nobody woke it.
        cancellation.raise()
      case 1:
        latch.awaitWaiters(1)
        _ = enter(admission, limits, cancellation: cancellation, clock: latch)
      default:
        latch.awaitWaiters(2)
        for visitor in inside { admission.leave(visitor, .succeeded, clock: latch) }
        latch.open()
      }
    }
    #expect(inside.count == 2)
    let wasWoken = isSecondWoken.load(ordering: .sequentiallyConsistent)
    #expect(wasWoken)
  }

  @Test("Who comes after the window is full waits until it has slid on")
  func window() {
    let time = VirtualClock()
    let admission = Admission()
    let limits = ProviderLimits(rate: .init(count: 1, milliseconds: 60_000))
    let heard = Mutex<[String]>([])
    for _ in 0..<3 {
      let entry = enter(admission, limits, clock: time) { until, reason in
        heard.withLock { $0.append("\(until - time.now) \(reason)") }
      }
      guard case .entered(let visitor) = entry else { return #expect(Bool(false), "\(entry)") }
      admission.leave(visitor, .succeeded, clock: time)
    }
    #expect(time.waits == [60_000, 60_000])
    #expect(heard.withLock { $0 } == Array(repeating: "60000 luma takes 1 jobs in 60 s", count: 2))
  }

  @Test("Nobody waits for what will come too late")
  func tooLate() {
    let time = VirtualClock()
    let admission = Admission()
    let limits = ProviderLimits(rate: .init(count: 1, milliseconds: 60_000))
    guard case .entered = enter(admission, limits, clock: time) else {
      return #expect(Bool(false), "refused")
    }
    #expect(
      enter(admission, limits, deadline: time.now + 60_000, clock: time)
        == .refused("luma takes 1 jobs in 60 s"))
    #expect(enter(admission, limits, patience: 59_999, clock: time) == .refused("luma takes 1 jobs in 60 s"))
    #expect(time.waits == [])
    guard case .entered = enter(admission, limits, clock: time) else {
      return #expect(Bool(false), "in line")
    }
  }
}
