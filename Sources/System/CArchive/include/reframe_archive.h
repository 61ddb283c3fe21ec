// Reads archives with libarchive, which is opened when the first one is.
#ifndef REFRAME_ARCHIVE_H
#define REFRAME_ARCHIVE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// What an entry is.
#define RA_FILE 1
#define RA_FOLDER 2
#define RA_LINK 3      // symbolic; `target` says to what
#define RA_HARD_LINK 4 // to another entry
#define RA_OTHER 5     // a device, a pipe, a socket

typedef struct ra_archive ra_archive;

// Valid until the next one is read.
typedef struct {
  const char *path; // NULL if it cannot be told
  const char *target;
  int64_t size; // -1 if not known
  uint32_t mode;
  int32_t kind;
} ra_entry;

// Opens a .tar, .tar.gz, .tar.xz or .zip; NULL, and why in `message`.
ra_archive *ra_open(const char *path, char *message, size_t size);
// 1: `entry` is the next one; 0: there is none; -1: see ra_message.
int ra_next(ra_archive *archive, ra_entry *entry);
// Reads on in the entry: how many bytes, 0 at its end; -1: see ra_message.
ssize_t ra_read(ra_archive *archive, void *buffer, size_t size);
const char *ra_message(ra_archive *archive);
void ra_close(ra_archive *archive);
// Swaps two files or folders at once, where the file system can; 0, or -1 and errno.
int ra_exchange(const char *first, const char *second);

#endif
