/// The help text of a command: what it is for, examples, then every option.
enum Help {
  static func text(_ table: CommandTable) -> String {
    var lines = [table.abstract, "", "Examples"]
    for example in table.examples {
      lines += ["  # \(example.purpose)", "  \(example.command)"]
    }
    lines += ["", "Usage", "  \(table.synopsis)"]
    for group in table.groups {
      lines += ["", group.title]
      lines += group.options.flatMap(line)
    }
    if !table.footer.isEmpty { lines += ["", table.footer] }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func line(_ option: CommandOption) -> [String] {
    let letter = option.letter.map { "-\($0), " } ?? "    "
    let left = "  \(letter)--\(option.name)\(option.value.map { " \($0)" } ?? "")"
    let width = 34
    guard left.count < width else { return [left, String(repeating: " ", count: width) + option.help] }
    return [left + String(repeating: " ", count: width - left.count) + option.help]
  }
}
