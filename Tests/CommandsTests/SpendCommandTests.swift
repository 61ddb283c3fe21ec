@testable import Commands
import Testing
import TestSupport

@Suite("What was spent")
struct SpendCommandTests {
  private let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox(plugins: "no-such-folder")
    try SpendSamples.write(to: sandbox.folder["ledger.db"])
  }

  private func spend(_ arguments: String...) -> Sandbox.Outcome {
    sandbox.run(["spend"] + arguments, environment: ["REFRAME_LEDGER_PATH": "~/ledger.db"])
  }

  @Test("By provider")
  func provider() {
    let outcome = spend()
    #expect(outcome.code == .success && outcome.error.isEmpty)
    #expect(
      outcome.output == """
        PROVIDER  UNIT           SPENT    UNCONFIRMED  CORRECTED  HELD  RUNS
        eachlabs  USD            0.005    0.00         0.00       0.00  1
        fashn     credits/fashn  3        0            0          0     1
        luma      USD            0.182    0.002        0.00       0.10  3
        other     unknown        unknown                                1
        total     USD            0.187    0.002        0.00       0.10  4

        Unconfirmed: whether it was charged is not known; compare with 'reframe spend reconcile'.

        1 run cost more than the price known before.

        """)
  }

  @Test("By model, day, key and project")
  func others() {
    #expect(
      spend("--by", "model").output == """
        MODEL           UNIT           SPENT    UNCONFIRMED  CORRECTED  HELD  RUNS
        mystery         unknown        unknown                                1
        photon-1        USD            0.18     0.00         0.00       0.10  2
        photon-flash-1  USD            0.002    0.002        0.00       0.00  1
        reframe         credits/fashn  3        0            0          0     1
        reframe-image   USD            0.005    0.00         0.00       0.00  1
        total           USD            0.187    0.002        0.00       0.10  4

        Unconfirmed: whether it was charged is not known; compare with 'reframe spend reconcile'.

        1 run cost more than the price known before.

        """)
    #expect(
      spend("--by", "day").output == """
        DAY         UNIT           SPENT    UNCONFIRMED  CORRECTED  HELD  RUNS
        2024-03-04  USD            0.18     0.00         0.00       0.00  2
        2024-03-05  USD            0.002    0.002        0.00       0.00  1
        2024-03-05  credits/fashn  3        0            0          0     1
        2024-03-06  unknown        unknown                                1
        2024-03-06  USD            0.005    0.00         0.00       0.10  1
        total       USD            0.187    0.002        0.00       0.10  4

        Unconfirmed: whether it was charged is not known; compare with 'reframe spend reconcile'.

        1 run cost more than the price known before.

        """)
    #expect(
      spend("--by", "key").output == """
        KEY     UNIT           SPENT    UNCONFIRMED  CORRECTED  HELD  RUNS
        (none)  unknown        unknown                                1
        (none)  USD            0.037    0.002        0.00       0.10  3
        (none)  credits/fashn  3        0            0          0     1
        alice   USD            0.15     0.00         0.00       0.00  1
        total   USD            0.187    0.002        0.00       0.10  4

        Unconfirmed: whether it was charged is not known; compare with 'reframe spend reconcile'.

        1 run cost more than the price known before.

        """)
    #expect(
      spend("--by", "project").output == """
        PROJECT          UNIT           SPENT    UNCONFIRMED  CORRECTED  HELD  RUNS
        (none)           unknown        unknown                                1
        (none)           USD            0.032    0.002        0.00       0.10  2
        (none)           credits/fashn  3        0            0          0     1
        =HYPERLINK("x")  USD            0.15     0.00         0.00       0.00  1
        spring, 2026     USD            0.005    0.00         0.00       0.00  1
        total            USD            0.187    0.002        0.00       0.10  4

        Unconfirmed: whether it was charged is not known; compare with 'reframe spend reconcile'.

        1 run cost more than the price known before.

        """)
  }

  @Test("Of a range of days, both ends included")
  func range() {
    #expect(
      spend("--since", "2024-03-05", "--until", "2024-03-05").output == """
        PROVIDER  UNIT           SPENT  UNCONFIRMED  CORRECTED  HELD  RUNS
        fashn     credits/fashn  3      0            0          0     1
        luma      USD            0.002  0.002        0.00       0.00  1

        Unconfirmed: whether it was charged is not known; compare with 'reframe spend reconcile'.

        """)
    #expect(spend("--until", "2024-03-03").output == "Nothing was spent in this time.\n")
  }

  @Test("For a spreadsheet, quoted, and without anything that it would run")
  func csv() {
    #expect(
      spend("--by", "project", "--csv").output == """
        project,unit,spent,unconfirmed,adjusted,held,runs,overcharged
        ,,,,,,1,0
        ,USD,0.032,0.002,0,0.1,2,0
        ,credits/fashn,3,0,0,0,1,0
        "'=HYPERLINK(""x"")",USD,0.15,0,0,0,1,1
        "spring, 2026",USD,0.005,0,0,0,1,0

        """)
  }

  @Test("For a program")
  func json() {
    #expect(
      spend("--json", "--by", "provider", "--since", "2024-03-06").output == """
        {
          "by" : "provider",
          "since" : "2024-03-06",
          "totals" : [
            {
              "adjustedMicros" : 0,
              "heldMicros" : 0,
              "name" : "eachlabs",
              "overcharged" : 0,
              "runs" : 1,
              "spentMicros" : 5000,
              "unconfirmedMicros" : 0,
              "unit" : "USD"
            },
            {
              "adjustedMicros" : 0,
              "heldMicros" : 100000,
              "name" : "luma",
              "overcharged" : 0,
              "runs" : 0,
              "spentMicros" : 0,
              "unconfirmedMicros" : 0,
              "unit" : "USD"
            },
            {
              "adjustedMicros" : 0,
              "heldMicros" : 0,
              "name" : "other",
              "overcharged" : 0,
              "runs" : 1,
              "spentMicros" : 0,
              "unconfirmedMicros" : 0
            }
          ]
        }

        """)
  }

  @Test("Where there is no ledger nothing has been spent, and none is made")
  func nothing() throws {
    let empty = try Sandbox(plugins: "no-such-folder")
    for verb in [["spend"], ["spend", "check"]] {
      let outcome = empty.run(verb, environment: ["HOME": "~"])
      #expect(outcome.code == .success && outcome.screen == "Nothing has been spent.\n")
    }
    let outcome = empty.run(["spend", "reconcile", "~/x.csv"], environment: ["HOME": "~"])
    #expect(outcome.code == .failure)
    #expect(
      outcome.error
        == "reframe: there is no ledger '~/.local/share/reframe/ledger.db'; nothing has been spent\n")
    #expect(empty.folder.names.isEmpty)
  }

  @Test("The option goes before the variable")
  func ledgerOption() throws {
    try SpendSamples.write(to: sandbox.folder["other/ledger.db"])
    let outcome = sandbox.run(
      ["spend", "check", "--ledger", "~/other/ledger.db"], environment: ["REFRAME_LEDGER_PATH": "~/none.db"])
    #expect(outcome.output == "~/other/ledger.db: OK\n")
  }

  @Test("The file of settings says which ledger")
  func configured() throws {
    try sandbox.folder.write("ledger: {path: ledger.db}\n".utf8, to: "team.yaml")
    let outcome = sandbox.run("spend", "check", "--config", "~/team.yaml")
    #expect(outcome.screen == "~/ledger.db: OK\n")
  }

  @Test("A file that is no ledger is an error")
  func foreign() throws {
    try sandbox.folder.write("not a database at all, but long enough to look at".utf8, to: "diary")
    let outcome = spend("--ledger", "~/diary")
    #expect(outcome.code == .failure)
    #expect(
      outcome.error == """
        reframe: the ledger '~/diary' is damaged or no ledger (file is not a database); nothing was changed: put a \
        copy back, or move it away to begin a new one

        """)
  }

  @Test(
    "What makes no sense is said before anything is read",
    arguments: [
      (["--by", "vendor"], "--by: 'vendor' is not known; give provider, model, day, key or project"),
      (["--by", "modl"], "--by: 'modl' is not known; did you mean 'model'?"),
      (["--since", "yesterday"], "--since: 'yesterday' is no day such as 2026-12-31"),
      (["--since", "2026-12-02", "--until", "2026-12-01"], "--until: 2026-12-01 is before 2026-12-02"),
      (["--csv", "--json"], "give --csv or --json, not both"),
      (["chek"], "'reframe spend' does not know 'chek'; did you mean 'check'?"),
      (["everything"], "'reframe spend' does not know 'everything'; see 'reframe spend --help'"),
      (["check", "x"], "'reframe spend check' takes no 'x'; name a ledger with --ledger"),
      (["reconcile", "a", "b"], "give one invoice; see 'reframe spend reconcile --help'"),
    ])
  func usage(_ arguments: [String], _ message: String) {
    let outcome = sandbox.run(["spend"] + arguments)
    #expect(outcome.code == .usage)
    #expect(outcome.screen == "reframe: \(message)\n")
  }

  @Test("Without a home somebody has to name the ledger")
  func homeless() {
    let outcome = sandbox.run(["spend"])
    #expect(outcome.code == .usage)
    #expect(outcome.error == "reframe: --ledger: give the ledger's file, as HOME is not set\n")
  }
}
