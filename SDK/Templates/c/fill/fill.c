/*
 * PLUGIN_ID: continues a picture with the pixels of its border.
 *
 * The host places the picture on a larger canvas and asks a fill for the rest. The rules stand in reframe.h;
 * those that matter here are told where they apply.
 */
#include <stdio.h>
#include <string.h>

#include "reframe.h"

#define TEXT(literal) {literal, sizeof(literal) - 1}

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

static int64_t clamp(int64_t value, int64_t low, int64_t high) {
  return value < low ? low : value > high ? high : value;
}

/* Gives every pixel outside `placed` the value of the nearest one inside. Those inside stay as they are, bit for
 * bit; those outside hold nothing of meaning before. Several threads may be in here at a time. */
static int32_t fill(void *instance, const rf_job *job, const rf_fill_task *task, rf_error *error) {
  (void)instance;
  /* A member is there if the host's struct reaches to its end. Those of revision 1.0 always are; to look before use
   * keeps a host with a fault of its own from making this plugin read memory that is not there. */
  if (!RF_HAS(job, resume) || !RF_HAS(task, parameters) || !RF_HAS(task->image, roi_height))
    return fail(error, RF_INVALID_ARGUMENT, "a struct that is shorter than in revision 1.0");
  const rf_image *canvas = task->image;
  if (canvas->sample != RF_SAMPLE_U8 || (canvas->layout != RF_RGB && canvas->layout != RF_RGBA))
    return fail(error, RF_UNSUPPORTED, "only 8-bit RGB and RGBA are understood");
  int64_t left = task->placed_x, right = left + task->placed_width - 1;
  int64_t top = task->placed_y, bottom = top + task->placed_height - 1;
  size_t pixel = canvas->layout; /* the layout's value is the number of channels: 3 or 4 bytes a pixel */
  for (int64_t y = 0; y < canvas->height; y++) {
    /* Whoever waits may give up: look at least every 50 ms. */
    if (y % 64 == 0 && rf_job_cancelled(job)) return fail(error, RF_CANCELLED, "the job was cancelled");
    /* Rows are `stride` bytes apart, which may be more than they hold. */
    uint8_t *row = (uint8_t *)canvas->pixels + y * canvas->stride;
    const uint8_t *nearest = (const uint8_t *)canvas->pixels + clamp(y, top, bottom) * canvas->stride;
    int is_beside = y >= top && y <= bottom;
    for (int64_t x = 0; x < canvas->width; x++) {
      if (is_beside && x == left) x = right + 1; /* over the picture itself */
      if (x >= canvas->width) break;
      memcpy(row + x * pixel, nearest + clamp(x, left, right) * pixel, pixel);
    }
  }
  /* What a later revision added is not on every host: `if (RF_HAS(task, effort) && task->effort == ...)`. */
  return RF_OK;
}

/* ---- What the host asks for ---- */

/* There is no state, so one table serves every instance and there is nothing to free. With state, `create`
 * allocates it with a table whose `instance` points to it, and `destroy` frees both. */
static void destroy(void *instance) { (void)instance; }

static const rf_fill table = {.size = sizeof(rf_fill), .fill = fill, .destroy = destroy};

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
    .size = sizeof(rf_factory), .kind = RF_KIND_FILL, .concurrency = RF_CONCURRENT, .create = create};

static const rf_factory *factory_of(uint32_t kind) { return kind == RF_KIND_FILL ? &factory : NULL; }

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
