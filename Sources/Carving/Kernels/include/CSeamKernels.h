#ifndef CSEAMKERNELS_H
#define CSEAMKERNELS_H

#include <stdint.h>

// Rows as the seam search holds them: columns -1 and `width` may be read, and everything up to the next multiple of
// RF_SEAM_BLOCK beyond `width` may be read and written.
#define RF_SEAM_BLOCK 32

// A weight that bars a pixel, and one that invites a seam.
#define RF_SEAM_BARRED 255
#define RF_SEAM_WANTED 0

// A sum that is out of reach; it stays so whatever is added or subtracted.
#define RF_SEAM_FAR 65535

// One row of the dynamic programme with forward energy. `before` and `luma` are the brightness of the row before
// and of this one, `weights` what a pixel costs beside its energy, `sums_before` the sums of the row before less
// `base`, which must be no more than any of them. `bonus` is added to every pixel that is not wanted. Writes the
// sums and answers the least.
uint16_t rf_seam_row(
  const uint8_t *before, const uint8_t *luma, const uint8_t *weights, const uint16_t *sums_before,
  uint16_t base, uint16_t bonus, int width, uint16_t *sums);

// The same in sums that never end, where `barred` is what a barred pixel costs.
uint64_t rf_seam_row_wide(
  const uint8_t *before, const uint8_t *luma, const uint8_t *weights, const uint64_t *sums_before,
  uint64_t barred, uint64_t bonus, int width, uint64_t *sums);

// Takes the values at `count` ascending places out of the first `width` of a row, and closes the gaps.
void rf_close_gaps(uint8_t *row, const uint16_t *places, int count, int width);
void rf_close_gaps_wide(uint16_t *row, const uint16_t *places, int count, int width);

// Brightness of `count` pixels of `channels` samples (3, or 4 with alpha, over mid grey), 0 to 255.
void rf_luma_row(const uint8_t *pixels, int channels, int count, uint8_t *luma);

#endif
