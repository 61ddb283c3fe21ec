/*
 * PLUGIN_ID: takes the part of a picture with the most detail for its subject.
 *
 * The host shows a detector a small copy of the picture, and keeps in view what it finds. The rules stand in
 * reframe.h; those that matter here are told where they apply.
 */
#include <stdio.h>
#include <stdlib.h>

#include "reframe.h"

#define TEXT(literal) {literal, sizeof(literal) - 1}
#define CELLS 16 /* on a side, or one a pixel in smaller pictures */

/* Reports a fault: its kind as the status, and in words what, where and what to do. Work on this machine was
 * never accepted by a paid service, which has to be said: silence means that nobody knows. */
static int32_t fail(rf_error *error, int32_t kind, const char *message) {
  if (RF_HAS(error, message)) {
    error->kind = kind;
    error->accepted = RF_NOT_ACCEPTED;
    snprintf(error->message, sizeof error->message, "%s", message);
  }
  return kind;
}

static int luminance(const uint8_t *pixel) { return (pixel[0] + 2 * pixel[1] + pixel[2]) / 4; }

/* Sums up in each cell how much pixels differ from those to the right and below. 1 if the job was cancelled. */
static int measure(const rf_job *job, const rf_image *image, uint32_t columns, uint32_t rows, uint64_t *detail) {
  size_t pixel = image->layout; /* the layout's value is the number of channels: 3 or 4 bytes a pixel */
  for (uint64_t y = 0; y + 1 < image->height; y++) {
    /* Whoever waits may give up: look at least every 50 ms. */
    if (y % 64 == 0 && rf_job_cancelled(job)) return 1;
    /* Rows are `stride` bytes apart, which may be more than they hold. */
    const uint8_t *row = (const uint8_t *)image->pixels + y * image->stride;
    for (uint64_t x = 0; x + 1 < image->width; x++) {
      const uint8_t *here = row + x * pixel;
      int change = abs(luminance(here) - luminance(here + pixel));
      change += abs(luminance(here) - luminance(here + image->stride));
      detail[y * rows / image->height * columns + x * columns / image->width] += (uint64_t)change;
    }
  }
  return 0;
}

/* Finds the cells with at least half the detail of the busiest, and answers with the box around them. The picture
 * is 8-bit RGB or RGBA of any size from 1x1 up, and not to be written to. Several threads may be in here at a
 * time. */
static int32_t detect(void *instance, const rf_job *job, const rf_image *image, rf_text parameters,
                      const rf_subjects *out, rf_error *error) {
  (void)instance, (void)parameters; /* plugin.json declares no parameters, so there never are any */
  /* A member is there if the host's struct reaches to its end. Those of revision 1.0 always are; to look before use
   * keeps a host with a fault of its own from making this plugin read memory that is not there. */
  if (!RF_HAS(job, resume) || !RF_HAS(image, roi_height) || !RF_HAS(out, saliency))
    return fail(error, RF_INVALID_ARGUMENT, "a struct that is shorter than in revision 1.0");
  if (image->sample != RF_SAMPLE_U8 || (image->layout != RF_RGB && image->layout != RF_RGBA))
    return fail(error, RF_UNSUPPORTED, "only 8-bit RGB and RGBA are understood");
  uint32_t columns = image->width < CELLS ? image->width : CELLS;
  uint32_t rows = image->height < CELLS ? image->height : CELLS;
  uint64_t detail[CELLS * CELLS] = {0}, most = 0, all = 0, inside = 0;
  if (measure(job, image, columns, rows, detail)) return fail(error, RF_CANCELLED, "the job was cancelled");
  for (uint32_t cell = 0; cell < columns * rows; cell++) {
    all += detail[cell];
    if (detail[cell] > most) most = detail[cell];
  }
  if (most == 0) return RF_OK; /* nothing stands out, which is an answer as well */

  uint8_t importance[CELLS * CELLS];
  uint32_t left = columns, right = 0, top = rows, bottom = 0;
  for (uint32_t cell = 0; cell < columns * rows; cell++) {
    uint32_t x = cell % columns, y = cell / columns;
    importance[cell] = (uint8_t)(detail[cell] * 255 / most);
    if (importance[cell] < 128) continue;
    if (x < left) left = x;
    if (x + 1 > right) right = x + 1;
    if (y < top) top = y;
    bottom = y + 1;
  }
  for (uint32_t cell = 0; cell < columns * rows; cell++) {
    uint32_t x = cell % columns, y = cell / columns;
    if (x >= left && x < right && y >= top && y < bottom) inside += detail[cell];
  }

  /* Results leave through calls; what they point to may go when the call returns. A status other than RF_OK
   * means that the host wants no more, and is passed on. */
  rf_region region = {.size = sizeof(rf_region),
                      .x = (double)left / columns,
                      .y = (double)top / rows,
                      .width = (double)(right - left) / columns,
                      .height = (double)(bottom - top) / rows,
                      .score = (double)inside / (double)all,
                      .label = TEXT("salient")};
  int32_t status = out->region(out->context, &region);
  if (status != RF_OK) return fail(error, status, "the host refused a region");
  rf_saliency grid = {.size = sizeof(rf_saliency), .columns = columns, .rows = rows, .values = importance};
  status = out->saliency(out->context, &grid);
  return status == RF_OK ? RF_OK : fail(error, status, "the host refused the grid");
}

/* ---- What the host asks for ---- */

/* There is no state, so one table serves every instance and there is nothing to free. With state, `create`
 * allocates it with a table whose `instance` points to it, and `destroy` frees both. */
static void destroy(void *instance) { (void)instance; }

static const rf_detector table = {.size = sizeof(rf_detector), .detect = detect, .destroy = destroy};

/* `configuration` is the user's settings for this plugin, a JSON object. The host may not be called from here. */
static int32_t create(const rf_host *host, rf_text configuration, const void **made, rf_error *error) {
  (void)configuration;
  if (!RF_HAS(host, extension)) return fail(error, RF_INVALID_ARGUMENT, "a struct that is shorter than in revision 1.0");
  *made = &table;
  return RF_OK;
}

/* RF_CONCURRENT: any number of calls at a time. A plugin that is not ready for that says RF_INSTANCE_SERIAL, or
 * RF_PROCESS_SERIAL if what it uses is not either, and the host keeps to it. */
static const rf_factory factory = {
    .size = sizeof(rf_factory), .kind = RF_KIND_DETECTOR, .concurrency = RF_CONCURRENT, .create = create};

static const rf_factory *factory_of(uint32_t kind) { return kind == RF_KIND_DETECTOR ? &factory : NULL; }

/* Id and version are those of plugin.json. */
static const rf_entry entry = {.size = sizeof(rf_entry),
                               .contract_major = RF_CONTRACT_MAJOR,
                               .contract_minor = RF_CONTRACT_MINOR,
                               .id = TEXT("PLUGIN_ID"),
                               .version = TEXT("0.1.0"),
                               .factory = factory_of};

const rf_entry *reframe_entry(const rf_handshake *handshake) {
  if (!RF_HAS(handshake, reason_capacity)) return NULL;
  if (handshake->contract_major == RF_CONTRACT_MAJOR) return &entry;
  snprintf(handshake->reason, handshake->reason_capacity, "the host speaks contract %u, this plugin %u",
           handshake->contract_major, RF_CONTRACT_MAJOR);
  return NULL;
}
