import Synchronization
import TestSupport
import Testing

@testable import Dispatching

@Suite("A flag that is raised once")
struct CancellationTests {
  @Test("Everybody who listens hears it once, and at once if it is up already")
  func listeners() {
    let flag = Cancellation()
    let heard = Mutex<[String]>([])
    _ = flag.onRaise { heard.withLock { $0.append("first") } }
    let removed = flag.onRaise { heard.withLock { $0.append("removed") } }
    flag.remove(removed)
    #expect(!flag.isRaised)
    flag.raise()
    flag.raise()
    _ = flag.onRaise { heard.withLock { $0.append("late") } }
    #expect(flag.isRaised)
    #expect(heard.withLock { $0 } == ["first", "late"])
  }

  @Test("It ends a wait on the system's clock, raised before or meanwhile")
  func wakes() {
    let flag = Cancellation()
    let clock = SystemClock()
    // Without the flag this would wait for ever.
    Threads.run(2) { index in
      if index == 0 { clock.wait(until: .max, unless: flag) } else { flag.raise() }
    }
    clock.wait(until: .max, unless: flag)
    clock.wait(until: clock.now - 1, unless: Cancellation())
    clock.wait(until: .min, unless: Cancellation())
  }

  @Test("A wait on the system's clock ends by itself, not before its time")
  func waits() {
    let clock = SystemClock()
    let before = clock.ticks
    clock.wait(until: clock.now + 2, unless: Cancellation())
    #expect(clock.ticks - before >= 1)
  }
}
