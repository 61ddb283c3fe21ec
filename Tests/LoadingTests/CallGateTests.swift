import CReframe
import Dispatch
import ReframeSDK
import TestSupport
import Testing

@testable import Loading

@Suite("The gate that calls pass one at a time")
struct CallGateTests {
  private let bundles: TestBundles

  init() throws { bundles = try TestBundles(own: []) }

  @Test("No two threads are inside at once")
  func exclusion() {
    let gate = CallGate()
    let most = Threads.mostAtOnce { body in gate.run(body) }
    #expect(most == 1)
  }

  @Test("The thread inside may enter again")
  func recursion() {
    let gate = CallGate()
    #expect(gate.run { gate.run { gate.run { 3 } } } == 3)
    let most = Threads.mostAtOnce { body in gate.run { gate.run(body) } }
    #expect(most == 1)
  }

  @Test("Two gates do not keep each other's callers out")
  func independent() {
    let (first, second) = (CallGate(), CallGate())
    let meet = Threads.meet({ first.run($0) }, { second.run($0) })
    #expect(meet)
  }

  @Test("Of two callers that would wait for each other for ever, one is told", arguments: 0..<50)
  func circle(round: Int) {
    let gates = [CallGate(), CallGate()]
    let arrived = [DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)]
    let answers = Threads.map(2) { index in
      gates[index].run {
        arrived[index].signal()
        arrived[1 - index].wait()
        return gates[1 - index].runUnlessDeadlocked { index }
      }
    }
    #expect(answers.filter { $0 == nil }.count == 1)
  }

  @Test("An instance is destroyed once, when it is let go")
  func destroyed() throws {
    try bundles.addFixture()
    let library = try PluginLibrary(try #require(PluginDiscovery(folders: [bundles.path]).bundles.first))
    var count = 0
    withUnsafeMutablePointer(to: &count) { count in
      var table = rf_detector()
      table.instance = UnsafeMutableRawPointer(count)
      table.destroy = { $0?.assumingMemoryBound(to: Int.self).pointee += 1 }
      withUnsafePointer(to: &table) { table in
        let instance = PluginInstance(library: library, table: table, gate: CallGate())
        #expect(instance.call { $0.instance == UnsafeMutableRawPointer(count) })
        #expect(count.pointee == 0)
      }
    }
    #expect(count == 1)
  }
}
