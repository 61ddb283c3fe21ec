import Foundation
import Synchronization

/// Threads of the system's, as the ledger blocks.
enum Threads {
  /// Calls `body` on so many threads at once and answers what each said.
  static func map<Result: Sendable>(_ count: Int, _ body: @escaping @Sendable (Int) -> Result) -> [Result] {
    let results = Mutex<[Result]>([])
    let group = DispatchGroup()
    let gathered = Box(results)
    for number in 0..<count {
      group.enter()
      Thread {
        let result = body(number)
        gathered.results.withLock { $0.append(result) }
        group.leave()
      }.start()
    }
    group.wait()
    return gathered.results.withLock { $0 }
  }

  private final class Box<Result: Sendable>: Sendable {
    let results: Mutex<[Result]>
    init(_ results: consuming sending Mutex<[Result]>) { self.results = results }
  }
}
