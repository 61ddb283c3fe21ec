#include "CJPEG.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

// A picture of a few kilobytes can name thousands of progressive scans, each costing a pass over all pixels.
#define MAX_SCANS 200

struct rf_jpeg_reader {
  struct jpeg_decompress_struct d;
  struct jpeg_error_mgr errors;
  struct jpeg_source_mgr source;
  struct jpeg_progress_mgr progress;
  jmp_buf escape;
  int status;
  int padded;
  int (*cancelled)(void *);
  void *context;
  char message[JMSG_LENGTH_MAX];
};

static rf_jpeg_reader *owner(j_common_ptr info) { return (rf_jpeg_reader *)info->client_data; }

static int status_of(int code) {
  switch (code) {
    case JERR_OUT_OF_MEMORY:
    case JERR_NO_BACKING_STORE:
      return RF_JPEG_NO_MEMORY;
    case JERR_INPUT_EOF:
    case JERR_INPUT_EMPTY:
      return RF_JPEG_TRUNCATED;
    case JERR_SOF_UNSUPPORTED:
    case JERR_ARITH_NOTIMPL:
    case JERR_BAD_PRECISION:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_NOT_COMPILED:
      return RF_JPEG_UNSUPPORTED;
    default:
      return RF_JPEG_CORRUPT;
  }
}

static void leave(rf_jpeg_reader *r, int status, const char *message) {
  r->status = status;
  snprintf(r->message, sizeof r->message, "%s", message);
  longjmp(r->escape, 1);
}

static void on_error(j_common_ptr info) {
  rf_jpeg_reader *r = owner(info);
  char text[JMSG_LENGTH_MAX];
  info->err->format_message(info, text);
  leave(r, status_of(info->err->msg_code), text);
}

static void on_message(j_common_ptr info, int level) {
  rf_jpeg_reader *r = owner(info);
  if (level >= 0) return;
  info->err->num_warnings++;
  if (info->err->msg_code != JWRN_HIT_MARKER) return;
  // Data that ends early without restart markers leaves all that follows grey: that is a cut file, not a
  // blemish. In the last row of blocks it is let pass, as every viewer does.
  int blemish = r->d.restart_interval != 0 || r->d.progressive_mode ||
                r->d.input_iMCU_row + 1 >= r->d.total_iMCU_rows;
  if (r->padded || !blemish) leave(r, RF_JPEG_TRUNCATED, "the picture data ends early");
}

static void no_output(j_common_ptr info) { (void)info; }

static void source_nothing(j_decompress_ptr d) { (void)d; }

// A file that lacks only its end marker is whole: hand out the marker, and if data is still wanted after it,
// `on_message` knows that the file was cut.
static boolean source_empty(j_decompress_ptr d) {
  static const JOCTET end_marker[2] = {0xFF, JPEG_EOI};
  rf_jpeg_reader *r = owner((j_common_ptr)d);
  if (d->total_iMCU_rows > 0 && !d->progressive_mode && !r->padded) {
    r->padded = 1;
    d->src->next_input_byte = end_marker;
    d->src->bytes_in_buffer = sizeof end_marker;
    return TRUE;
  }
  leave(r, RF_JPEG_TRUNCATED, "the file ends before the picture does");
  return FALSE;
}

static void source_skip(j_decompress_ptr d, long count) {
  if (count <= 0) return;
  if ((size_t)count > d->src->bytes_in_buffer)
    leave(owner((j_common_ptr)d), RF_JPEG_TRUNCATED, "the file ends inside a segment");
  d->src->next_input_byte += count;
  d->src->bytes_in_buffer -= (size_t)count;
}

static void on_progress(j_common_ptr info) {
  rf_jpeg_reader *r = owner(info);
  if (r->d.input_scan_number > MAX_SCANS) leave(r, RF_JPEG_CORRUPT, "too many progressive scans");
  if (r->cancelled && r->cancelled(r->context)) leave(r, RF_JPEG_CANCELLED, "cancelled");
}

rf_jpeg_reader *rf_jpeg_reader_new(const uint8_t *bytes, size_t length) {
  rf_jpeg_reader *r = calloc(1, sizeof *r);
  if (!r) return NULL;
  r->d.err = jpeg_std_error(&r->errors);
  r->errors.error_exit = on_error;
  r->errors.emit_message = on_message;
  r->errors.output_message = no_output;
  r->d.client_data = r;
  if (setjmp(r->escape)) {
    free(r);
    return NULL;
  }
  jpeg_create_decompress(&r->d);
  r->source.init_source = source_nothing;
  r->source.fill_input_buffer = source_empty;
  r->source.skip_input_data = source_skip;
  r->source.resync_to_restart = jpeg_resync_to_restart;
  r->source.term_source = source_nothing;
  r->source.next_input_byte = bytes;
  r->source.bytes_in_buffer = length;
  r->d.src = &r->source;
  r->progress.progress_monitor = on_progress;
  return r;
}

int rf_jpeg_reader_start(rf_jpeg_reader *r, const rf_jpeg_options *options) {
  if (setjmp(r->escape)) return r->status;
  r->cancelled = options->cancelled;
  r->context = options->context;
  r->d.progress = &r->progress;
  jpeg_read_header(&r->d, TRUE);
  if (r->d.num_components != 3 && r->d.num_components != 1)
    leave(r, RF_JPEG_UNSUPPORTED, "not a grey or RGB picture");
  r->d.mem->max_memory_to_use = (long)options->memory_limit;
  r->d.out_color_space = JCS_RGB;
  r->d.scale_num = (unsigned)options->eighths;
  r->d.scale_denom = 8;
  r->d.dct_method = JDCT_ISLOW;
  r->d.do_fancy_upsampling = options->plain_upsampling ? FALSE : TRUE;
  jpeg_start_decompress(&r->d);
  // Rows are asked for in small batches, and the caller looks for cancellation between them.
  r->cancelled = NULL;
  return RF_JPEG_OK;
}

int rf_jpeg_reader_width(const rf_jpeg_reader *r) { return (int)r->d.output_width; }
int rf_jpeg_reader_height(const rf_jpeg_reader *r) { return (int)r->d.output_height; }

int rf_jpeg_reader_read(rf_jpeg_reader *r, uint8_t *base, size_t stride, int count) {
  if (setjmp(r->escape)) return r->status;
  JSAMPROW rows[16];
  unsigned end = r->d.output_scanline + (unsigned)count;
  unsigned start = r->d.output_scanline;
  while (r->d.output_scanline < end) {
    unsigned here = r->d.output_scanline;
    unsigned n = end - here < 16 ? end - here : 16;
    for (unsigned i = 0; i < n; i++) rows[i] = base + (size_t)(here - start + i) * stride;
    if (jpeg_read_scanlines(&r->d, rows, n) == 0) leave(r, RF_JPEG_TRUNCATED, "no more rows");
  }
  return RF_JPEG_OK;
}

const char *rf_jpeg_reader_message(const rf_jpeg_reader *r) { return r->message; }

void rf_jpeg_reader_free(rf_jpeg_reader *r) {
  if (!r) return;
  jpeg_destroy_decompress(&r->d);
  free(r);
}
