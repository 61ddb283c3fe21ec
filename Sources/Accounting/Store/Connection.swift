internal import CSQLite
internal import Glibc
internal import ReframeSDK

/// A connection to the ledger's file, with its prepared statements: the one place where SQLite is called.
final class Connection {
  /// Where the file lies.
  let path: String
  private let handle: OpaquePointer
  private var statements: [String: OpaquePointer] = [:]

  /// Opens the file, which must exist.
  init(path: String, isReadOnly: Bool) throws(ReframeError) {
    self.path = path
    var opened: OpaquePointer?
    let flags = (isReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) | SQLITE_OPEN_NOMUTEX
    let code = sqlite3_open_v2(path, &opened, flags, nil)
    guard code == SQLITE_OK, let opened else {
      let text = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
      sqlite3_close_v2(opened)
      throw StoreFault.error(code: code, text: text, path: path)
    }
    handle = opened
    sqlite3_extended_result_codes(handle, 1)
    reframe_sqlite_defend(handle)
    // Short naps, as SQLite's own grow to a tenth of a second and then lose every race against a busy
    // process.
    sqlite3_busy_handler(
      handle,
      { _, count in
        usleep(1000)
        return count < 10_000 ? 1 : 0
      }, nil)
  }

  /// How many rows have been changed since the file was opened.
  var totalChanges: Int64 { sqlite3_total_changes64(handle) }

  /// The number of the row that was inserted last.
  var lastInsertion: Int64 { sqlite3_last_insert_rowid(handle) }

  /// Whether a transaction is open; some faults end it by themselves.
  var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  /// Runs statements that take and answer nothing.
  func script(_ sql: String) throws(ReframeError) {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw fault() }
  }

  /// Runs a statement and answers how many rows it changed.
  @discardableResult
  func run(_ sql: String, _ values: [SQLValue] = []) throws(ReframeError) -> Int {
    let statement = try prepared(sql, values)
    defer { sqlite3_reset(statement) }
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW: continue
      case SQLITE_DONE: return Int(sqlite3_changes64(handle))
      default: throw fault()
      }
    }
  }

  /// Runs a query and answers what `read` makes of its rows.
  func rows<Value>(_ sql: String, _ values: [SQLValue] = [], _ read: (Row) -> Value) throws(ReframeError)
    -> [Value]
  {
    let statement = try prepared(sql, values)
    defer { sqlite3_reset(statement) }
    var found: [Value] = []
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW: found.append(read(Row(statement)))
      case SQLITE_DONE: return found
      default: throw fault()
      }
    }
  }

  /// The one number that a query answers; 0 if it answers no row.
  func integer(_ sql: String, _ values: [SQLValue] = []) throws(ReframeError) -> Int64 {
    try rows(sql, values) { $0.integer(0) }.first ?? 0
  }

  private func prepared(_ sql: String, _ values: [SQLValue]) throws(ReframeError) -> OpaquePointer {
    let statement: OpaquePointer
    if let known = statements[sql] {
      statement = known
    } else {
      var made: OpaquePointer?
      guard sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &made, nil) == SQLITE_OK,
        let made
      else { throw fault() }
      statements[sql] = made
      statement = made
    }
    for (index, value) in values.enumerated() {
      guard value.bind(to: statement, at: Int32(index + 1)) == SQLITE_OK else { throw fault() }
    }
    return statement
  }

  private func fault() -> ReframeError {
    StoreFault.error(
      code: sqlite3_extended_errcode(handle), text: String(cString: sqlite3_errmsg(handle)), path: path)
  }

  deinit {
    for statement in statements.values { sqlite3_finalize(statement) }
    sqlite3_close_v2(handle)
  }
}

/// A value that a statement takes.
enum SQLValue {
  case integer(Int64)
  case text(String)
  case null

  init(_ number: Int64?) { self = number.map(SQLValue.integer) ?? .null }
  init(_ text: String?) { self = text.map(SQLValue.text) ?? .null }

  fileprivate func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    switch self {
    case .integer(let number):
      return sqlite3_bind_int64(statement, index, number)
    case .text(var text):
      return text.withUTF8 { bytes in
        guard let base = bytes.baseAddress else { return reframe_sqlite_bind_text(statement, index, "", 0) }
        return base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
          reframe_sqlite_bind_text(statement, index, $0, Int32(clamping: bytes.count))
        }
      }
    case .null:
      return sqlite3_bind_null(statement, index)
    }
  }
}

/// A row while a query stands on it.
struct Row {
  private let statement: OpaquePointer

  fileprivate init(_ statement: OpaquePointer) { self.statement = statement }

  /// A number; 0 for NULL.
  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

  /// A number, or `nil` for NULL.
  func optionalInteger(_ column: Int32) -> Int64? {
    sqlite3_column_type(statement, column) == SQLITE_NULL ? nil : integer(column)
  }

  /// Text; empty for NULL.
  func text(_ column: Int32) -> String { optionalText(column) ?? "" }

  /// Text, or `nil` for NULL.
  func optionalText(_ column: Int32) -> String? {
    guard let start = sqlite3_column_text(statement, column) else { return nil }
    let count = Int(sqlite3_column_bytes(statement, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }
}
