#include "CSeamKernels.h"

#include <string.h>

// Vectors of the compiler's own, built for AVX2 as well where that exists; the choice is made by hand, as
// `target_clones` makes the loader call code that sanitizers have instrumented before they are ready.
#define LANES 16
#pragma clang diagnostic ignored "-Wpsabi"  // vectors pass between inlined functions only
typedef uint8_t bytes __attribute__((vector_size(LANES)));
typedef uint16_t words __attribute__((vector_size(2 * LANES)));
#define INLINE static inline __attribute__((always_inline))

INLINE bytes load_bytes(const uint8_t *at) {
  bytes result;
  memcpy(&result, at, sizeof result);
  return result;
}

INLINE words load_words(const uint16_t *at) {
  words result;
  memcpy(&result, at, sizeof result);
  return result;
}

INLINE words distance(bytes a, bytes b) {
  return __builtin_convertvector(__builtin_elementwise_max(a, b) - __builtin_elementwise_min(a, b), words);
}

INLINE uint16_t seam_row_body(
  const uint8_t *before, const uint8_t *luma, const uint8_t *weights, const uint16_t *sums_before,
  uint16_t base, uint16_t bonus, int width, uint16_t *sums) {
  const words far = (words){0} + RF_SEAM_FAR;
  words least = far;
  for (int x = 0; x < width; x += LANES) {
    bytes left = load_bytes(luma + x - 1), right = load_bytes(luma + x + 1), above = load_bytes(before + x);
    bytes weight = load_bytes(weights + x);
    words from_left = __builtin_elementwise_add_sat(load_words(sums_before + x - 1), distance(above, left));
    words from_right = __builtin_elementwise_add_sat(load_words(sums_before + x + 1), distance(above, right));
    words sum = __builtin_elementwise_min(load_words(sums_before + x), __builtin_elementwise_min(from_left, from_right));
    words own = distance(left, right) + __builtin_convertvector(weight, words);
    own += (words)(__builtin_convertvector(weight, words) != RF_SEAM_WANTED) & bonus;
    own |= (words)(__builtin_convertvector(weight, words) == RF_SEAM_BARRED);
    sum = __builtin_elementwise_add_sat(sum, own);
    sum = (sum - base) | (words)(sum == far);
    memcpy(sums + x, &sum, sizeof sum);
    least = __builtin_elementwise_min(least, sum);
  }
  return __builtin_reduce_min(least);
}

#if defined(__x86_64__)
static __attribute__((target("avx2"))) uint16_t seam_row_avx2(
  const uint8_t *before, const uint8_t *luma, const uint8_t *weights, const uint16_t *sums_before,
  uint16_t base, uint16_t bonus, int width, uint16_t *sums) {
  return seam_row_body(before, luma, weights, sums_before, base, bonus, width, sums);
}
#endif

uint16_t rf_seam_row(
  const uint8_t *before, const uint8_t *luma, const uint8_t *weights, const uint16_t *sums_before,
  uint16_t base, uint16_t bonus, int width, uint16_t *sums) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2"))
    return seam_row_avx2(before, luma, weights, sums_before, base, bonus, width, sums);
#endif
  return seam_row_body(before, luma, weights, sums_before, base, bonus, width, sums);
}

static uint64_t apart(uint8_t a, uint8_t b) { return a > b ? a - b : b - a; }

uint64_t rf_seam_row_wide(
  const uint8_t *before, const uint8_t *luma, const uint8_t *weights, const uint64_t *sums_before,
  uint64_t barred, uint64_t bonus, int width, uint64_t *sums) {
  uint64_t least = UINT64_MAX;
  for (int x = 0; x < width; x++) {
    uint64_t sum = sums_before[x];
    if (x > 0) {
      uint64_t from_left = sums_before[x - 1] + apart(before[x], luma[x - 1]);
      if (from_left < sum) sum = from_left;
    }
    if (x + 1 < width) {
      uint64_t from_right = sums_before[x + 1] + apart(before[x], luma[x + 1]);
      if (from_right < sum) sum = from_right;
    }
    sum += apart(luma[x - 1], luma[x + 1]);
    sum += weights[x] == RF_SEAM_BARRED ? barred : weights[x];
    sum += weights[x] == RF_SEAM_WANTED ? 0 : bonus;
    sums[x] = sum;
    if (sum < least) least = sum;
  }
  return least;
}

void rf_close_gaps(uint8_t *row, const uint16_t *places, int count, int width) {
  for (int i = 0; i < count; i++) {
    int next = i + 1 < count ? places[i + 1] : width;
    memmove(row + places[i] - i, row + places[i] + 1, (size_t)(next - places[i] - 1));
  }
}

void rf_close_gaps_wide(uint16_t *row, const uint16_t *places, int count, int width) {
  for (int i = 0; i < count; i++) {
    int next = i + 1 < count ? places[i + 1] : width;
    memmove(row + places[i] - i, row + places[i] + 1, 2 * (size_t)(next - places[i] - 1));
  }
}

INLINE void luma_body(const uint8_t *pixels, const int channels, int count, uint8_t *luma) {
  for (int x = 0; x < count; x++) {
    const uint8_t *pixel = pixels + x * channels;
    uint32_t value = (pixel[0] * 77u + pixel[1] * 150u + pixel[2] * 29u + 128) >> 8;
    if (channels == 4) value = (value * pixel[3] + 128u * (255u - pixel[3]) + 127) / 255;
    luma[x] = (uint8_t)value;
  }
}

void rf_luma_row(const uint8_t *pixels, int channels, int count, uint8_t *luma) {
  if (channels == 4) luma_body(pixels, 4, count, luma);
  else luma_body(pixels, 3, count, luma);
}
