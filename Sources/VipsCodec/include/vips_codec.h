// The formats that libvips reads for Reframe, behind plain C functions. Imaging opens this library at run
// time, only when a file needs it, because libvips takes longer to start than a JPEG takes to decode.
// Imaging repeats these declarations as function types: change both together, and the version.
#ifndef REFRAME_VIPS_CODEC_H
#define REFRAME_VIPS_CODEC_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { RF_VIPS_VERSION = 1 };

// Formats; no other loader of libvips can be reached.
enum { RF_VIPS_JPEG, RF_VIPS_PNG, RF_VIPS_WEBP, RF_VIPS_GIF, RF_VIPS_TIFF, RF_VIPS_HEIF };

// Answers of all functions.
enum {
  RF_VIPS_OK,
  RF_VIPS_CORRUPT,
  RF_VIPS_TRUNCATED,
  RF_VIPS_UNSUPPORTED,
  RF_VIPS_NO_MEMORY,
  RF_VIPS_CANCELLED,
};

// What rf_vips_probe writes, by index.
enum {
  RF_VIPS_WIDTH,        // as stored
  RF_VIPS_HEIGHT,
  RF_VIPS_ORIENTATION,  // 1-8
  RF_VIPS_ALPHA,
  RF_VIPS_PAGES,
  RF_VIPS_BITS,
  RF_VIPS_MODEL,        // 0 grey, 1 RGB, 2 CMYK, 3 palette, 4 other
  RF_VIPS_FACTS,
};

// Kinds of metadata.
enum { RF_VIPS_EXIF, RF_VIPS_XMP, RF_VIPS_IPTC, RF_VIPS_PROFILE };

int rf_vips_version(void);

// Reads a header. On failure `message` holds a terminated text.
int rf_vips_probe(
  const uint8_t *bytes, size_t length, int format, int64_t *facts, char *message, size_t message_size);

// Decodes the first frame or page, upright and in sRGB, to width x height pixels of 3 or 4 channels.
// `cancelled` may be null; it may be called on another thread, by one thread at a time.
int rf_vips_decode(
  const uint8_t *bytes, size_t length, int format, int width, int height, int channels, uint8_t *base,
  size_t stride, int (*cancelled)(void *context), void *context, char *message, size_t message_size);

// Hands a metadata block to `found`, when there is one.
int rf_vips_metadata(
  const uint8_t *bytes, size_t length, int format, int kind,
  void (*found)(void *context, const void *data, size_t size), void *context);

#ifdef __cplusplus
}
#endif

#endif
