internal import ReframeSDK

/// The tables, and how an older file gets them. A step is never edited once it has been released: add
/// another.
enum Schema {
  /// "RfLg", which says in the file's header whose it is.
  static let application: Int64 = 0x5266_4c67

  /// One a version; the file's `user_version` says how many it has had.
  static let steps = [
    """
    CREATE TABLE clock (
      mark INTEGER NOT NULL,
      generation INTEGER NOT NULL,
      owners INTEGER NOT NULL
    ) STRICT;
    INSERT INTO clock VALUES (0, 0, 0);

    CREATE TABLE attempts (
      number INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      job TEXT NOT NULL,
      try INTEGER NOT NULL,
      fingerprint TEXT NOT NULL,
      model TEXT NOT NULL,
      provider TEXT NOT NULL,
      payer TEXT NOT NULL,
      project TEXT NOT NULL,
      expected INTEGER CHECK (expected >= 0), expected_unit TEXT,
      maximum INTEGER CHECK (maximum >= 0), maximum_unit TEXT,
      compared INTEGER CHECK (compared >= 0), compared_unit TEXT,
      rule TEXT NOT NULL,
      rule_version TEXT NOT NULL,
      owner INTEGER NOT NULL,
      held_at INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('held', 'sending', 'accepted', 'captured', 'released')),
      ticket TEXT,
      sending_at INTEGER,
      settled_at INTEGER,
      milliseconds INTEGER,
      charged INTEGER CHECK (charged >= 0), charged_unit TEXT,
      adjusted INTEGER NOT NULL DEFAULT 0,
      is_presumed INTEGER NOT NULL DEFAULT 0,
      reason TEXT,
      context TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX attempts_unfinished ON attempts (fingerprint)
      WHERE fingerprint <> '' AND state IN ('held', 'sending', 'accepted');
    CREATE INDEX attempts_open ON attempts (owner) WHERE state IN ('held', 'sending', 'accepted');
    CREATE INDEX attempts_time ON attempts (held_at);
    CREATE INDEX attempts_ticket ON attempts (ticket) WHERE ticket IS NOT NULL;
    CREATE INDEX attempts_speed ON attempts (model, settled_at) WHERE milliseconds IS NOT NULL;
    CREATE INDEX attempts_presumed ON attempts (fingerprint) WHERE is_presumed = 1;

    CREATE TABLE entries (
      attempt INTEGER NOT NULL REFERENCES attempts (number),
      kind TEXT NOT NULL CHECK (kind IN ('hold', 'capture', 'release', 'adjust')),
      part INTEGER NOT NULL,
      account TEXT NOT NULL CHECK (account IN ('available', 'held', 'spent')),
      unit TEXT NOT NULL,
      amount INTEGER NOT NULL CHECK (amount <> 0),
      at INTEGER NOT NULL,
      PRIMARY KEY (attempt, kind, part, account, unit)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE scopes (
      number INTEGER PRIMARY KEY,
      window TEXT NOT NULL,
      unit TEXT NOT NULL,
      payer TEXT, project TEXT, provider TEXT, model TEXT,
      opened_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE counters (
      scope INTEGER NOT NULL,
      opens INTEGER NOT NULL,
      held INTEGER NOT NULL,
      spent INTEGER NOT NULL,
      PRIMARY KEY (scope, opens)
    ) STRICT, WITHOUT ROWID;

    CREATE TRIGGER entries_stay BEFORE UPDATE ON entries
      BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
    CREATE TRIGGER entries_last BEFORE DELETE ON entries
      BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
    CREATE TRIGGER attempts_last BEFORE DELETE ON attempts
      BEGIN SELECT RAISE(ABORT, 'attempts are never deleted'); END;
    CREATE TRIGGER attempts_settled BEFORE UPDATE OF state ON attempts
      WHEN old.state IN ('captured', 'released') AND new.state <> old.state
      BEGIN SELECT RAISE(ABORT, 'a settled attempt stays settled'); END;
    """
  ]

  /// How many steps the file has had; throws if it is not a ledger or a newer one. An empty file has had
  /// none.
  static func version(_ connection: Connection) throws(ReframeError) -> Int {
    let application = try connection.integer("PRAGMA application_id")
    let version = try connection.integer("PRAGMA user_version")
    let tables = try connection.integer("SELECT count(*) FROM sqlite_schema")
    if application == 0 && version == 0 && tables == 0 { return 0 }
    guard application == Self.application else {
      throw ReframeError(
        .invalidArgument,
        "'\(connection.path)' is a database of another program, not a ledger; nothing was changed: "
          + "name another file"
      )
    }
    guard version <= steps.count else {
      throw ReframeError(
        .unsupported,
        "the ledger '\(connection.path)' has version \(version) and was written by a newer Reframe; this one "
          + "knows versions up to \(steps.count): update it, or name another ledger")
    }
    return Int(version)
  }

  /// Brings a file up to date, all or nothing, also if several processes begin it at once.
  static func prepare(_ connection: Connection) throws(ReframeError) {
    // Nothing may be written to a file before it is known whose it is.
    _ = try version(connection)
    try connection.script("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY")
    try connection.script("PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 4000")
    try connection.script("PRAGMA recursive_triggers = ON; PRAGMA foreign_keys = ON; BEGIN IMMEDIATE")
    do throws(ReframeError) {
      let version = try version(connection)
      for step in steps.dropFirst(version) { try connection.script(step) }
      if version < steps.count {
        try connection.script("PRAGMA application_id = \(application); PRAGMA user_version = \(steps.count)")
      }
      try connection.script("COMMIT")
    } catch {
      if connection.isInTransaction { try connection.script("ROLLBACK") }
      throw error
    }
  }
}
