/*
 * A plugin in plain C for the tests: a detector that finds nothing, a fill that paints nothing but one value,
 * a provider that delivers nothing, a calculator with one price and, told apart by the name of its file, a
 * library that breaks a rule of the contract.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#include "fixture.h"
#include "reframe.h"
#include "vendor.h"

#define TEXT(literal) {literal, sizeof(literal) - 1}

/* The file that holds this code, so that a copy under another name behaves in another way. */
static int named(const char *word) {
  Dl_info info;
  return dladdr((const void *)&named, &info) != 0 && strstr(info.dli_fname, word) != NULL;
}

static int32_t fail(rf_error *error, int32_t kind, const char *message) {
  if (RF_HAS(error, message)) {
    error->kind = kind;
    error->accepted = RF_NOT_ACCEPTED;
    snprintf(error->message, sizeof(error->message), "%s", message);
  }
  return kind;
}

static int32_t detect(void *instance, const rf_job *job, const rf_image *image, rf_text parameters,
                      const rf_subjects *out, rf_error *error) {
  (void)instance, (void)image, (void)parameters;
  if (rf_job_cancelled(job)) return fail(error, RF_CANCELLED, "cancelled");
  if (named("Pending")) return RF_PENDING;
  if (named("Failing")) return fail(error, RF_CONTENT_POLICY, "this picture is not to be looked at");
  if (named("Lying")) {
    rf_region region = {.size = sizeof(rf_region), .x = 2, .y = 2, .width = 1, .height = 1, .score = 1};
    return out->region(out->context, &region);
  }
  return RF_OK;
}

static int32_t fill(void *instance, const rf_job *job, const rf_fill_task *task, rf_error *error) {
  (void)instance;
  if (rf_job_cancelled(job)) return fail(error, RF_CANCELLED, "cancelled");
  const rf_image *image = task->image;
  for (int64_t y = 0; y < (int64_t)image->height; y++) {
    uint8_t *row = (uint8_t *)image->pixels + (uint64_t)y * image->stride;
    int beside = y >= task->placed_y && y < task->placed_y + (int64_t)task->placed_height;
    for (int64_t x = 0; x < (int64_t)image->width; x++) {
      if (beside && x >= task->placed_x && x < task->placed_x + (int64_t)task->placed_width) continue;
      memset(row + x * image->layout, (int)(task->seed & 255), image->layout);
    }
  }
  return RF_OK;
}

/* Answers with a quote that is right or, by the name of the file, with one that cannot be. */
static int32_t quote(void *instance, rf_text request, rf_text model_card, const rf_sink *out, rf_error *error) {
  (void)instance, (void)request, (void)model_card;
  if (named("Failing")) return fail(error, RF_UNSUPPORTED, "no such rule");
  const char *form =
      "{\"lines\":[],\"rule\":\"r\",\"version\":\"1\",\"expected\":{\"micros\":%d,\"unit\":\"USD\"}%s%s%s}";
  const char *unit = named("Mixed") ? "EUR" : "USD";
  int half = named("Half");
  char text[256];
  int length = snprintf(text, sizeof(text), form, named("Negative") ? -1 : named("Above") ? 3 : 1,
                        half ? "" : ",\"maximum\":{\"micros\":2,\"unit\":\"", half ? "" : unit, half ? "" : "\"}");
  return out->write(out->context, text, named("Cut") ? 9 : (uint64_t)length);
}

static void destroy(void *instance) { (void)instance; }

static const rf_detector detector = {.size = sizeof(rf_detector), .detect = detect, .destroy = destroy};
static const rf_fill filler = {.size = sizeof(rf_fill), .fill = fill, .destroy = destroy};
static const rf_pricing pricer = {.size = sizeof(rf_pricing), .quote = quote, .destroy = destroy};

static int32_t make_detector(const rf_host *host, rf_text configuration, const void **table, rf_error *error) {
  (void)host, (void)configuration;
  if (named("Unmakeable")) return fail(error, RF_RESOURCE_EXHAUSTED, "there is no room for a detector");
  if (named("Hollow")) {
    static const rf_detector hollow = {.size = sizeof(rf_detector), .destroy = destroy};
    *table = &hollow;
    return RF_OK;
  }
  *table = &detector;
  return RF_OK;
}

static int32_t make_fill(const rf_host *host, rf_text configuration, const void **table, rf_error *error) {
  (void)host, (void)configuration, (void)error;
  *table = &filler;
  return RF_OK;
}

static int32_t make_pricing(const rf_host *host, rf_text configuration, const void **table, rf_error *error) {
  (void)host, (void)configuration, (void)error;
  *table = &pricer;
  return RF_OK;
}

static int32_t models(void *instance, const rf_sink *out, rf_error *error) {
  (void)instance, (void)error;
  return out->write(out->context, "[]", 2);
}

static int32_t plan(void *instance, const rf_job *job, rf_text request, const rf_source *source, const rf_sink *out,
                    rf_error *error) {
  (void)instance, (void)job, (void)request, (void)source, (void)out;
  return fail(error, RF_UNSUPPORTED, "nothing is planned here");
}

/* Takes the money and gives a ticket, fails to deliver, or gives nothing at all. */
static int32_t submit(void *instance, const rf_job *job, rf_text request, const rf_source *source,
                      const rf_output *output, const rf_sink *ticket, rf_error *error) {
  (void)instance, (void)job, (void)request, (void)source;
  static const char rendition[] =
      "{\"output\":0,\"variation\":0,\"role\":\"result\",\"mediaType\":\"image/png\","
      "\"size\":{\"width\":1,\"height\":1},\"timings\":{}}";
  void *handle;
  if (named("Ticket")) return ticket->write(ticket->context, "T-1", 3) == RF_OK ? RF_PENDING : RF_INTERNAL;
  if (named("Charging") && output->begin(output->context, (rf_text)TEXT(rendition), &handle) != RF_OK) {
    fail(error, RF_INTERNAL, "it was not to be delivered");
    error->accepted = RF_ACCEPTED;
    return RF_INTERNAL;
  }
  return RF_OK;
}

static const rf_provider provider = {
    .size = sizeof(rf_provider), .models = models, .plan = plan, .submit = submit, .destroy = destroy};

static int32_t make_provider(const rf_host *host, rf_text configuration, const void **table, rf_error *error) {
  (void)host, (void)configuration, (void)error;
  *table = &provider;
  return RF_OK;
}

static const rf_factory providers = {
    .size = sizeof(rf_factory), .kind = RF_KIND_PROVIDER, .concurrency = RF_CONCURRENT, .create = make_provider};
static const rf_factory detectors = {
    .size = sizeof(rf_factory), .kind = RF_KIND_DETECTOR, .concurrency = RF_CONCURRENT, .create = make_detector};
static const rf_factory fills = {
    .size = sizeof(rf_factory), .kind = RF_KIND_FILL, .concurrency = RF_INSTANCE_SERIAL, .create = make_fill};
static const rf_factory pricings = {
    .size = sizeof(rf_factory), .kind = RF_KIND_PRICING, .concurrency = RF_CONCURRENT, .create = make_pricing};

static const rf_factory *factory(uint32_t kind) {
  if (named("Lacking")) return NULL;
  if (named("Swapped")) return &fills;
  if (named("Vendor") && kind == RF_KIND_PROVIDER) return &fixture_vendors;
  if (named("Provider") && kind == RF_KIND_PROVIDER) return &providers;
  if (kind == RF_KIND_PRICING) return named("Pricing") ? &pricings : NULL;
  return kind == RF_KIND_DETECTOR ? &detectors : kind == RF_KIND_FILL ? &fills : NULL;
}

static rf_entry entry = {.size = sizeof(rf_entry),
                         .contract_major = RF_CONTRACT_MAJOR,
                         .contract_minor = RF_CONTRACT_MINOR,
                         .id = TEXT("fixture"),
                         .version = TEXT("1.0.0"),
                         .factory = factory};

const rf_entry *reframe_entry(const rf_handshake *handshake) {
  if (named("Refusing")) {
    snprintf(handshake->reason, handshake->reason_capacity, "it is not in the mood");
    return NULL;
  }
  if (named("Stale")) entry.contract_major = RF_CONTRACT_MAJOR + 1;
  if (named("Short")) entry.size = 8;
  return &entry;
}
