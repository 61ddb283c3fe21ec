#include "CPixelKernels.h"

// Loops a compiler vectorises by itself, built for AVX2 as well where that exists. The choice is made by hand:
// `target_clones` makes the loader call code that sanitizers have instrumented before they are ready.
#define BODY static inline __attribute__((always_inline)) void

#if defined(__x86_64__)
#define BUILT_TWICE(name, parameters, arguments)                                              \
  static __attribute__((target("avx2"))) void name##_avx2 parameters { name##_body arguments; } \
  void name parameters {                                                                      \
    if (__builtin_cpu_supports("avx2")) name##_avx2 arguments;                                \
    else name##_body arguments;                                                               \
  }
#else
#define BUILT_TWICE(name, parameters, arguments) \
  void name parameters { name##_body arguments; }
#endif

BODY rf_add_row_body(const uint8_t *row, size_t count, uint16_t *sums) {
  for (size_t i = 0; i < count; i++) sums[i] = (uint16_t)(sums[i] + row[i]);
}
BUILT_TWICE(rf_add_row, (const uint8_t *row, size_t count, uint16_t *sums), (row, count, sums))

static inline void mean_columns(
  const uint16_t *sums, const int channels, const int32_t *edges, int width, int rows, uint8_t *out) {
  for (int x = 0; x < width; x++) {
    uint32_t total[4] = {0};
    int columns = edges[x + 1] - edges[x];
    const uint16_t *in = sums + (size_t)edges[x] * (size_t)channels;
    for (int i = 0; i < columns; i++, in += channels)
      for (int c = 0; c < channels; c++) total[c] += in[c];
    float scale = 1.0f / (float)(columns * rows);
    for (int c = 0; c < channels; c++) *out++ = (uint8_t)((float)total[c] * scale + 0.5f);
  }
}

void rf_mean_columns(
  const uint16_t *sums, int channels, const int32_t *edges, int width, int rows, uint8_t *out) {
  if (channels == 4) mean_columns(sums, 4, edges, width, rows, out);
  else mean_columns(sums, 3, edges, width, rows, out);
}

// round(x / 255), exact for 0 <= x <= 65025
static inline __attribute__((always_inline)) uint32_t by255(uint32_t x) {
  x += 128;
  return (x + (x >> 8)) >> 8;
}

BODY rf_premultiply_body(const uint8_t *in, size_t pixels, uint8_t *out) {
  for (size_t i = 0; i < pixels; i++) {
    uint32_t alpha = in[4 * i + 3];
    out[4 * i] = (uint8_t)by255(in[4 * i] * alpha);
    out[4 * i + 1] = (uint8_t)by255(in[4 * i + 1] * alpha);
    out[4 * i + 2] = (uint8_t)by255(in[4 * i + 2] * alpha);
    out[4 * i + 3] = (uint8_t)alpha;
  }
}
BUILT_TWICE(rf_premultiply, (const uint8_t *in, size_t pixels, uint8_t *out), (in, pixels, out))

static inline uint8_t divided(uint32_t value, uint32_t alpha) {
  uint32_t straight = (value * 255 + alpha / 2) / alpha;
  return (uint8_t)(straight > 255 ? 255 : straight);
}

void rf_unpremultiply(uint8_t *pixels, size_t count) {
  for (uint8_t *p = pixels, *end = pixels + 4 * count; p < end; p += 4) {
    uint32_t alpha = p[3];
    if (alpha == 255) continue;
    if (alpha == 0) {
      p[0] = p[1] = p[2] = 0;
      continue;
    }
    p[0] = divided(p[0], alpha);
    p[1] = divided(p[1], alpha);
    p[2] = divided(p[2], alpha);
  }
}

BODY rf_flatten_body(
  const uint8_t *in, size_t pixels, uint8_t red, uint8_t green, uint8_t blue, uint8_t *out) {
  for (size_t i = 0; i < pixels; i++) {
    uint32_t alpha = in[4 * i + 3];
    uint32_t rest = 255 - alpha;
    out[3 * i] = (uint8_t)by255(in[4 * i] * alpha + red * rest);
    out[3 * i + 1] = (uint8_t)by255(in[4 * i + 1] * alpha + green * rest);
    out[3 * i + 2] = (uint8_t)by255(in[4 * i + 2] * alpha + blue * rest);
  }
}
BUILT_TWICE(
  rf_flatten,
  (const uint8_t *in, size_t pixels, uint8_t red, uint8_t green, uint8_t blue, uint8_t *out),
  (in, pixels, red, green, blue, out))

#define BLOCK 64

// The index in `codes` of a mixture of light.
static inline __attribute__((always_inline)) void mix(
  float light[3][BLOCK], const float *m, int32_t index[BLOCK]) {
  for (int i = 0; i < BLOCK; i++) {
    float sum = m[0] * light[0][i] + m[1] * light[1][i] + m[2] * light[2][i];
    sum = sum < 0 ? 0 : sum > 1 ? 1 : sum;
    index[i] = (int32_t)(sum * RF_LIGHT_STEPS + 0.5f);
  }
}

// In blocks, so that the arithmetic between the two table look-ups is done on vectors.
BODY rf_convert_matrix_body(
  uint8_t *row, size_t pixels, int channels, const float *curves, const float *m, const uint8_t *codes) {
  float light[3][BLOCK] = {{0}};
  int32_t index[3][BLOCK];
  for (size_t at = 0; at < pixels; at += BLOCK) {
    size_t count = pixels - at < BLOCK ? pixels - at : BLOCK;
    uint8_t *p = row + at * (size_t)channels;
    for (size_t i = 0; i < count; i++) {
      light[0][i] = curves[p[i * (size_t)channels]];
      light[1][i] = curves[256 + p[i * (size_t)channels + 1]];
      light[2][i] = curves[512 + p[i * (size_t)channels + 2]];
    }
    for (int c = 0; c < 3; c++) mix(light, m + 3 * c, index[c]);
    for (size_t i = 0; i < count; i++) {
      p[i * (size_t)channels] = codes[index[0][i]];
      p[i * (size_t)channels + 1] = codes[index[1][i]];
      p[i * (size_t)channels + 2] = codes[index[2][i]];
    }
  }
}
BUILT_TWICE(
  rf_convert_matrix,
  (uint8_t *row, size_t pixels, int channels, const float *curves, const float *m, const uint8_t *codes),
  (row, pixels, channels, curves, m, codes))
