/// A program as it grows; see `foreign.h`.
struct ProgramWriter {
  private(set) var bytes: [UInt8] = []

  mutating func number(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
  }

  mutating func count(_ value: Int) { number(UInt32(clamping: value)) }

  mutating func flag(_ value: Bool) { count(value ? 1 : 0) }

  mutating func text(_ text: String) {
    count(text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  /// An expression, or that there is none.
  mutating func expression(_ expression: ForeignExpression?) {
    text(expression?.text ?? "")
    count(expression?.code.count ?? 0)
    bytes.append(contentsOf: expression?.code ?? [])
  }

  mutating func append(_ other: ProgramWriter) { bytes.append(contentsOf: other.bytes) }
}
