@testable import Accounting
import Foundation
import Jobs
import ReframeSDK
import Testing
import TestSupport

@Suite("The ledger's file")
struct LedgerFileTests {
  private let folder: TestFolder
  private var path: String { folder["data/reframe/ledger.db"] }

  init() throws { folder = try TestFolder() }

  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch {
      return (error as? ReframeError)?.message ?? "\(error)"
    }
  }

  @Test("It is made with its folders, readable by nobody else")
  func modes() throws {
    let ledger = try Ledger(path: path)
    try ledger.buy(attempt("a"))
    func mode(_ path: String) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
    #expect(try mode(folder["data"]) == 0o700)
    #expect(try mode(folder["data/reframe"]) == 0o700)
    for name in ["ledger.db", "ledger.db-wal", "ledger.db-shm", "ledger.db-owners"] {
      #expect(try mode(folder["data/reframe/\(name)"]) == 0o600)
    }
  }

  @Test("What was acknowledged is there after the process is gone, with what nobody closed")
  func durable() throws {
    var ledger: Ledger? = try Ledger(path: path)
    try ledger?.buy(attempt("a"))
    // A copy of the files as they are now is what a crash would leave.
    for name in ["ledger.db", "ledger.db-wal"] {
      try folder.write(try folder.bytes("data/reframe/\(name)"), to: "read/\(name)")
      try folder.write(try folder.bytes("data/reframe/\(name)"), to: "copy/\(name)")
    }
    ledger = nil
    #expect(try LedgerReader(path: folder["read/ledger.db"]).spend(by: .day).first?.spent == 100_000)
    let copy = try Ledger(path: folder["copy/ledger.db"])
    #expect(try copy.total?.spent == 100_000)
    #expect(try copy.reader.audit().isEmpty)
  }

  @Test("A file that is no database is named and left as it is")
  func garbage() throws {
    try folder.write(
      "this is my diary, not a database, and it is long enough to be read as one".utf8, to: "diary")
    let before = try folder.bytes("diary")
    #expect(
      message { _ = try Ledger(path: folder["diary"]) } == """
        the ledger '\(folder["diary"])' is damaged or no ledger (file is not a database); nothing was changed: put a \
        copy back, or move it away to begin a new one
        """)
    #expect(try folder.bytes("diary") == before)
    #expect(folder.names == ["diary"])
  }

  @Test("A database of another program is named and left as it is")
  func foreign() throws {
    try folder.write([], to: "other.db")
    let other = try Connection(path: folder["other.db"], isReadOnly: false)
    try other.script("CREATE TABLE songs (title TEXT)")
    let before = try folder.bytes("other.db")
    #expect(
      message { _ = try Ledger(path: folder["other.db"]) }
        == "'\(folder["other.db"])' is a database of another program, not a ledger; nothing was changed: name another file"
    )
    #expect(try folder.bytes("other.db") == before)
  }

  @Test("A newer file is refused with both versions")
  func newer() throws {
    do { _ = try Ledger(path: path) }
    try Connection(path: path, isReadOnly: false).script("PRAGMA user_version = 7")
    let expected =
      "the ledger '\(path)' has version 7 and was written by a newer Reframe; this one knows versions up to 1: "
      + "update it, or name another ledger"
    #expect(message { _ = try Ledger(path: path) } == expected)
    #expect(message { _ = try LedgerReader(path: path) } == expected)
  }

  @Test("A damaged page is an error, never a wrong sum")
  func damaged() throws {
    do {
      let ledger = try Ledger(path: path)
      for number in 0..<200 { try ledger.buy(attempt("a\(number)")) }
    }
    var bytes = try folder.bytes("data/reframe/ledger.db")
    for index in 4096..<bytes.count { bytes[index] = 0xa5 }
    try folder.write(bytes, to: "data/reframe/ledger.db")
    #expect(message { _ = try Ledger(path: path) }.contains("is damaged or no ledger"))
  }

  @Test("A full disk refuses what does not fit and loses nothing; what frees money goes on")
  func full() throws {
    let ledger = try Ledger(path: path, pageLimit: 40)
    var held = 0
    var refusal: HoldRefusal?
    while refusal == nil && held < 2000 {
      do throws(HoldRefusal) {
        try ledger.hold(attempt("a\(held)"), at: morning)
        held += 1
      } catch {
        refusal = error
      }
    }
    guard case .failed(let error) = refusal else {
      Issue.record("no fault after \(held)")
      return
    }
    #expect(
      error.message == """
        the ledger '\(path)' cannot grow, the disk is full; nothing was booked: make room and try again
        """)
    #expect(error.isRetryable && held > 50)
    #expect(try ledger.total?.held == Int64(held) * 100_000)
    #expect(try ledger.reader.audit().isEmpty)
    let roomy = try Ledger(path: path)
    try roomy.buy(attempt("more"))
  }

  @Test("A full disk fails only those of a batch that do not fit")
  func fullBatch() throws {
    let ledger = try Ledger(path: path, pageLimit: 40)
    let outcomes = Threads.map(32) { number in
      (0..<20).count { (try? ledger.hold(attempt("a\(number)_\($0)"), at: morning)) != nil }
    }
    let held = outcomes.reduce(0, +)
    #expect(held > 50 && held < 640)
    #expect(try ledger.reader.open().count == held)
    #expect(try ledger.reader.audit().isEmpty)
  }

  @Test("A folder in the file's place and an empty path are named")
  func unusable() throws {
    try folder.write([], to: "file")
    #expect(message { _ = try Ledger(path: "") } == "the ledger's path is empty")
    #expect(message { _ = try Ledger(path: folder.path) }.contains("cannot be opened"))
    #expect(
      message { _ = try Ledger(path: folder["file/ledger.db"]) } == """
        '\(folder["file/ledger.db"])' cannot be made (Not a directory); name another ledger or check who may write there
        """)
  }

  @Test("An empty file becomes a ledger, and a reader says that it is none yet")
  func empty() throws {
    try folder.write([], to: "ledger.db")
    #expect(
      message { _ = try LedgerReader(path: folder["ledger.db"]) }.hasSuffix(
        "run a job with it once to bring it up to date"))
    try Ledger(path: folder["ledger.db"]).buy(attempt("a"))
    #expect(try LedgerReader(path: folder["ledger.db"]).spend(by: .model).count == 1)
  }

  @Test("The usual place follows the XDG base directories")
  func standardPath() {
    #expect(
      Ledger.standardPath(environment: ["XDG_DATA_HOME": "/d", "HOME": "/h"]) == "/d/reframe/ledger.db")
    #expect(
      Ledger.standardPath(environment: ["XDG_DATA_HOME": "d", "HOME": "/h"])
        == "/h/.local/share/reframe/ledger.db")
    #expect(Ledger.standardPath(environment: ["XDG_DATA_HOME": ""]) == nil)
  }
}
