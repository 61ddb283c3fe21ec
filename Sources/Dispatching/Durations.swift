/// Milliseconds as people say them: `250 ms`, `1.5 s`, `90 s`.
func spoken(milliseconds: Int64) -> String {
  guard milliseconds >= 1000 else { return "\(max(0, milliseconds)) ms" }
  let tenths = (milliseconds + 50) / 100
  return tenths < 100 && tenths % 10 != 0
    ? "\(tenths / 10).\(tenths % 10) s" : "\((milliseconds + 500) / 1000) s"
}
