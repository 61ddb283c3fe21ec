// PNG through libpng. Its errors leave by longjmp; every setjmp is inside this C code, so that no Swift frame
// is ever jumped over.
#ifndef REFRAME_CPNG_H
#define REFRAME_CPNG_H

#include <stddef.h>
#include <stdint.h>

enum {
  RF_PNG_OK = 0,
  RF_PNG_CORRUPT = 1,
  RF_PNG_TRUNCATED = 2,
  RF_PNG_UNSUPPORTED = 3,
  RF_PNG_NO_MEMORY = 4,
};

typedef struct rf_png_reader rf_png_reader;

// Opens `bytes`, which must outlive the reader. Null only when memory ran out.
rf_png_reader *_Nullable rf_png_reader_new(const uint8_t *_Nonnull bytes, size_t length);
// Reads the header and sets up 8-bit RGB or RGBA rows, after which the questions below have answers.
int rf_png_reader_start(rf_png_reader *_Nonnull reader);
int rf_png_reader_width(const rf_png_reader *_Nonnull reader);
int rf_png_reader_height(const rf_png_reader *_Nonnull reader);
int rf_png_reader_channels(const rf_png_reader *_Nonnull reader);
// Decodes the next `count` rows. An interlaced picture must be read whole, in one call.
int rf_png_reader_read(rf_png_reader *_Nonnull reader, uint8_t *_Nonnull base, size_t stride, int count);
// The embedded colour profile, owned by the reader; null when there is none.
const uint8_t *_Nullable rf_png_reader_profile(rf_png_reader *_Nonnull reader, size_t *_Nonnull length);
const char *_Nonnull rf_png_reader_message(const rf_png_reader *_Nonnull reader);
void rf_png_reader_free(rf_png_reader *_Nullable reader);

typedef struct rf_png_writer rf_png_writer;

rf_png_writer *_Nullable rf_png_writer_new(void);
// `level` is zlib's; `exif` and `xmp` may be null.
int rf_png_writer_start(
  rf_png_writer *_Nonnull writer, int width, int height, int channels, int level,
  const uint8_t *_Nullable exif, size_t exif_length, const uint8_t *_Nullable xmp, size_t xmp_length);
int rf_png_writer_write(
  rf_png_writer *_Nonnull writer, const uint8_t *_Nonnull base, size_t stride, int count);
int rf_png_writer_finish(rf_png_writer *_Nonnull writer);
// The bytes made since the last call; valid until the next call of any writer function.
const uint8_t *_Nonnull rf_png_writer_take(rf_png_writer *_Nonnull writer, size_t *_Nonnull length);
const char *_Nonnull rf_png_writer_message(const rf_png_writer *_Nonnull writer);
void rf_png_writer_free(rf_png_writer *_Nullable writer);

#endif
