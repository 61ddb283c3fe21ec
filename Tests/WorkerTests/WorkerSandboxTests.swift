import Foundation
import ReframeSDK
import TestSupport
import Testing

@testable import Loading

@Suite("What a plugin in a worker is kept from")
struct WorkerSandboxTests {
  @Test(
    "No processes, programs and network; the host cannot be killed",
    arguments: ["fork", "exec", "socket", "kill", "owner", "shared-memory"])
  func calls(deed: String) throws {
    #expect(try HostileWorker().act(deed).labels == ["EPERM"])
  }

  @Test("No files but the system's and its own, and none written but in its own folder")
  func files() throws {
    let folder = try TestFolder()
    let secret = try folder.write("secret".utf8, to: "secret")
    let worker = try HostileWorker()
    #expect(worker.act("read", with: secret).labels == ["EACCES"])
    #expect(worker.act("read", with: "/etc/shadow").labels == ["EACCES"])
    #expect(worker.act("read", with: "/etc/passwd").labels == ["done"])
    #expect(worker.act("write", with: folder.path + "/new").labels == ["EACCES"])
    #expect(worker.act("write", with: "/tmp/reframe-new").labels == ["EACCES"])
    #expect(worker.act("chmod", with: secret).labels == ["EPERM"])
    #expect(worker.act("temporary").labels == ["done"])
  }

  @Test("Nothing of the host's environment, and none of its descriptors")
  func inherits() throws {
    let worker = try HostileWorker()
    let names = try #require(worker.act("environment").labels.first).split(separator: " ").map(String.init)
    #expect(
      Set(names).isSubset(of: [
        "LD_LIBRARY_PATH", "LANG", "LC_ALL", "TZ", "PATH", "SWIFT_BACKTRACE", "TMPDIR",
      ]))
    // Input, output, errors, the control socket and one lane.
    #expect(worker.act("descriptors").labels == ["5"])
  }

  @Test("What the kernel lacks is told once, in words")
  func warning() throws {
    let worker = try HostileWorker()
    let lines = worker.act("work").log + worker.act("work").log
    let warnings = lines.filter { $0.hasPrefix("the plugin 'hostile' runs in a worker with") }
    #expect(warnings.count <= 1)
  }
}
