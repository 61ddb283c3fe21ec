/// One line that tells how far a batch is, redrawn in place.
struct ProgressBar: Sendable {
  private let count: Int
  private let columns: Int
  private var completed = 0
  private var running: [String: Double] = [:]

  /// Empties the line.
  static let cleared = "\r\u{1b}[K"

  init(count: Int, columns: Int) {
    self.count = count
    self.columns = columns
  }

  /// A picture is so far, from 0 to 1.
  mutating func update(_ name: String, _ fraction: Double) { running[name] = fraction }

  /// A picture is done.
  mutating func complete(_ name: String) {
    running[name] = nil
    completed += 1
  }

  /// The line, with what it takes to replace the one before.
  var drawn: String {
    let done = Double(completed) + running.values.reduce(0, +)
    let share = min(1, done / Double(max(1, count)))
    let label = " \(completed)/\(count) "
    let name = running.keys.min() ?? ""
    let width = max(10, min(30, columns / 3))
    let filled = Int(share * Double(width))
    let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled)
    let room = max(0, columns - 1 - width - 2 - label.count)
    return Self.cleared + "[\(bar)]\(label)\(name.suffix(room))"
  }
}
