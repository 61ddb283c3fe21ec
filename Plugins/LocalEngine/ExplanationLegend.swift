internal import Imaging
import ReframeSDK

/// The lines under an explanation: which colour is what, and what each frame cost.
struct ExplanationLegend {
  struct Line {
    let text: String
    let color: TinyFont.Color
  }

  let lines: [Line]

  /// Pixels that the lines take.
  var height: Int { lines.count * TinyFont.lineHeight + TinyFont.lineHeight / 2 }

  /// Makes the lines so that they fit into so many pixels.
  init(_ plan: OutputPlan, subjects: SubjectMap?, width: Int) {
    var lines = [
      Line(text: "\(plan.operation.rawValue)\(Self.cost(plan.cost))", color: ExplanationDrawing.chosen)
    ]
    for (index, rival) in plan.rivals.enumerated() {
      lines.append(Line(text: rival.name + Self.cost(rival.cost), color: ExplanationDrawing.rival(index)))
    }
    let labels = Set((subjects?.regions ?? []).map(\.label))
    if labels.isEmpty { lines.append(Line(text: "no subject stands out", color: ExplanationDrawing.subject)) }
    for label in labels.sorted() {
      lines.append(Line(text: "subjects: \(label)", color: ExplanationDrawing.color(of: label)))
    }
    for (index, answer) in (subjects?.answers ?? []).enumerated() {
      let found =
        answer.regions.isEmpty ? "nothing" : Set(answer.regions.map(\.label)).sorted().joined(separator: ", ")
      lines.append(
        Line(text: "panel \(index + 1): \(answer.detector) finds \(found)", color: ExplanationDrawing.subject)
      )
    }
    let columns = max(1, width / TinyFont.advance - 2)
    self.lines = lines.flatMap { line in
      Self.wrapped(line.text, columns).map { Line(text: $0, color: line.color) }
    }
  }

  /// Draws the lines from `y` down.
  func draw(on target: Raster, y: Int) {
    for (index, line) in lines.enumerated() {
      TinyFont.draw(
        line.text, on: target, x: TinyFont.advance, y: y + index * TinyFont.lineHeight, color: line.color)
    }
  }

  /// The text in lines of so many letters, broken between words.
  private static func wrapped(_ text: String, _ columns: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= columns {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word.prefix(columns)))
      }
    }
    return lines
  }

  /// A cost with its two heaviest terms, such as `: 0.31 - key-cut 0.20, drift 0.11`.
  private static func cost(_ terms: [String: Double]) -> String {
    guard let total = terms["total"] else { return "" }
    let heaviest = terms.filter { $0.key != "total" && $0.value >= 0.01 }
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(2)
    let parts = heaviest.map { "\($0.key) \(rounded($0.value))" }
    return ": \(rounded(total))" + (parts.isEmpty ? "" : " - \(parts.joined(separator: ", "))")
  }

  /// With two digits after the point.
  private static func rounded(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let digits = "\(abs(hundredths) % 100)"
    return "\(hundredths < 0 ? "-" : "")\(abs(hundredths) / 100).\(digits.count == 1 ? "0" : "")\(digits)"
  }
}
