/// What a process wrote, line by line; of a flood only the beginning and the end are kept.
struct WorkerLines {
  /// The last lines.
  private(set) var last: [String] = []
  private var pending: [String] = []
  private var dropped = 0
  private var open: [UInt8] = []

  private static let lastLimit = 20
  private static let pendingLimit = 100
  private static let lengthLimit = 500

  mutating func append(_ data: some Sequence<UInt8>) {
    for byte in data {
      if byte == 0x0a {
        endLine()
      } else if open.count < Self.lengthLimit {
        open.append(byte)
      }
    }
  }

  /// Nothing more comes.
  mutating func finish() {
    if !open.isEmpty { endLine() }
  }

  /// The lines since this was last asked, and how many more were dropped.
  mutating func take() -> (lines: [String], dropped: Int) {
    defer { (pending, dropped) = ([], 0) }
    return (pending, dropped)
  }

  private mutating func endLine() {
    let line = String(decoding: open, as: UTF8.self)
    open.removeAll(keepingCapacity: true)
    last.append(line)
    if last.count > Self.lastLimit { last.removeFirst() }
    if pending.count < Self.pendingLimit { pending.append(line) } else { dropped += 1 }
  }
}
