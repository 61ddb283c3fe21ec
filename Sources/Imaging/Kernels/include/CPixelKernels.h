// The inner loops of scaling. C because each is built twice, for AVX2 and for any processor, and chosen when
// the program runs; Swift has no per-function instruction sets.
#ifndef REFRAME_PIXEL_KERNELS_H
#define REFRAME_PIXEL_KERNELS_H

#include <stddef.h>
#include <stdint.h>

// Weights are 2.14 fixed point. Rows between the two passes hold 6 fractional bits.
enum { RF_WEIGHT_BITS = 14, RF_ROW_BITS = 6 };

// out[i] = sum of weights[k] * rows[k][i], for `taps` rows (an even number) and `count` samples.
void rf_blend_rows(
  const uint8_t *_Nonnull const *_Nonnull rows, const int16_t *_Nonnull weights, int taps, size_t count,
  int16_t *_Nonnull out);

// Filters two rows at once along x. Output pixel x takes `taps` (even) pixels of each row from starts[x] on,
// with weights[x * taps ...]. Each row must have 16 readable samples after the last pixel used.
void rf_filter_columns(
  const int16_t *_Nonnull row_a, const int16_t *_Nonnull row_b, int channels,
  const int32_t *_Nonnull starts, const int16_t *_Nonnull weights, int taps, int width,
  uint8_t *_Nonnull out_a, uint8_t *_Nonnull out_b);

// sums[i] += row[i]
void rf_add_row(const uint8_t *_Nonnull row, size_t count, uint16_t *_Nonnull sums);

// out pixel x = mean of sums over columns edges[x] ..< edges[x + 1], which stand for `rows` rows each.
void rf_mean_columns(
  const uint16_t *_Nonnull sums, int channels, const int32_t *_Nonnull edges, int width, int rows,
  uint8_t *_Nonnull out);

// RGBA, straight alpha to premultiplied, and back.
void rf_premultiply(const uint8_t *_Nonnull in, size_t pixels, uint8_t *_Nonnull out);
void rf_unpremultiply(uint8_t *_Nonnull pixels, size_t count);
// RGBA over an opaque colour, to RGB.
void rf_flatten(
  const uint8_t *_Nonnull in, size_t pixels, uint8_t red, uint8_t green, uint8_t blue,
  uint8_t *_Nonnull out);

// Steps between no and all light in the `codes` of rf_convert_matrix.
enum { RF_LIGHT_STEPS = 8192 };

// Changes primaries and tone curve of RGB or RGBA in place: 3 x 256 `curves` to light, a 3x3 `matrix`, and
// RF_LIGHT_STEPS + 1 `codes` for light.
void rf_convert_matrix(
  uint8_t *_Nonnull row, size_t pixels, int channels, const float *_Nonnull curves,
  const float *_Nonnull matrix, const uint8_t *_Nonnull codes);

// The path of the library or executable that holds this code, for finding files beside it; null if unknown.
const char *_Nullable rf_imaging_path(void);

#endif
