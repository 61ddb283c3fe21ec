// WebP through libwebp, libwebpdemux (animations) and libwebpmux (metadata).
#ifndef REFRAME_CWEBP_H
#define REFRAME_CWEBP_H

#include <stddef.h>
#include <stdint.h>

enum {
  RF_WEBP_OK = 0,
  RF_WEBP_CORRUPT = 1,
  RF_WEBP_TRUNCATED = 2,
  RF_WEBP_UNSUPPORTED = 3,
  RF_WEBP_NO_MEMORY = 4,
  RF_WEBP_CANCELLED = 5,
  RF_WEBP_TOO_LARGE = 6,
};

// Decodes a still picture to `channels` (3 or 4) bytes a pixel, scaled to width x height when they differ
// from the picture's own.
int rf_webp_decode(
  const uint8_t *_Nonnull bytes, size_t length, int width, int height, int channels,
  uint8_t *_Nonnull base, size_t stride);
// Decodes the first frame of an animation, composed on its canvas, to RGBA of exactly width x height.
int rf_webp_decode_first_frame(
  const uint8_t *_Nonnull bytes, size_t length, int width, int height, uint8_t *_Nonnull base, size_t stride);

typedef struct rf_webp_settings {
  float quality;  // 0-100
  int lossless;
  int effort;     // 0 (fast) - 6
  const uint8_t *_Nullable exif;
  size_t exif_length;
  const uint8_t *_Nullable xmp;
  size_t xmp_length;
  int (*_Nullable cancelled)(void *_Nullable context);
  void *_Nullable context;
} rf_webp_settings;

// Encodes; on success `*out` holds the file, to be given to rf_webp_free.
int rf_webp_encode(
  const uint8_t *_Nonnull base, size_t stride, int width, int height, int channels,
  const rf_webp_settings *_Nonnull settings, uint8_t *_Nullable *_Nonnull out, size_t *_Nonnull out_length);
void rf_webp_free(uint8_t *_Nullable bytes);

#endif
