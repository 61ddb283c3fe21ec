#define _GNU_SOURCE
#include "reframe_archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

// What is used of libarchive; its own declarations give the types.
#define FUNCTIONS(F) \
  F(archive_read_new) \
  F(archive_read_free) \
  F(archive_read_support_filter_gzip) \
  F(archive_read_support_filter_xz) \
  F(archive_read_support_filter_bzip2) \
  F(archive_read_support_filter_zstd) \
  F(archive_read_support_format_tar) \
  F(archive_read_support_format_zip) \
  F(archive_read_open_filename) \
  F(archive_read_next_header) \
  F(archive_read_data) \
  F(archive_error_string) \
  F(archive_entry_pathname_utf8) \
  F(archive_entry_symlink_utf8) \
  F(archive_entry_symlink) \
  F(archive_entry_hardlink) \
  F(archive_entry_size) \
  F(archive_entry_size_is_set) \
  F(archive_entry_mode) \
  F(archive_entry_filetype)

static struct {
#define MEMBER(name) __typeof__(&name) name;
  FUNCTIONS(MEMBER)
#undef MEMBER
} library;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char failure[512];

static void load(void) {
  // Never closed, as little else is gained by it.
  void *handle = dlopen("libarchive.so.13", RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (!handle) {
    const char *why = dlerror();
    snprintf(failure, sizeof failure, "archives need libarchive, which cannot be used (%s); install the Debian "
             "package libarchive13, or unpack the archive and install the folder", why ? why : "");
    return;
  }
#define LOOK_UP(name)                                                                                 \
  library.name = (__typeof__(library.name))dlsym(handle, #name);                                      \
  if (!library.name) {                                                                                \
    snprintf(failure, sizeof failure, "libarchive is too old: it has no %s", #name);                  \
    return;                                                                                           \
  }
  FUNCTIONS(LOOK_UP)
#undef LOOK_UP
}

struct ra_archive {
  struct archive *reader;
};

ra_archive *ra_open(const char *path, char *message, size_t size) {
  pthread_once(&once, load);
  if (failure[0]) {
    snprintf(message, size, "%s", failure);
    return NULL;
  }
  ra_archive *archive = calloc(1, sizeof *archive);
  struct archive *reader = archive ? library.archive_read_new() : NULL;
  if (!reader) {
    free(archive);
    snprintf(message, size, "there is no memory for it");
    return NULL;
  }
  archive->reader = reader;
  // Filters that this build of the library leaves to programs are not asked for: nothing is started here.
  library.archive_read_support_filter_gzip(reader);
  library.archive_read_support_filter_xz(reader);
  library.archive_read_support_filter_bzip2(reader);
  library.archive_read_support_filter_zstd(reader);
  library.archive_read_support_format_tar(reader);
  library.archive_read_support_format_zip(reader);
  if (library.archive_read_open_filename(reader, path, 1 << 16) != ARCHIVE_OK) {
    snprintf(message, size, "%s", ra_message(archive));
    ra_close(archive);
    return NULL;
  }
  return archive;
}

int ra_next(ra_archive *archive, ra_entry *out) {
  struct archive_entry *entry = NULL;
  int code = library.archive_read_next_header(archive->reader, &entry);
  if (code == ARCHIVE_EOF) return 0;
  if (code != ARCHIVE_OK && code != ARCHIVE_WARN) return -1;
  *out = (ra_entry){0};
  out->path = library.archive_entry_pathname_utf8(entry);
  out->mode = (uint32_t)library.archive_entry_mode(entry);
  out->size = library.archive_entry_size_is_set(entry) ? library.archive_entry_size(entry) : -1;
  if (library.archive_entry_hardlink(entry)) {
    out->kind = RA_HARD_LINK;
  } else if (library.archive_entry_symlink(entry)) {
    out->kind = RA_LINK;
    out->target = library.archive_entry_symlink_utf8(entry);
  } else {
    __LA_MODE_T type = library.archive_entry_filetype(entry);
    out->kind = type == AE_IFREG ? RA_FILE : type == AE_IFDIR ? RA_FOLDER : RA_OTHER;
  }
  return 1;
}

ssize_t ra_read(ra_archive *archive, void *buffer, size_t size) {
  ssize_t count = (ssize_t)library.archive_read_data(archive->reader, buffer, size);
  return count < 0 ? -1 : count;
}

const char *ra_message(ra_archive *archive) {
  const char *message = library.archive_error_string(archive->reader);
  return message ? message : "it cannot be read";
}

void ra_close(ra_archive *archive) {
  library.archive_read_free(archive->reader);
  free(archive);
}

int ra_exchange(const char *first, const char *second) {
  return renameat2(AT_FDCWD, first, AT_FDCWD, second, RENAME_EXCHANGE);
}
