#include "picture.h"

#include <string.h>

static void convert_row(const uint8_t *from, uint32_t channels, uint8_t *to, uint32_t layout, uint64_t width) {
  for (uint64_t x = 0; x < width; x++, from += channels, to += layout) {
    if (layout == RF_GRAY) {
      /* The luma of BT.601. */
      *to = channels < RF_RGB ? from[0] : (uint8_t)((77 * from[0] + 150 * from[1] + 29 * from[2] + 128) >> 8);
      continue;
    }
    for (int channel = 0; channel < 3; channel++) to[channel] = channels < RF_RGB ? from[0] : from[channel];
    if (layout == RF_RGBA) to[3] = channels == RF_RGBA ? from[3] : 255;
  }
}

static int is_sound(const rf_image *image) {
  return image != NULL && RF_HAS(image, pixels) && image->pixels != NULL && image->sample == RF_SAMPLE_U8 &&
         (image->layout == RF_RGB || image->layout == RF_RGBA) && image->width > 0 && image->height > 0 &&
         image->stride >= (uint64_t)image->width * image->layout && image->stride <= UINT64_C(1) << 40;
}

static void describe(rff_frame *frame, uint32_t buffer, const rf_image *image, uint64_t stride, uint32_t channels) {
  int64_t *numbers = frame->numbers + (buffer == RFF_IMAGE ? RFF_IMAGE_NUMBERS : RFF_SOURCE_NUMBERS);
  numbers[0] = image->width;
  numbers[1] = image->height;
  numbers[2] = (int64_t)stride;
  numbers[3] = channels;
  numbers[4] = (int64_t)(stride * (image->height - 1u) + (uint64_t)image->width * channels);
}

int rff_lend(rff_frame *frame, uint32_t buffer, const rf_image *image, int is_read_only) {
  if (!is_sound(image)) {
    rff_fail(frame, RF_INVALID_ARGUMENT, "the picture is not of 8-bit RGB or RGBA, or its rows do not fit it");
    return 0;
  }
  const rff_binding *binding = frame->binding;
  uint32_t channels = binding->layout == 0 ? image->layout : binding->layout;
  uint64_t row = (uint64_t)image->width * channels;
  uint64_t stride = (row + binding->alignment - 1) / binding->alignment * binding->alignment;
  rff_buffer *lent = &frame->buffers[buffer];
  if (binding->layout == 0) {
    describe(frame, buffer, image, image->stride, channels);
    /* Whoever lends it need not have room behind the last row. */
    uint64_t length = image->stride * (image->height - 1u) + row;
    *lent = (rff_buffer){.data = image->pixels, .length = length, .is_read_only = is_read_only != 0};
    return 1;
  }
  uint8_t *copy = rff_hold(frame, stride * image->height);
  if (copy == NULL) return 0;
  for (uint64_t y = 0; y < image->height; y++) {
    uint8_t *to = copy + y * stride;
    convert_row((const uint8_t *)image->pixels + y * image->stride, image->layout, to, channels, image->width);
    memset(to + row, 0, stride - row);
  }
  describe(frame, buffer, image, stride, channels);
  *lent = (rff_buffer){.data = copy, .length = stride * image->height};
  return 1;
}

void rff_take_back(rff_frame *frame, const rf_fill_task *task) {
  const rf_image *image = task->image;
  const uint8_t *copy = frame->buffers[RFF_IMAGE].data;
  if (copy == image->pixels) return;
  uint64_t stride = (uint64_t)frame->numbers[RFF_IMAGE_NUMBERS + 2];
  uint32_t channels = (uint32_t)frame->numbers[RFF_IMAGE_NUMBERS + 3];
  uint64_t left = (uint64_t)task->placed_x, right = left + task->placed_width;
  for (uint64_t y = 0; y < image->height; y++) {
    const uint8_t *from = copy + y * stride;
    uint8_t *to = (uint8_t *)image->pixels + y * image->stride;
    int is_beside = y >= (uint64_t)task->placed_y && y < (uint64_t)task->placed_y + task->placed_height;
    if (!is_beside) convert_row(from, channels, to, image->layout, image->width);
    else {
      convert_row(from, channels, to, image->layout, left);
      convert_row(from + right * channels, channels, to + right * image->layout, image->layout, image->width - right);
    }
  }
}
