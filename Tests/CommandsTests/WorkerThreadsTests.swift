@testable import Commands
import Synchronization
import Testing

@Suite("Worker threads")
struct WorkerThreadsTests {
  @Test("Answer in the order of the items, each done once", arguments: [1, 2, 7])
  func order(count: Int) {
    let calls = Mutex([Int](repeating: 0, count: 50))
    let answers = WorkerThreads(count: count).map(Array(0..<50)) { item in
      calls.withLock { $0[item] += 1 }
      return item * item
    }
    #expect(answers == (0..<50).map { $0 * $0 })
    #expect(calls.withLock { $0 }.allSatisfy { $0 == 1 })
  }

  @Test("Have nothing to do without items")
  func none() {
    #expect(WorkerThreads(count: 4).map([Int]()) { $0 }.isEmpty)
  }
}
