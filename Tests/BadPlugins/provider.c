/* A provider of a service that cannot be reached while it is checked. */
#include "bad.h"

static int32_t models(void *pointer, const rf_sink *out, rf_error *error) {
  (void)pointer;
  return answer(out, "[]", error);
}

static int32_t plan(void *pointer, const rf_job *job, rf_text request, const rf_source *source, const rf_sink *out,
                    rf_error *error) {
  (void)pointer, (void)request;
  if (!RF_HAS(job, resume) || !RF_HAS(source, media_type))
    return fail(error, RF_INVALID_ARGUMENT, "a struct of an unknown size");
  return answer(out, "{\"source\":{\"width\":1,\"height\":1},\"outputs\":[]}", error);
}

static int32_t submit(void *pointer, const rf_job *job, rf_text request, const rf_source *source,
                      const rf_output *output, const rf_sink *ticket, rf_error *error) {
  struct instance *instance = pointer;
  (void)request, (void)source, (void)output;
  const rf_host_http *http = instance->host->extension(instance->host->context, RF_HOST_HTTP);
  if (http == NULL) return fail(error, RF_UNSUPPORTED, "this host has no network");
  rf_http_request call = {.size = sizeof(rf_http_request), .method = TEXT("POST"), .url = TEXT("https://example.com/")};
  rf_http_response response = {.size = sizeof(rf_http_response)};
  int32_t status = http->exchange(instance->host->context, job, &call, &response, error);
  if (status != RF_OK && !breaks("service-down")) return status;
  status = answer(ticket, "T-1", error);
  return status == RF_OK ? RF_PENDING : status;
}

static int32_t poll(void *pointer, const rf_job *job, rf_text ticket, const rf_output *output, int64_t *wait,
                    rf_error *error) {
  (void)pointer, (void)job, (void)ticket, (void)output, (void)wait;
  return fail(error, RF_NOT_FOUND, "there is no such job");
}

void become_provider(struct instance *instance) {
  instance->table.provider = (rf_provider){.size = sizeof(rf_provider),
                                           .instance = instance,
                                           .models = models,
                                           .plan = plan,
                                           .submit = submit,
                                           .poll = poll,
                                           .destroy = destroy};
}
