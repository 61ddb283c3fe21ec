#include "pictures.h"

#include <string.h>

/* Bytes of a row without what lies between rows; 0 for what no revision knows. */
static uint64_t row_bytes(const rf_image *image) {
  uint64_t sample = image->sample == RF_SAMPLE_U8 ? 1 : image->sample == RF_SAMPLE_U16 ? 2 : image->sample == RF_SAMPLE_F32 ? 4 : 0;
  if (image->layout < 1 || image->layout > 4 || image->width > 1u << 24) return 0;
  return sample * image->layout * image->width;
}

/* Bytes from the first to the last of a picture; 0 for one that cannot be. */
static uint64_t extent(const rf_image *image) {
  uint64_t row = row_bytes(image);
  if (row == 0 || image->height == 0 || image->height > 1u << 24 || image->stride < row || image->stride > 1u << 30)
    return 0;
  return image->stride * (image->height - 1) + row;
}

static void copy_rows(uint8_t *target, uint64_t target_stride, const uint8_t *source, uint64_t source_stride,
                      const rf_image *image) {
  uint64_t row = row_bytes(image);
  for (uint64_t y = 0; y < image->height; y++) memcpy(target + y * target_stride, source + y * source_stride, row);
}

static void put_pixels(rw_writer *writer, const rf_image *image, uint32_t lane, rw_loan *loan) {
  uint64_t length = extent(image);
  if (length == 0 || image->pixels == NULL) {
    writer->is_full = 1;
    return;
  }
  rw_writer before = *writer;
  rw_put_u64(writer, image->stride);
  if (rw_put_reference(writer, image->pixels, length, lane)) return;
  *writer = before;
  loan->stride = row_bytes(image);
  loan->copy = rw_allocate(loan->stride * image->height);
  if (loan->copy == NULL) {
    writer->is_full = 1;
    return;
  }
  copy_rows(loan->copy, loan->stride, image->pixels, image->stride, image);
  rw_put_u64(writer, loan->stride);
  rw_put_reference(writer, loan->copy, loan->stride * image->height, lane);
}

void rw_put_image(rw_writer *writer, const rf_image *image, uint32_t lane, rw_loan *loan) {
  *loan = (rw_loan){.image = image};
  if (!RF_HAS(image, roi_height)) {
    writer->is_full = 1;
    return;
  }
  rw_put_u32(writer, image->width);
  rw_put_u32(writer, image->height);
  rw_put_u32(writer, image->sample);
  rw_put_u32(writer, image->layout);
  rw_put_u32(writer, image->alpha);
  rw_put_u32(writer, image->color);
  rw_put_u32(writer, image->flags);
  put_pixels(writer, image, lane, loan);
  rw_put_i32(writer, image->roi_x);
  rw_put_i32(writer, image->roi_y);
  rw_put_u32(writer, image->roi_width);
  rw_put_u32(writer, image->roi_height);
  loan->profile = rw_put_blob(writer, image->icc.data, image->icc.length, lane);
}

void rw_end_loan(rw_loan *loan, int is_written) {
  if (loan->profile != NULL) rw_release(loan->profile);
  if (loan->copy == NULL) return;
  if (is_written) copy_rows(loan->image->pixels, loan->image->stride, loan->copy, loan->stride, loan->image);
  rw_release(loan->copy);
}

rf_image rw_get_image(rw_reader *reader) {
  rf_image image = {.size = sizeof(rf_image)};
  image.width = rw_get_u32(reader);
  image.height = rw_get_u32(reader);
  image.sample = rw_get_u32(reader);
  image.layout = rw_get_u32(reader);
  image.alpha = rw_get_u32(reader);
  image.color = rw_get_u32(reader);
  image.flags = rw_get_u32(reader);
  image.stride = rw_get_u64(reader);
  rw_reference pixels = rw_get_reference(reader);
  image.pixels = pixels.memory;
  image.roi_x = rw_get_i32(reader);
  image.roi_y = rw_get_i32(reader);
  image.roi_width = rw_get_u32(reader);
  image.roi_height = rw_get_u32(reader);
  image.icc = rw_get_blob(reader);
  uint64_t length = extent(&image);
  if (length == 0 || length > pixels.length) reader->is_broken = 1;
  return image;
}

void rw_get_task(rw_reader *reader, rw_task *task) {
  memset(task, 0, sizeof(*task));
  task->image = rw_get_image(reader);
  task->task.image = &task->image;
  if (rw_get_u32(reader)) {
    task->source = rw_get_image(reader);
    task->task.source = &task->source;
  }
  task->task.placed_x = rw_get_i32(reader);
  task->task.placed_y = rw_get_i32(reader);
  task->task.placed_width = rw_get_u32(reader);
  task->task.placed_height = rw_get_u32(reader);
  task->task.seed = rw_get_u32(reader);
  uint32_t size = rw_get_u32(reader);
  task->task.size = size < sizeof(rf_fill_task) ? size : sizeof(rf_fill_task);
  task->task.effort = rw_get_u32(reader);
  if (rw_get_u32(reader)) {
    task->subject.size = sizeof(rf_saliency);
    task->subject.columns = rw_get_u32(reader);
    task->subject.rows = rw_get_u32(reader);
    rf_bytes values = rw_get_blob(reader);
    task->subject.values = values.data;
    task->task.subject = &task->subject;
    if (values.length != (uint64_t)task->subject.columns * task->subject.rows) reader->is_broken = 1;
  }
  rf_bytes prompt = rw_get_blob(reader);
  rf_bytes parameters = rw_get_blob(reader);
  task->task.prompt = (rf_text){prompt.data, prompt.length};
  task->task.parameters = (rf_text){parameters.data, parameters.length};
}
