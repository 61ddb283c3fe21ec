internal import ReframeSDK

/// Reads comma-separated values (RFC 4180) strictly: what is not well formed is an error with its line.
struct CSV {
  /// A record and the line on which it begins, counted from 1.
  struct Record: Equatable {
    var line: Int
    var fields: [String]
  }

  private let bytes: [UInt8]
  private var position = 0
  private var line = 1

  /// Every record that is not an empty line. Lines end with LF or CRLF; a byte order mark is skipped.
  static func records(_ bytes: [UInt8]) throws(ReframeError) -> [Record] {
    var reader = CSV(bytes: bytes.starts(with: [0xef, 0xbb, 0xbf]) ? Array(bytes.dropFirst(3)) : bytes)
    var records: [Record] = []
    while reader.position < reader.bytes.count {
      let record = try reader.record()
      if record.fields != [""] { records.append(record) }
    }
    return records
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func record() throws(ReframeError) -> Record {
    let start = line
    var fields: [String] = []
    while true {
      fields.append(try field())
      guard position < bytes.count else { break }
      let byte = bytes[position]
      position += 1
      if byte == comma { continue }
      // A field ends only at a comma, a line's end or the end.
      if byte == carriageReturn { position += 1 }
      line += 1
      break
    }
    return Record(line: start, fields: fields)
  }

  private mutating func field() throws(ReframeError) -> String {
    guard position < bytes.count, bytes[position] == quote else { return try text(bare()) }
    let start = line
    var content: [UInt8] = []
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == lineFeed { line += 1 }
      guard byte == quote else {
        content.append(byte)
        continue
      }
      if position < bytes.count, bytes[position] == quote {
        content.append(quote)
        position += 1
        continue
      }
      guard isAtEnd else { throw fault("text follows a closing quote") }
      return try text(content[...])
    }
    line = start
    throw fault("a quote is not closed")
  }

  private mutating func bare() throws(ReframeError) -> ArraySlice<UInt8> {
    let start = position
    while !isAtEnd {
      guard bytes[position] != quote else { throw fault("a quote stands inside a field that is not quoted") }
      position += 1
    }
    return bytes[start..<position]
  }

  private var isAtEnd: Bool {
    guard position < bytes.count else { return true }
    return bytes[position] == comma || bytes[position] == lineFeed
      || (bytes[position] == carriageReturn && position + 1 < bytes.count && bytes[position + 1] == lineFeed)
  }

  private func text(_ bytes: ArraySlice<UInt8>) throws(ReframeError) -> String {
    guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
      throw fault("it is not UTF-8 text")
    }
    return text
  }

  private func fault(_ what: String) -> ReframeError {
    ReframeError(.invalidArgument, "line \(line): \(what)")
  }
}

private let comma = UInt8(ascii: ",")
private let quote = UInt8(ascii: "\"")
private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
