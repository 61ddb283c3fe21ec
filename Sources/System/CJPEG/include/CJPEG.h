// JPEG through libjpeg-turbo. Its errors leave by longjmp; every setjmp is inside this C code, so that no
// Swift frame is ever jumped over.
#ifndef REFRAME_CJPEG_H
#define REFRAME_CJPEG_H

#include <stddef.h>
#include <stdint.h>

enum {
  RF_JPEG_OK = 0,
  RF_JPEG_CORRUPT = 1,
  RF_JPEG_TRUNCATED = 2,
  RF_JPEG_UNSUPPORTED = 3,
  RF_JPEG_NO_MEMORY = 4,
  RF_JPEG_CANCELLED = 5,
};

typedef struct rf_jpeg_reader rf_jpeg_reader;

typedef struct rf_jpeg_options {
  int eighths;             // scale of the decoded picture: 8 (full), 4, 2 or 1
  int plain_upsampling;    // chroma repeated instead of interpolated: faster, for pictures that are shrunk
  size_t memory_limit;     // bytes libjpeg may hold (progressive pictures keep all coefficients)
  int (*_Nullable cancelled)(void *_Nullable context);  // only called while rf_jpeg_reader_start runs
  void *_Nullable context;
} rf_jpeg_options;

// Opens `bytes`, which must outlive the reader. Null only when memory ran out.
rf_jpeg_reader *_Nullable rf_jpeg_reader_new(const uint8_t *_Nonnull bytes, size_t length);
// Reads the header and starts decoding to RGB.
int rf_jpeg_reader_start(rf_jpeg_reader *_Nonnull reader, const rf_jpeg_options *_Nonnull options);
int rf_jpeg_reader_width(const rf_jpeg_reader *_Nonnull reader);
int rf_jpeg_reader_height(const rf_jpeg_reader *_Nonnull reader);
// Decodes the next `count` rows to `base`, `stride` bytes apart.
int rf_jpeg_reader_read(rf_jpeg_reader *_Nonnull reader, uint8_t *_Nonnull base, size_t stride, int count);
// What went wrong, in libjpeg's words.
const char *_Nonnull rf_jpeg_reader_message(const rf_jpeg_reader *_Nonnull reader);
void rf_jpeg_reader_free(rf_jpeg_reader *_Nullable reader);

typedef struct rf_jpeg_writer rf_jpeg_writer;

// `full_chroma` keeps colour at full resolution (4:4:4), otherwise 4:2:0.
rf_jpeg_writer *_Nullable rf_jpeg_writer_new(void);
int rf_jpeg_writer_start(
  rf_jpeg_writer *_Nonnull writer, int width, int height, int quality, int full_chroma);
// Adds an APPn segment; only between start and the first row.
int rf_jpeg_writer_marker(
  rf_jpeg_writer *_Nonnull writer, int app, const uint8_t *_Nonnull data, size_t length);
// Rows of RGB bytes.
int rf_jpeg_writer_write(
  rf_jpeg_writer *_Nonnull writer, const uint8_t *_Nonnull base, size_t stride, int count);
int rf_jpeg_writer_finish(rf_jpeg_writer *_Nonnull writer);
// The bytes made since the last call; valid until the next call of any writer function.
const uint8_t *_Nonnull rf_jpeg_writer_take(rf_jpeg_writer *_Nonnull writer, size_t *_Nonnull length);
const char *_Nonnull rf_jpeg_writer_message(const rf_jpeg_writer *_Nonnull writer);
void rf_jpeg_writer_free(rf_jpeg_writer *_Nullable writer);

#endif
