#include "CPixelKernels.h"

#include <string.h>

#define ROUND(bits) (1 << ((bits) - 1))
#define DOWN_SHIFT (RF_WEIGHT_BITS - RF_ROW_BITS)
#define OUT_SHIFT (RF_WEIGHT_BITS + RF_ROW_BITS)

static inline int16_t to_row(int32_t sum) {
  sum = (sum + ROUND(DOWN_SHIFT)) >> DOWN_SHIFT;
  return (int16_t)(sum < -32768 ? -32768 : sum > 32767 ? 32767 : sum);
}

static inline uint8_t to_byte(int32_t sum) {
  sum = (sum + ROUND(OUT_SHIFT)) >> OUT_SHIFT;
  return (uint8_t)(sum < 0 ? 0 : sum > 255 ? 255 : sum);
}

// Blocks keep the sums in registers or the nearest cache while all rows pass over them.
static void blend_plain(
  const uint8_t *const *rows, const int16_t *weights, int taps, size_t from, size_t count, int16_t *out) {
  for (size_t at = from; at < count; at += 64) {
    size_t n = count - at < 64 ? count - at : 64;
    int32_t sums[64] = {0};
    for (int k = 0; k < taps; k++) {
      const uint8_t *row = rows[k] + at;
      int32_t weight = weights[k];
      for (size_t i = 0; i < n; i++) sums[i] += weight * row[i];
    }
    for (size_t i = 0; i < n; i++) out[at + i] = to_row(sums[i]);
  }
}

static void filter_plain(
  const int16_t *row, int channels, const int32_t *starts, const int16_t *weights, int taps, int width,
  uint8_t *out) {
  for (int x = 0; x < width; x++) {
    const int16_t *in = row + (size_t)starts[x] * (size_t)channels;
    const int16_t *w = weights + (size_t)x * (size_t)taps;
    int32_t sums[4] = {0};
    if (channels == 4)
      for (int k = 0; k < taps; k++, in += 4)
        for (int c = 0; c < 4; c++) sums[c] += w[k] * in[c];
    else
      for (int k = 0; k < taps; k++, in += 3)
        for (int c = 0; c < 3; c++) sums[c] += w[k] * in[c];
    for (int c = 0; c < channels; c++) *out++ = to_byte(sums[c]);
  }
}

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))

static int has_avx2(void) { return __builtin_cpu_supports("avx2"); }

static AVX2 size_t blend_avx2(
  const uint8_t *const *rows, const int16_t *weights, int taps, size_t count, int16_t *out) {
  const __m256i zero = _mm256_setzero_si256();
  const __m256i half = _mm256_set1_epi32(ROUND(DOWN_SHIFT));
  size_t at = 0;
  for (; at + 32 <= count; at += 32) {
    __m256i s0 = half, s1 = half, s2 = half, s3 = half;
    for (int k = 0; k < taps; k += 2) {
      int32_t pair;
      memcpy(&pair, weights + k, sizeof pair);
      __m256i w = _mm256_set1_epi32(pair);
      __m256i a = _mm256_loadu_si256((const __m256i *)(rows[k] + at));
      __m256i b = _mm256_loadu_si256((const __m256i *)(rows[k + 1] + at));
      __m256i low = _mm256_unpacklo_epi8(a, b);
      __m256i high = _mm256_unpackhi_epi8(a, b);
      s0 = _mm256_add_epi32(s0, _mm256_madd_epi16(_mm256_unpacklo_epi8(low, zero), w));
      s1 = _mm256_add_epi32(s1, _mm256_madd_epi16(_mm256_unpackhi_epi8(low, zero), w));
      s2 = _mm256_add_epi32(s2, _mm256_madd_epi16(_mm256_unpacklo_epi8(high, zero), w));
      s3 = _mm256_add_epi32(s3, _mm256_madd_epi16(_mm256_unpackhi_epi8(high, zero), w));
    }
    // Each lane of `low` holds samples 0-7 and 16-23, `high` 8-15 and 24-31.
    __m256i low = _mm256_packs_epi32(_mm256_srai_epi32(s0, DOWN_SHIFT), _mm256_srai_epi32(s1, DOWN_SHIFT));
    __m256i high = _mm256_packs_epi32(_mm256_srai_epi32(s2, DOWN_SHIFT), _mm256_srai_epi32(s3, DOWN_SHIFT));
    _mm256_storeu_si256((__m256i *)(out + at), _mm256_permute2x128_si256(low, high, 0x20));
    _mm256_storeu_si256((__m256i *)(out + at + 16), _mm256_permute2x128_si256(low, high, 0x31));
  }
  return at;
}

// One lane works on each of the two rows; a step takes two neighbouring pixels, whose channels are paired up
// so that one multiply-add handles both. RGB reads 16 bytes and uses 12.
static inline AVX2 __m256i filter_pixel_avx2(
  const int16_t *a, const int16_t *b, int channels, const int16_t *weights, int taps, __m256i pairing) {
  __m256i sum = _mm256_set1_epi32(ROUND(OUT_SHIFT));
  for (int k = 0; k < taps; k += 2) {
    int32_t pair;
    memcpy(&pair, weights + k, sizeof pair);
    __m256i pixels = _mm256_inserti128_si256(
      _mm256_castsi128_si256(_mm_loadu_si128((const __m128i *)(a + k * channels))),
      _mm_loadu_si128((const __m128i *)(b + k * channels)), 1);
    pixels = _mm256_shuffle_epi8(pixels, pairing);
    sum = _mm256_add_epi32(sum, _mm256_madd_epi16(pixels, _mm256_set1_epi32(pair)));
  }
  sum = _mm256_srai_epi32(sum, OUT_SHIFT);
  sum = _mm256_packs_epi32(sum, sum);
  return _mm256_packus_epi16(sum, sum);
}

static inline void store_pixel(uint8_t *out, int32_t pixel, int channels) {
  if (channels == 4) {
    memcpy(out, &pixel, 4);
  } else {
    memcpy(out, &pixel, 2);
    out[2] = (uint8_t)(pixel >> 16);
  }
}

static inline AVX2 void filter_avx2(
  const int16_t *row_a, const int16_t *row_b, const int channels, const int32_t *starts,
  const int16_t *weights, int taps, int width, uint8_t *out_a, uint8_t *out_b) {
  const __m128i pairing3 = _mm_setr_epi8(0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11, -1, -1, -1, -1);
  const __m128i pairing4 = _mm_setr_epi8(0, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15);
  const __m256i pairing = _mm256_broadcastsi128_si256(channels == 4 ? pairing4 : pairing3);
  for (int x = 0; x < width; x++) {
    size_t start = (size_t)starts[x] * (size_t)channels;
    __m256i pixel = filter_pixel_avx2(
      row_a + start, row_b + start, channels, weights + (size_t)x * (size_t)taps, taps, pairing);
    store_pixel(out_a + (size_t)x * channels, _mm256_extract_epi32(pixel, 0), channels);
    store_pixel(out_b + (size_t)x * channels, _mm256_extract_epi32(pixel, 4), channels);
  }
}

static AVX2 void filter3_avx2(
  const int16_t *a, const int16_t *b, const int32_t *starts, const int16_t *weights, int taps, int width,
  uint8_t *out_a, uint8_t *out_b) {
  filter_avx2(a, b, 3, starts, weights, taps, width, out_a, out_b);
}

static AVX2 void filter4_avx2(
  const int16_t *a, const int16_t *b, const int32_t *starts, const int16_t *weights, int taps, int width,
  uint8_t *out_a, uint8_t *out_b) {
  filter_avx2(a, b, 4, starts, weights, taps, width, out_a, out_b);
}
#endif

void rf_blend_rows(
  const uint8_t *const *rows, const int16_t *weights, int taps, size_t count, int16_t *out) {
  size_t done = 0;
#if defined(__x86_64__)
  if (has_avx2()) done = blend_avx2(rows, weights, taps, count, out);
#endif
  blend_plain(rows, weights, taps, done, count, out);
}

void rf_filter_columns(
  const int16_t *row_a, const int16_t *row_b, int channels, const int32_t *starts, const int16_t *weights,
  int taps, int width, uint8_t *out_a, uint8_t *out_b) {
#if defined(__x86_64__)
  if (has_avx2()) {
    if (channels == 4) filter4_avx2(row_a, row_b, starts, weights, taps, width, out_a, out_b);
    else filter3_avx2(row_a, row_b, starts, weights, taps, width, out_a, out_b);
    return;
  }
#endif
  filter_plain(row_a, channels, starts, weights, taps, width, out_a);
  if (out_b != out_a) filter_plain(row_b, channels, starts, weights, taps, width, out_b);
}
