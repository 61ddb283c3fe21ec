internal import Accounting
internal import Dispatching
internal import ReframeSDK

/// What `reframe spend` tells, laid out for people, spreadsheets and programs.
struct SpendReport {
  let grouping: SpendGrouping
  let range: (since: Int64?, until: Int64?)
  private let since: String?
  private let until: String?

  init(by grouping: SpendGrouping, range: (since: Int64?, until: Int64?), _ parsed: ParsedArguments) {
    self.grouping = grouping
    self.range = range
    since = parsed["since"]
    until = parsed["until"]
  }

  /// Columns, with a sum for every unit that stands in more than one row.
  func text(_ totals: [SpendTotal]) -> String {
    guard !totals.isEmpty else {
      return since == nil && until == nil ? "Nothing has been spent.\n" : "Nothing was spent in this time.\n"
    }
    var rows = [
      [grouping.rawValue.uppercased(), "UNIT", "SPENT", "UNCONFIRMED", "CORRECTED", "HELD", "RUNS"]
    ]
    rows += totals.map { Self.row($0, name: $0.name.isEmpty ? "(none)" : $0.name) }
    for sum in Self.sums(totals) { rows.append(Self.row(sum, name: "total")) }
    var lines = Columns.text(rows)
    if totals.contains(where: { $0.unconfirmed != 0 }) {
      lines += [
        "", "Unconfirmed: whether it was charged is not known; compare with 'reframe spend reconcile'.",
      ]
    }
    let overcharged = totals.reduce(0) { $0 + $1.overcharged }
    if overcharged > 0 {
      lines += [
        "", "\(overcharged) \(overcharged == 1 ? "run" : "runs") cost more than the price known before.",
      ]
    }
    return lines.map(\.printable).joined(separator: "\n") + "\n"
  }

  /// A line for each total. Names that a spreadsheet would take for a formula begin with an apostrophe.
  func csv(_ totals: [SpendTotal]) -> String {
    let header = [
      grouping.rawValue, "unit", "spent", "unconfirmed", "adjusted", "held", "runs", "overcharged",
    ]
    let rows = totals.map { total in
      // What nobody knows is not 0.
      let amounts = [total.spent, total.unconfirmed, total.adjusted, total.held].map {
        total.unit.isEmpty ? "" : Money(micros: $0, unit: total.unit).decimal
      }
      return [Self.cell(total.name), Self.cell(total.unit)] + amounts + [
        "\(total.runs)", "\(total.overcharged)",
      ]
    }
    return ([header] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
  }

  private static func row(_ total: SpendTotal, name: String) -> [String] {
    func text(_ micros: Int64) -> String {
      Money(micros: micros, unit: total.unit).number
    }
    guard !total.unit.isEmpty else { return [name, "unknown", "unknown", "", "", "", "\(total.runs)"] }
    return [
      name, total.unit, text(total.spent), text(total.unconfirmed), text(total.adjusted), text(total.held),
      "\(total.runs)",
    ]
  }

  private static func sums(_ totals: [SpendTotal]) -> [SpendTotal] {
    Dictionary(grouping: totals, by: \.unit).filter { $0.value.count > 1 && !$0.key.isEmpty }
      .sorted { $0.key < $1.key }
      .map { unit, rows in
        rows.reduce(into: SpendTotal(name: "", unit: unit)) { sum, row in
          sum.held += row.held
          sum.spent += row.spent
          sum.unconfirmed += row.unconfirmed
          sum.adjusted += row.adjusted
          sum.runs += row.runs
        }
      }
  }

  private static func cell(_ text: String) -> String {
    let isFormula = text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
    let safe = isFormula ? "'" + text : text
    guard safe.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return safe }
    return "\"" + safe.replacing("\"", with: "\"\"") + "\""
  }

  /// For a program.
  func record(_ totals: [SpendTotal]) -> Record {
    Record(by: grouping.rawValue, since: since, until: until, totals: totals.map(Record.Total.init))
  }

  struct Record: Encodable {
    let by: String
    let since: String?
    let until: String?
    let totals: [Total]

    struct Total: Encodable {
      let name: String
      /// Missing for runs whose price nobody knows.
      let unit: String?
      let spentMicros: Int64
      let unconfirmedMicros: Int64
      let adjustedMicros: Int64
      let heldMicros: Int64
      let runs: Int64
      let overcharged: Int64

      init(_ total: SpendTotal) {
        name = total.name
        unit = total.unit.isEmpty ? nil : total.unit
        spentMicros = total.spent
        unconfirmedMicros = total.unconfirmed
        adjustedMicros = total.adjusted
        heldMicros = total.held
        runs = total.runs
        overcharged = total.overcharged
      }
    }
  }
}
