#include "services.h"

#include <stdlib.h>
#include <string.h>

#include "pictures.h"

static int32_t outside(rf_error *error) {
  return rw_fail(error, RF_INVALID_ARGUMENT, "the host is only to be called while a call with a job is under way");
}

/* ---- Detectors ---------------------------------------------------------------------------------------- */

/* Hands on what the reply lists; the reader's memory is the caller's, as the plugin may ask the host meanwhile. */
static int32_t deliver_regions(rw_reader *reader, const rf_subjects *out) {
  uint32_t count = rw_get_u32(reader);
  int32_t status = RF_OK;
  for (; count > 0 && status == RF_OK; count--) {
    rf_region region = {.size = sizeof(rf_region)};
    region.x = rw_get_f64(reader);
    region.y = rw_get_f64(reader);
    region.width = rw_get_f64(reader);
    region.height = rw_get_f64(reader);
    region.score = rw_get_f64(reader);
    region.label = rw_get_text(reader);
    if (reader->is_broken) return RF_INTERNAL;
    status = out->region(out->context, &region);
  }
  return status;
}

static int32_t deliver(rw_reader *list, rf_saliency *grid, const rf_subjects *out) {
  int32_t status = deliver_regions(list, out);
  return status == RF_OK && grid->size > 0 ? out->saliency(out->context, grid) : status;
}

/* Copies what a reply tells, so that the lane is free before it is handed on. */
static int32_t read_subjects(rw_answer *answer, rw_lane *lane, const rf_subjects *out) {
  rf_bytes listed = rw_get_blob(&answer->reader);
  rf_saliency grid = {.size = 0};
  rf_bytes values = {NULL, 0};
  if (rw_get_u32(&answer->reader)) {
    grid.size = sizeof(rf_saliency);
    grid.columns = rw_get_u32(&answer->reader);
    grid.rows = rw_get_u32(&answer->reader);
    values = rw_get_blob(&answer->reader);
  }
  int is_broken = answer->reader.is_broken || values.length > 65536 ||
                  values.length != (uint64_t)grid.columns * grid.rows;
  uint8_t *copy = is_broken ? NULL : malloc(listed.length + values.length + 1);
  if (copy != NULL && listed.length > 0) memcpy(copy, listed.data, listed.length);
  if (copy != NULL && values.length > 0) memcpy(copy + listed.length, values.data, values.length);
  rw_leave(lane);
  if (copy == NULL) return is_broken ? RF_INTERNAL : RF_RESOURCE_EXHAUSTED;
  grid.values = copy + listed.length;
  rw_reader list = {.data = copy, .length = (uint32_t)listed.length};
  int32_t status = deliver(&list, &grid, out);
  free(copy);
  return status;
}

static int32_t detect(void *context, const rf_job *job, rf_text detector, const rf_image *image, rf_text parameters,
                      const rf_subjects *out, rf_error *error) {
  (void)context;
  rw_call *call = rw_call_of(job);
  if (call == NULL) return outside(error);
  if (!RF_HAS(out, saliency)) return rw_fail(error, RF_INVALID_ARGUMENT, "a call without a sink for subjects");
  rw_lane *lane = call->lane;
  rw_loan loan;
  rw_writer writer = rw_question(lane, RW_HOST_DETECT);
  rw_put_text(&writer, detector);
  rw_put_image(&writer, image, lane->number, &loan);
  void *copy = rw_put_blob(&writer, parameters.data, parameters.length, lane->number);
  rw_answer answer = rw_ask(lane, &writer, error);
  if (copy != NULL) rw_release(copy);
  rw_end_loan(&loan, 0);
  if (answer.status == RF_OK) {
    int32_t status = read_subjects(&answer, lane, out);
    return status == RF_OK ? RF_OK : rw_fail(error, status, "what was found was not taken");
  }
  rw_leave(lane);
  return answer.status;
}

/* ---- Fills -------------------------------------------------------------------------------------------- */

static int32_t fill(void *context, const rf_job *job, rf_text id, const rf_fill_task *task, rf_error *error) {
  (void)context;
  rw_call *call = rw_call_of(job);
  if (call == NULL) return outside(error);
  if (!RF_HAS(task, parameters)) return rw_fail(error, RF_INVALID_ARGUMENT, "a fill task of an unknown size");
  rw_lane *lane = call->lane;
  rw_loan canvas, source = {.copy = NULL};
  void *copies[3] = {NULL, NULL, NULL};
  rw_writer writer = rw_question(lane, RW_HOST_FILL);
  rw_put_text(&writer, id);
  rw_put_image(&writer, task->image, lane->number, &canvas);
  rw_put_u32(&writer, task->source != NULL);
  if (task->source != NULL) rw_put_image(&writer, task->source, lane->number, &source);
  rw_put_i32(&writer, task->placed_x);
  rw_put_i32(&writer, task->placed_y);
  rw_put_u32(&writer, task->placed_width);
  rw_put_u32(&writer, task->placed_height);
  rw_put_u32(&writer, task->seed);
  rw_put_u32(&writer, task->size < sizeof(rf_fill_task) ? task->size : sizeof(rf_fill_task));
  rw_put_u32(&writer, RF_HAS(task, effort) ? task->effort : RF_EFFORT_BALANCED);
  const rf_saliency *subject = RF_HAS(task, subject) && RF_HAS(task->subject, values) ? task->subject : NULL;
  rw_put_u32(&writer, subject != NULL);
  if (subject != NULL) {
    rw_put_u32(&writer, subject->columns);
    rw_put_u32(&writer, subject->rows);
    copies[0] = rw_put_blob(&writer, subject->values, (uint64_t)subject->columns * subject->rows, lane->number);
  }
  copies[1] = rw_put_blob(&writer, task->prompt.data, task->prompt.length, lane->number);
  copies[2] = rw_put_blob(&writer, task->parameters.data, task->parameters.length, lane->number);
  rw_answer answer = rw_ask(lane, &writer, error);
  rw_leave(lane);
  for (int index = 0; index < 3; index++)
    if (copies[index] != NULL) rw_release(copies[index]);
  rw_end_loan(&canvas, answer.status == RF_OK);
  rw_end_loan(&source, 0);
  return answer.status;
}

/* ---- HTTP --------------------------------------------------------------------------------------------- */

static int32_t write_whole(const rf_sink *sink, const void *data, uint64_t length) {
  return RF_HAS(sink, write) ? sink->write(sink->context, data, length) : RF_OK;
}

/* Copies what a server said, so that the lane is free before it is handed on. */
static int32_t read_response(rw_answer *answer, rw_lane *lane, rf_http_response *response) {
  int32_t http = rw_get_i32(&answer->reader);
  rf_bytes headers = rw_get_blob(&answer->reader);
  rf_bytes body = rw_get_blob(&answer->reader);
  int is_broken = answer->reader.is_broken;
  uint8_t *copy = is_broken ? NULL : malloc(headers.length + body.length + 1);
  if (copy != NULL && headers.length > 0) memcpy(copy, headers.data, headers.length);
  if (copy != NULL && body.length > 0) memcpy(copy + headers.length, body.data, body.length);
  rw_leave(lane);
  if (copy == NULL) return is_broken ? RF_INTERNAL : RF_RESOURCE_EXHAUSTED;
  response->status = http;
  int32_t status = write_whole(response->headers, copy, headers.length);
  if (status == RF_OK) status = write_whole(response->body, copy + headers.length, body.length);
  free(copy);
  return status;
}

static int32_t exchange(void *context, const rf_job *job, const rf_http_request *request, rf_http_response *response,
                        rf_error *error) {
  (void)context;
  rw_call *call = rw_call_of(job);
  if (call == NULL) return outside(error);
  if (!RF_HAS(request, timeout_ms) || !RF_HAS(response, body))
    return rw_fail(error, RF_INVALID_ARGUMENT, "a request or a response of an unknown size");
  rw_lane *lane = call->lane;
  rw_writer writer = rw_question(lane, RW_HOST_HTTP);
  rw_put_text(&writer, request->method);
  rw_put_text(&writer, request->url);
  rw_put_text(&writer, request->secret);
  rw_put_text(&writer, request->secret_header);
  void *headers = rw_put_blob(&writer, request->headers.data, request->headers.length, lane->number);
  void *body = rw_put_blob(&writer, request->body.data, request->body.length, lane->number);
  rw_put_u64(&writer, request->response_limit);
  rw_put_i64(&writer, request->timeout_ms);
  rw_answer answer = rw_ask(lane, &writer, error);
  if (headers != NULL) rw_release(headers);
  if (body != NULL) rw_release(body);
  if (answer.status == RF_OK) {
    int32_t status = read_response(&answer, lane, response);
    if (status == RF_OK) return RF_OK;
    rw_fail(error, status, "the answer was not taken");
    /* The server has the request. */
    if (RF_HAS(error, message)) error->accepted = RF_ACCEPTANCE_UNKNOWN;
    return status;
  }
  rw_leave(lane);
  return answer.status;
}

/* ---- The host ----------------------------------------------------------------------------------------- */

static void *allocate(void *context, uint64_t length) {
  (void)context;
  return rw_allocate(length);
}

static void release(void *context, void *memory, uint64_t length) {
  (void)context, (void)length;
  if (memory != NULL) rw_release(memory);
}

static const rf_host_detect detect_table = {.size = sizeof(rf_host_detect), .detect = detect};
static const rf_host_fill fill_table = {.size = sizeof(rf_host_fill), .fill = fill};
static const rf_host_http http_table = {.size = sizeof(rf_host_http), .exchange = exchange};
static const rf_host_pixels pixels_table = {
    .size = sizeof(rf_host_pixels), .allocate = allocate, .release = release};

static const void *extension(void *context, const char *id) {
  const rw_services *services = context;
  if (id == NULL) return NULL;
  if (strcmp(id, RF_HOST_DETECT) == 0 && services->extensions & RW_MAY_DETECT) return &detect_table;
  if (strcmp(id, RF_HOST_FILL) == 0 && services->extensions & RW_MAY_FILL) return &fill_table;
  if (strcmp(id, RF_HOST_HTTP) == 0 && services->extensions & RW_MAY_EXCHANGE) return &http_table;
  if (strcmp(id, RF_HOST_PIXELS) == 0) return &pixels_table;
  return NULL;
}

void rw_make_services(rw_services *services, uint32_t extensions, rf_text name, rf_text version) {
  services->extensions = extensions;
  services->host = (rf_host){.size = sizeof(rf_host),
                             .context = services,
                             .name = name,
                             .version = version,
                             .extension = extension};
}
