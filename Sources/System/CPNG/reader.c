#include "CPNG.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

// What one ancillary chunk may unpack to: profiles and texts are the classic decompression bombs.
#define CHUNK_LIMIT (16 * 1024 * 1024)

struct rf_png_reader {
  png_structp png;
  png_infop info;
  const uint8_t *next;
  size_t left;
  int status;
  int passes;
  char message[256];
};

static void on_error(png_structp png, png_const_charp text) {
  rf_png_reader *r = png_get_error_ptr(png);
  if (r->status == RF_PNG_OK)
    r->status = strstr(text, "memory") ? RF_PNG_NO_MEMORY : RF_PNG_CORRUPT;
  snprintf(r->message, sizeof r->message, "%s", text);
  png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp text) {
  (void)png;
  (void)text;
}

static void on_read(png_structp png, png_bytep to, size_t count) {
  rf_png_reader *r = png_get_io_ptr(png);
  if (count > r->left) {
    r->status = RF_PNG_TRUNCATED;
    png_error(png, "the file ends before the picture does");
  }
  memcpy(to, r->next, count);
  r->next += count;
  r->left -= count;
}

rf_png_reader *rf_png_reader_new(const uint8_t *bytes, size_t length) {
  rf_png_reader *r = calloc(1, sizeof *r);
  if (!r) return NULL;
  r->next = bytes;
  r->left = length;
  r->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, r, on_error, on_warning);
  if (r->png) r->info = png_create_info_struct(r->png);
  if (!r->info) {
    rf_png_reader_free(r);
    return NULL;
  }
  return r;
}

int rf_png_reader_start(rf_png_reader *r) {
  if (setjmp(png_jmpbuf(r->png))) return r->status;
  png_set_read_fn(r->png, r, on_read);
  png_set_user_limits(r->png, 0x7FFFFFFF, 0x7FFFFFFF);
  png_set_chunk_malloc_max(r->png, CHUNK_LIMIT);
  png_set_chunk_cache_max(r->png, 128);
  png_read_info(r->png, r->info);
  // Expands palettes, small grey depths and tRNS; 16 bits are rounded, not cut.
  png_set_expand(r->png);
  png_set_scale_16(r->png);
  png_set_gray_to_rgb(r->png);
  r->passes = png_set_interlace_handling(r->png);
  png_read_update_info(r->png, r->info);
  return RF_PNG_OK;
}

int rf_png_reader_width(const rf_png_reader *r) { return (int)png_get_image_width(r->png, r->info); }
int rf_png_reader_height(const rf_png_reader *r) { return (int)png_get_image_height(r->png, r->info); }
int rf_png_reader_channels(const rf_png_reader *r) { return png_get_channels(r->png, r->info); }

int rf_png_reader_read(rf_png_reader *r, uint8_t *base, size_t stride, int count) {
  if (setjmp(png_jmpbuf(r->png))) return r->status;
  for (int pass = 0; pass < r->passes; pass++)
    for (int y = 0; y < count; y++) png_read_row(r->png, base + (size_t)y * stride, NULL);
  return RF_PNG_OK;
}

const uint8_t *rf_png_reader_profile(rf_png_reader *r, size_t *length) {
  png_charp name = NULL;
  png_bytep data = NULL;
  png_uint_32 size = 0;
  int method = 0;
  *length = 0;
  if (setjmp(png_jmpbuf(r->png))) return NULL;
  if (!png_get_iCCP(r->png, r->info, &name, &method, &data, &size)) return NULL;
  *length = size;
  return data;
}

const char *rf_png_reader_message(const rf_png_reader *r) { return r->message; }

void rf_png_reader_free(rf_png_reader *r) {
  if (!r) return;
  if (r->png) png_destroy_read_struct(&r->png, r->info ? &r->info : NULL, NULL);
  free(r);
}
