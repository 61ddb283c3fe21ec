/*
 * A vendor's plugin for the tests: posts to its `baseURL` with a key, and takes the answer for the address of the
 * result (200), for a ticket to ask after (202), or for the words of an error, which it also logs.
 */
#include "vendor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT(literal) {literal, sizeof(literal) - 1}

typedef struct vendor {
  rf_provider table;
  const rf_host *host;
  char base[256];
} vendor;

typedef struct answer {
  char text[4096];
  uint64_t length;
} answer;

static int32_t collect(void *context, const void *data, uint64_t length) {
  answer *answer = context;
  if (length >= sizeof(answer->text) - answer->length) return RF_RESOURCE_EXHAUSTED;
  memcpy(answer->text + answer->length, data, length);
  answer->length += length;
  return RF_OK;
}

/* One exchange; the HTTP status is written to `http`. */
static int32_t exchange(const vendor *vendor, const rf_job *job, const char *method, const char *path, answer *answer,
                        int32_t *http, rf_error *error) {
  const rf_host_http *service = vendor->host->extension(vendor->host->context, RF_HOST_HTTP);
  if (service == NULL) return RF_UNSUPPORTED;
  char url[1024];
  rf_sink sink = {.size = sizeof(rf_sink), .context = answer, .write = collect};
  rf_http_request request = {.size = sizeof(rf_http_request),
                             .method = {method, strlen(method)},
                             .url = {url, (uint64_t)snprintf(url, sizeof(url), "%s%s", vendor->base, path)},
                             .secret = TEXT("FIXTURE_KEY"),
                             .secret_header = TEXT("Authorization: Bearer %s")};
  rf_http_response response = {.size = sizeof(rf_http_response), .body = &sink};
  int32_t status = service->exchange(vendor->host->context, job, &request, &response, error);
  *http = response.status;
  return status;
}

/* Has the host fetch the result from the address in the answer, or reports what else the answer says. */
static int32_t deliver(const rf_job *job, int32_t http, const answer *answer, const rf_output *output,
                       rf_error *error) {
  if (http == 200) {
    char rendition[5000];
    int length = snprintf(rendition, sizeof(rendition),
                          "{\"output\":0,\"variation\":0,\"role\":\"result\",\"mediaType\":\"image/jpeg\","
                          "\"size\":{\"width\":1,\"height\":1},\"timings\":{},\"url\":\"%.*s\"}",
                          (int)answer->length, answer->text);
    void *handle;
    int32_t status = output->begin(output->context, (rf_text){rendition, (uint64_t)length}, &handle);
    return status == RF_OK ? output->finish(output->context, handle) : status;
  }
  rf_text said = {answer->text, answer->length};
  job->log(job->context, RF_LOG_ERROR, said);
  job->progress(job->context, 0.5, said);
  error->kind = RF_UNAVAILABLE;
  error->accepted = RF_NOT_ACCEPTED;
  snprintf(error->code, sizeof(error->code), "%.*s", (int)answer->length, answer->text);
  snprintf(error->message, sizeof(error->message), "the vendor says: %.*s", (int)answer->length, answer->text);
  return RF_UNAVAILABLE;
}

static int32_t submit(void *instance, const rf_job *job, rf_text request, const rf_source *source,
                      const rf_output *output, const rf_sink *ticket, rf_error *error) {
  (void)request, (void)source;
  answer answer = {.length = 0};
  int32_t http = 0;
  int32_t status = exchange(instance, job, "POST", "/jobs", &answer, &http, error);
  if (status != RF_OK) return status;
  if (http != 202) return deliver(job, http, &answer, output, error);
  return ticket->write(ticket->context, answer.text, answer.length) == RF_OK ? RF_PENDING : RF_INTERNAL;
}

static int32_t poll(void *instance, const rf_job *job, rf_text ticket, const rf_output *output,
                    int64_t *retry_after_ms, rf_error *error) {
  char path[512];
  snprintf(path, sizeof(path), "/jobs/%.*s", (int)ticket.length, ticket.data);
  answer answer = {.length = 0};
  int32_t http = 0;
  int32_t status = exchange(instance, job, "GET", path, &answer, &http, error);
  *retry_after_ms = 250;
  if (status != RF_OK) return status;
  return http == 202 ? RF_PENDING : deliver(job, http, &answer, output, error);
}

/* Asks the vendor to drop a job, and tells what it says. */
static int32_t cancel(void *instance, const rf_job *job, rf_text ticket, rf_error *error) {
  (void)ticket;
  answer answer = {.length = 0};
  int32_t http = 0;
  int32_t status = exchange(instance, job, "DELETE", "/jobs", &answer, &http, error);
  return status == RF_OK && http != 200 ? deliver(job, http, &answer, NULL, error) : status;
}

static int32_t models(void *instance, const rf_sink *out, rf_error *error) {
  (void)instance, (void)error;
  return out->write(out->context, "[]", 2);
}

static int32_t plan(void *instance, const rf_job *job, rf_text request, const rf_source *source, const rf_sink *out,
                    rf_error *error) {
  (void)instance, (void)job, (void)request, (void)source, (void)out, (void)error;
  return RF_UNSUPPORTED;
}

static void destroy(void *instance) { free(instance); }

static int32_t create(const rf_host *host, rf_text configuration, const void **table, rf_error *error) {
  (void)error;
  static const char key[] = "\"baseURL\":\"";
  char text[1024];
  snprintf(text, sizeof(text), "%.*s", (int)configuration.length, configuration.data);
  vendor *made = calloc(1, sizeof(vendor));
  if (made == NULL) return RF_RESOURCE_EXHAUSTED;
  const char *base = strstr(text, key);
  if (base != NULL) sscanf(base + sizeof(key) - 1, "%255[^\"]", made->base);
  made->host = host;
  made->table = (rf_provider){.size = sizeof(rf_provider),
                              .instance = made,
                              .models = models,
                              .plan = plan,
                              .submit = submit,
                              .poll = poll,
                              .cancel = cancel,
                              .destroy = destroy};
  *table = &made->table;
  return RF_OK;
}

const rf_factory fixture_vendors = {
    .size = sizeof(rf_factory), .kind = RF_KIND_PROVIDER, .concurrency = RF_CONCURRENT, .create = create};
