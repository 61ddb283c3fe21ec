#include <sqlite3.h>

// Macros and variadic functions do not reach Swift.

/// Binds text that SQLite copies before it returns.
static inline int reframe_sqlite_bind_text(sqlite3_stmt *statement, int index, const char *text, int length) {
  return sqlite3_bind_text(statement, index, text, length, SQLITE_TRANSIENT);
}

/// Forbids statements that could damage the file, and functions called from a schema that somebody else wrote.
static inline void reframe_sqlite_defend(sqlite3 *database) {
  sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
  sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)0);
}
