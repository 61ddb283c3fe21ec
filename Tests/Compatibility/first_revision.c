/*
 * A plugin of every kind, built against revision 1.0 of the contract: reframe-1.0.h, beside it. Neither changes any
 * more: what works here has to work on every later host of major version 1. first_revision.x86_64.so is this file as
 *
 *   cc -std=c11 -O2 -fPIC -fvisibility=hidden -shared -s first_revision.c -o first_revision.x86_64.so
 *
 * made it on Debian 12 with GCC 12.2, and is not built again.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reframe-1.0.h"

#define TEXT(literal) {literal, sizeof(literal) - 1}

static int32_t fail(rf_error *error, int32_t kind, const char *message) {
  if (RF_HAS(error, message)) {
    error->kind = kind;
    error->accepted = RF_NOT_ACCEPTED;
    snprintf(error->message, sizeof error->message, "%s", message);
  }
  return kind;
}

/* One box and a grid, a line in the log, and a step of progress. */
static int32_t detect(void *instance, const rf_job *job, const rf_image *image, rf_text parameters,
                      const rf_subjects *out, rf_error *error) {
  (void)instance, (void)parameters;
  if (rf_job_cancelled(job)) return fail(error, RF_CANCELLED, "cancelled");
  const uint8_t *pixels = image->pixels;
  uint8_t cells[2] = {pixels[0], pixels[(image->height - 1) * image->stride]};
  if (job->progress(job->context, 0.5, (rf_text)TEXT("looking")) != 0) return fail(error, RF_CANCELLED, "stopped");
  job->log(job->context, RF_LOG_INFO, (rf_text)TEXT("looked"));
  rf_region region = {.size = sizeof(rf_region), .x = 0.25, .y = 0.5, .width = 0.5, .height = 0.25, .score = 0.75,
                      .label = TEXT("salient")};
  int32_t status = out->region(out->context, &region);
  rf_saliency grid = {.size = sizeof(rf_saliency), .columns = 1, .rows = 2, .values = cells};
  return status != RF_OK ? status : out->saliency(out->context, &grid);
}

/* Paints everything exposed in the value of the first placed sample plus one. */
static int32_t fill(void *instance, const rf_job *job, const rf_fill_task *task, rf_error *error) {
  (void)instance;
  if (rf_job_cancelled(job)) return fail(error, RF_CANCELLED, "cancelled");
  if (task->size < sizeof(rf_fill_task)) return fail(error, RF_INVALID_ARGUMENT, "the task is too short");
  const rf_image *image = task->image;
  uint8_t *pixels = image->pixels;
  uint8_t value = pixels[task->placed_y * image->stride + task->placed_x * image->layout] + 1;
  for (int64_t y = 0; y < image->height; y++)
    for (int64_t x = 0; x < image->width; x++) {
      int64_t right = task->placed_x + (int64_t)task->placed_width, bottom = task->placed_y + (int64_t)task->placed_height;
      if (x >= task->placed_x && x < right && y >= task->placed_y && y < bottom) continue;
      memset(pixels + y * image->stride + x * image->layout, value, image->layout);
    }
  return RF_OK;
}

static int32_t give(const rf_sink *out, const char *text) { return out->write(out->context, text, strlen(text)); }

static int32_t quote(void *instance, rf_text request, rf_text card, const rf_sink *out, rf_error *error) {
  (void)instance, (void)error;
  if (request.length == 0 || card.length == 0) return RF_INVALID_ARGUMENT;
  return give(out, "{\"lines\":[{\"label\":\"run\",\"quantity\":1,\"amount\":{\"micros\":5000,\"unit\":\"USD\"}}],"
                   "\"expected\":{\"micros\":5000,\"unit\":\"USD\"},\"maximum\":{\"micros\":6000,\"unit\":\"USD\"},"
                   "\"rule\":\"first\",\"version\":\"1\"}");
}

static int32_t models(void *instance, const rf_sink *out, rf_error *error) {
  (void)instance, (void)error;
  return give(out, "[{\"slug\":\"first/revision\",\"vendor\":\"first\",\"title\":\"First\",\"medium\":\"image\","
                   "\"lifecycle\":\"stable\",\"modes\":[\"crop\"],\"formats\":[\"png\"],\"outputLimit\":1,"
                   "\"parameters\":{},\"pricing\":null}]");
}

static int32_t plan(void *instance, const rf_job *job, rf_text request, const rf_source *source, const rf_sink *out,
                    rf_error *error) {
  (void)instance, (void)job, (void)request, (void)out;
  return source->data.length == 0 ? fail(error, RF_INVALID_ARGUMENT, "no source")
                                  : fail(error, RF_UNSUPPORTED, "nothing is planned here");
}

/* Delivers a file of these bytes. */
static int32_t deliver(const rf_output *output, const void *bytes, uint64_t length) {
  void *handle;
  int32_t status = output->begin(output->context,
                                 (rf_text)TEXT("{\"output\":0,\"variation\":0,\"role\":\"result\",\"mediaType\":\"image/x-raw\","
                                               "\"size\":{\"width\":2,\"height\":4},\"timings\":{}}"),
                                 &handle);
  if (status != RF_OK) return status;
  status = output->write(output->context, handle, bytes, length);
  if (status == RF_OK) return output->finish(output->context, handle);
  output->abandon(output->context, handle);
  return status;
}

static int32_t no_region(void *context, const rf_region *region) {
  (void)region;
  ++*(int *)context;
  return RF_OK;
}

static int32_t no_saliency(void *context, const rf_saliency *saliency) {
  (void)context, (void)saliency;
  return RF_OK;
}

/* Has the host's own detector and fill work on pixels of the host's, and delivers these; a source that says "later"
 * gets a ticket. */
static int32_t submit(void *instance, const rf_job *job, rf_text request, const rf_source *source,
                      const rf_output *output, const rf_sink *ticket, rf_error *error) {
  (void)request;
  const rf_host *host = instance;
  const rf_host_pixels *memory = host->extension(host->context, RF_HOST_PIXELS);
  const rf_host_detect *detectors = host->extension(host->context, RF_HOST_DETECT);
  const rf_host_fill *fills = host->extension(host->context, RF_HOST_FILL);
  if (source->data.length == 5 && memcmp(source->data.data, "later", 5) == 0)
    return give(ticket, "T-1") == RF_OK ? RF_PENDING : RF_INTERNAL;
  if (memory == NULL || detectors == NULL || fills == NULL) return fail(error, RF_UNSUPPORTED, "the host lends too little");
  if (host->extension(host->context, "reframe.unheard-of/1") != NULL) return fail(error, RF_INTERNAL, "heard of");
  uint8_t *pixels = memory->allocate(host->context, 24);
  if (pixels == NULL) return fail(error, RF_RESOURCE_EXHAUSTED, "no memory");
  memset(pixels, 40, 24);
  rf_image image = {.size = sizeof(rf_image), .width = 2, .height = 4, .sample = RF_SAMPLE_U8, .layout = RF_RGB,
                    .stride = 6, .pixels = pixels};
  int found = 0;
  rf_subjects subjects = {.size = sizeof(rf_subjects), .context = &found, .region = no_region, .saliency = no_saliency};
  rf_fill_task task = {.size = sizeof(rf_fill_task), .seed = 7, .image = &image, .placed_y = 1, .placed_width = 2,
                       .placed_height = 1, .parameters = TEXT("{}")};
  int32_t status = detectors->detect(host->context, job, (rf_text)TEXT("first"), &image, (rf_text)TEXT("{}"), &subjects, error);
  if (status == RF_OK) status = fills->fill(host->context, job, (rf_text)TEXT("first"), &task, error);
  if (status == RF_OK) status = found == 1 ? deliver(output, pixels, 24) : fail(error, RF_INTERNAL, "found nothing");
  memory->release(host->context, pixels, 24);
  return status;
}

static int32_t poll(void *instance, const rf_job *job, rf_text ticket, const rf_output *output, int64_t *retry_after_ms,
                    rf_error *error) {
  static int asked = 0;
  (void)instance, (void)job;
  if (ticket.length != 3 || memcmp(ticket.data, "T-1", 3) != 0) return fail(error, RF_NOT_FOUND, "no such ticket");
  if (asked++ > 0) return deliver(output, "late", 4);
  *retry_after_ms = 20;
  return RF_PENDING;
}

static int32_t cancel(void *instance, const rf_job *job, rf_text ticket, rf_error *error) {
  (void)instance, (void)job, (void)ticket;
  return fail(error, RF_UNSUPPORTED, "what is begun is finished");
}

static void destroy(void *instance) { (void)instance; }
static void destroy_provider(void *instance) { (void)instance; }

static const rf_detector detector = {.size = sizeof(rf_detector), .detect = detect, .destroy = destroy};
static const rf_fill filler = {.size = sizeof(rf_fill), .fill = fill, .destroy = destroy};
static const rf_pricing pricer = {.size = sizeof(rf_pricing), .quote = quote, .destroy = destroy};
static rf_provider provider = {.size = sizeof(rf_provider), .models = models, .plan = plan, .submit = submit,
                               .poll = poll, .cancel = cancel, .destroy = destroy_provider};

static int32_t make_provider(const rf_host *host, rf_text configuration, const void **table, rf_error *error) {
  (void)configuration, (void)error;
  provider.instance = (void *)host; /* which may be kept, and lives as long as the instance */
  *table = &provider;
  return RF_OK;
}

#define MAKE(name, made)                                                                                         \
  static int32_t name(const rf_host *host, rf_text configuration, const void **table, rf_error *error) {         \
    (void)host, (void)configuration, (void)error;                                                                \
    *table = &made;                                                                                              \
    return RF_OK;                                                                                                \
  }
MAKE(make_detector, detector)
MAKE(make_fill, filler)
MAKE(make_pricing, pricer)

static const rf_factory factories[] = {
    {.size = sizeof(rf_factory), .kind = RF_KIND_PROVIDER, .concurrency = RF_INSTANCE_SERIAL, .create = make_provider},
    {.size = sizeof(rf_factory), .kind = RF_KIND_DETECTOR, .concurrency = RF_CONCURRENT, .create = make_detector},
    {.size = sizeof(rf_factory), .kind = RF_KIND_FILL, .concurrency = RF_CONCURRENT, .create = make_fill},
    {.size = sizeof(rf_factory), .kind = RF_KIND_PRICING, .concurrency = RF_CONCURRENT, .create = make_pricing},
};

static const rf_factory *factory(uint32_t kind) {
  return kind >= RF_KIND_PROVIDER && kind <= RF_KIND_PRICING ? &factories[kind - RF_KIND_PROVIDER] : NULL;
}

static const rf_entry entry = {.size = sizeof(rf_entry), .contract_major = RF_CONTRACT_MAJOR,
                               .contract_minor = RF_CONTRACT_MINOR, .id = TEXT("first"), .version = TEXT("1.0.0"),
                               .factory = factory};

const rf_entry *reframe_entry(const rf_handshake *handshake) {
  return handshake->contract_major == RF_CONTRACT_MAJOR ? &entry : NULL;
}
