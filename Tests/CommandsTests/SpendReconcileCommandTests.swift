@testable import Commands
import Testing
import TestSupport

@Suite("Reconciling from the command line")
struct SpendReconcileCommandTests {
  private let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox(plugins: "no-such-folder")
    try SpendSamples.write(to: sandbox.folder["ledger.db"])
    let invoice = """
      day,ticket,amount
      2024-03-04,ticket-att_1,0.03
      2024-03-04,ticket-att_2,0.1
      2024-03-05,ticket-nobody,0.02

      """
    try sandbox.folder.write(invoice.utf8, to: "invoice.csv")
  }

  private func reconcile(_ arguments: String...) -> Sandbox.Outcome {
    sandbox.run(["spend", "reconcile"] + arguments + ["--ledger", "~/ledger.db"])
  }

  @Test("Says what it books, what it cannot book and what the vendor forgot")
  func text() {
    let arguments = ["~/invoice.csv", "--provider", "luma", "--unit", "USD", "--until", "2024-03-05"]
    func run(_ more: String...) -> Sandbox.Outcome {
      sandbox.run(["spend", "reconcile"] + arguments + more + ["--ledger", "~/ledger.db"])
    }
    let dry = run("--dry-run")
    #expect(dry.code == .partial && dry.error.isEmpty)
    #expect(
      dry.output == """
        Would be corrected:
          line 3  att_2  photon-1  0.15 USD  -> 0.10 USD

        Charged, but not in the ledger:
          line 4  ticket ticket-nobody  0.02 USD

        In the ledger, but not on the invoice:
          att_3  photon-flash-1  ticket ticket-att_3  0.002 USD

        1 equal, 1 corrected, 0 unfinished, 1 unknown, 1 missing; nothing was booked

        """)
    #expect(
      run().output == """
        Corrected:
          line 3  att_2  photon-1  0.15 USD  -> 0.10 USD

        Charged, but not in the ledger:
          line 4  ticket ticket-nobody  0.02 USD

        In the ledger, but not on the invoice:
          att_3  photon-flash-1  ticket ticket-att_3  0.002 USD

        1 equal, 1 corrected, 0 unfinished, 1 unknown, 1 missing

        """)
    #expect(
      run().output == """
        Charged, but not in the ledger:
          line 4  ticket ticket-nobody  0.02 USD

        In the ledger, but not on the invoice:
          att_3  photon-flash-1  ticket ticket-att_3  0.002 USD

        2 equal, 0 corrected, 0 unfinished, 1 unknown, 1 missing

        """)
    #expect(sandbox.run(["spend", "check", "--ledger", "~/ledger.db"]).code == .success)
  }

  @Test("For a program")
  func json() {
    #expect(
      reconcile("~/invoice.csv", "--unit", "USD", "--json").output == """
        {
          "corrected" : [
            {
              "attempt" : "att_2",
              "booked" : {
                "micros" : 150000,
                "unit" : "USD"
              },
              "charged" : {
                "micros" : 100000,
                "unit" : "USD"
              },
              "line" : 3,
              "model" : "photon-1",
              "wasUnconfirmed" : false
            }
          ],
          "equal" : [
            {
              "attempt" : "att_1",
              "booked" : {
                "micros" : 30000,
                "unit" : "USD"
              },
              "charged" : {
                "micros" : 30000,
                "unit" : "USD"
              },
              "line" : 2,
              "model" : "photon-1",
              "wasUnconfirmed" : false
            }
          ],
          "isDryRun" : false,
          "missing" : [

          ],
          "unfinished" : [

          ],
          "unknown" : [
            {
              "charged" : {
                "micros" : 20000,
                "unit" : "USD"
              },
              "line" : 4,
              "ticket" : "ticket-nobody"
            }
          ]
        }

        """)
  }

  @Test("An invoice with which everything agrees is a success")
  func agrees() throws {
    try sandbox.folder.write(
      "attempt,amount,unit\natt_4,3,credits/fashn\natt_5,0.005,USD\n".utf8, to: "good.csv")
    let outcome = reconcile("~/good.csv")
    #expect(outcome.code == .success)
    #expect(outcome.screen == "2 equal, 0 corrected, 0 unfinished, 0 unknown, 0 missing\n")
  }

  @Test("Faults name the file and the line, and nothing is booked")
  func faults() throws {
    #expect(
      reconcile("~/none.csv").screen == "reframe: ~/none.csv: it cannot be read (No such file or directory)\n"
    )
    #expect(
      reconcile("~/invoice.csv").screen
        == "reframe: ~/invoice.csv: line 1: no column is called 'unit'; add one or give --unit, as in --unit USD\n"
    )
    try sandbox.folder.write("attempt,amount\natt_1,0.05\natt_4,3\n".utf8, to: "mixed.csv")
    let outcome = reconcile("~/mixed.csv", "--unit", "USD")
    #expect(outcome.code == .failure)
    #expect(
      outcome.error == """
        reframe: ~/mixed.csv: line 3: attempt att_4 is booked in credits/fashn, not in USD; give the amount in \
        credits/fashn

        """)
    #expect(reconcile("~/invoice.csv", "--unit", "USD", "--dry-run").output.contains("1 equal, 1 corrected"))
  }
}
