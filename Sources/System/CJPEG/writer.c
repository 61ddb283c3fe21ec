#include "CJPEG.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

#define FIRST_BUFFER (256 * 1024)

struct rf_jpeg_writer {
  struct jpeg_compress_struct c;
  struct jpeg_error_mgr errors;
  struct jpeg_destination_mgr destination;
  jmp_buf escape;
  int status;
  uint8_t *buffer;
  size_t capacity;
  int taken;
  char message[JMSG_LENGTH_MAX];
};

static void on_error(j_common_ptr info) {
  rf_jpeg_writer *w = (rf_jpeg_writer *)info->client_data;
  info->err->format_message(info, w->message);
  w->status = info->err->msg_code == JERR_OUT_OF_MEMORY ? RF_JPEG_NO_MEMORY : RF_JPEG_CORRUPT;
  longjmp(w->escape, 1);
}

static void on_message(j_common_ptr info, int level) {
  (void)info;
  (void)level;
}

static void no_output(j_common_ptr info) { (void)info; }

static void begin(j_compress_ptr c) { (void)c; }

// libjpeg calls this with the whole buffer full: it grows, and the caller takes it between rows.
static boolean grow(j_compress_ptr c) {
  rf_jpeg_writer *w = (rf_jpeg_writer *)c->client_data;
  uint8_t *larger = realloc(w->buffer, w->capacity * 2);
  if (!larger) ERREXIT1(c, JERR_OUT_OF_MEMORY, 1);
  w->buffer = larger;
  w->destination.next_output_byte = larger + w->capacity;
  w->destination.free_in_buffer = w->capacity;
  w->capacity *= 2;
  return TRUE;
}

rf_jpeg_writer *rf_jpeg_writer_new(void) {
  rf_jpeg_writer *w = calloc(1, sizeof *w);
  if (!w) return NULL;
  w->buffer = malloc(FIRST_BUFFER);
  w->capacity = FIRST_BUFFER;
  w->c.err = jpeg_std_error(&w->errors);
  w->errors.error_exit = on_error;
  w->errors.emit_message = on_message;
  w->errors.output_message = no_output;
  w->c.client_data = w;
  if (!w->buffer || setjmp(w->escape)) {
    free(w->buffer);
    free(w);
    return NULL;
  }
  jpeg_create_compress(&w->c);
  w->destination.init_destination = begin;
  w->destination.empty_output_buffer = grow;
  w->destination.term_destination = begin;
  w->destination.next_output_byte = w->buffer;
  w->destination.free_in_buffer = w->capacity;
  w->c.dest = &w->destination;
  return w;
}

// Starts over at the head of the buffer once its bytes were taken.
static void reuse(rf_jpeg_writer *w) {
  if (!w->taken) return;
  w->taken = 0;
  w->destination.next_output_byte = w->buffer;
  w->destination.free_in_buffer = w->capacity;
}

int rf_jpeg_writer_start(rf_jpeg_writer *w, int width, int height, int quality, int full_chroma) {
  if (setjmp(w->escape)) return w->status;
  w->c.image_width = (unsigned)width;
  w->c.image_height = (unsigned)height;
  w->c.input_components = 3;
  w->c.in_color_space = JCS_RGB;
  jpeg_set_defaults(&w->c);
  jpeg_set_quality(&w->c, quality, TRUE);
  w->c.dct_method = JDCT_ISLOW;
  if (full_chroma) w->c.comp_info[0].h_samp_factor = w->c.comp_info[0].v_samp_factor = 1;
  jpeg_start_compress(&w->c, TRUE);
  return RF_JPEG_OK;
}

int rf_jpeg_writer_marker(rf_jpeg_writer *w, int app, const uint8_t *data, size_t length) {
  if (setjmp(w->escape)) return w->status;
  reuse(w);
  jpeg_write_marker(&w->c, JPEG_APP0 + app, data, (unsigned)length);
  return RF_JPEG_OK;
}

int rf_jpeg_writer_write(rf_jpeg_writer *w, const uint8_t *base, size_t stride, int count) {
  if (setjmp(w->escape)) return w->status;
  reuse(w);
  JSAMPROW rows[16];
  for (int done = 0; done < count;) {
    int n = count - done < 16 ? count - done : 16;
    for (int i = 0; i < n; i++) rows[i] = (JSAMPROW)(base + (size_t)(done + i) * stride);
    done += (int)jpeg_write_scanlines(&w->c, rows, (unsigned)n);
  }
  return RF_JPEG_OK;
}

int rf_jpeg_writer_finish(rf_jpeg_writer *w) {
  if (setjmp(w->escape)) return w->status;
  reuse(w);
  jpeg_finish_compress(&w->c);
  return RF_JPEG_OK;
}

const uint8_t *rf_jpeg_writer_take(rf_jpeg_writer *w, size_t *length) {
  *length = w->taken ? 0 : w->capacity - w->destination.free_in_buffer;
  w->taken = 1;
  return w->buffer;
}

const char *rf_jpeg_writer_message(const rf_jpeg_writer *w) { return w->message; }

void rf_jpeg_writer_free(rf_jpeg_writer *w) {
  if (!w) return;
  jpeg_destroy_compress(&w->c);
  free(w->buffer);
  free(w);
}
