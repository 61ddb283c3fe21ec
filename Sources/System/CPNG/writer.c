#include "CPNG.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

struct rf_png_writer {
  png_structp png;
  png_infop info;
  uint8_t *buffer;
  size_t used;
  size_t capacity;
  int taken;
  int status;
  char message[256];
};

static void on_error(png_structp png, png_const_charp text) {
  rf_png_writer *w = png_get_error_ptr(png);
  w->status = strstr(text, "memory") ? RF_PNG_NO_MEMORY : RF_PNG_CORRUPT;
  snprintf(w->message, sizeof w->message, "%s", text);
  png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp text) {
  (void)png;
  (void)text;
}

static void on_write(png_structp png, png_bytep data, size_t count) {
  rf_png_writer *w = png_get_io_ptr(png);
  if (w->taken) w->used = 0;
  w->taken = 0;
  if (w->used + count > w->capacity) {
    size_t capacity = (w->used + count) * 2;
    uint8_t *larger = realloc(w->buffer, capacity);
    if (!larger) png_error(png, "out of memory");
    w->buffer = larger;
    w->capacity = capacity;
  }
  memcpy(w->buffer + w->used, data, count);
  w->used += count;
}

static void on_flush(png_structp png) { (void)png; }

rf_png_writer *rf_png_writer_new(void) {
  rf_png_writer *w = calloc(1, sizeof *w);
  if (!w) return NULL;
  w->capacity = 64 * 1024;
  w->buffer = malloc(w->capacity);
  w->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, w, on_error, on_warning);
  if (w->png) w->info = png_create_info_struct(w->png);
  if (!w->info || !w->buffer) {
    rf_png_writer_free(w);
    return NULL;
  }
  return w;
}

static void set_xmp(rf_png_writer *w, const uint8_t *xmp, size_t length) {
  png_text text;
  memset(&text, 0, sizeof text);
  text.compression = PNG_ITXT_COMPRESSION_NONE;
  text.key = "XML:com.adobe.xmp";
  text.text = (char *)xmp;
  text.itxt_length = length;
  text.lang = "";
  text.lang_key = "";
  png_set_text(w->png, w->info, &text, 1);
}

int rf_png_writer_start(
  rf_png_writer *w, int width, int height, int channels, int level, const uint8_t *exif,
  size_t exif_length, const uint8_t *xmp, size_t xmp_length) {
  char *xmp_text = NULL;
  if (xmp) {
    // libpng wants a terminated string.
    xmp_text = malloc(xmp_length + 1);
    if (!xmp_text) return RF_PNG_NO_MEMORY;
    memcpy(xmp_text, xmp, xmp_length);
    xmp_text[xmp_length] = 0;
  }
  if (setjmp(png_jmpbuf(w->png))) {
    free(xmp_text);
    return w->status;
  }
  png_set_write_fn(w->png, w, on_write, on_flush);
  png_set_user_limits(w->png, 0x7FFFFFFF, 0x7FFFFFFF);
  png_set_IHDR(
    w->png, w->info, (png_uint_32)width, (png_uint_32)height, 8,
    channels == 4 ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
    PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_compression_level(w->png, level);
  png_set_compression_buffer_size(w->png, 64 * 1024);
  // Trying all five filters on each row costs a third more time for one per cent of the size.
  png_set_filter(w->png, 0, PNG_FILTER_SUB | PNG_FILTER_UP);
  if (exif) png_set_eXIf_1(w->png, w->info, (png_uint_32)exif_length, (png_bytep)exif);
  if (xmp_text) set_xmp(w, (const uint8_t *)xmp_text, xmp_length);
  png_write_info(w->png, w->info);
  free(xmp_text);
  return RF_PNG_OK;
}

int rf_png_writer_write(rf_png_writer *w, const uint8_t *base, size_t stride, int count) {
  if (setjmp(png_jmpbuf(w->png))) return w->status;
  for (int y = 0; y < count; y++) png_write_row(w->png, base + (size_t)y * stride);
  return RF_PNG_OK;
}

int rf_png_writer_finish(rf_png_writer *w) {
  if (setjmp(png_jmpbuf(w->png))) return w->status;
  png_write_end(w->png, w->info);
  return RF_PNG_OK;
}

const uint8_t *rf_png_writer_take(rf_png_writer *w, size_t *length) {
  *length = w->taken ? 0 : w->used;
  w->taken = 1;
  return w->buffer;
}

const char *rf_png_writer_message(const rf_png_writer *w) { return w->message; }

void rf_png_writer_free(rf_png_writer *w) {
  if (!w) return;
  if (w->png) png_destroy_write_struct(&w->png, w->info ? &w->info : NULL);
  free(w->buffer);
  free(w);
}
