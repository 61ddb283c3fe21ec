#include "lane.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static pthread_mutex_t calls_lock = PTHREAD_MUTEX_INITIALIZER;
static rw_call *calls;
static _Thread_local rw_call *current;

void rw_begin(rw_call *call) {
  pthread_mutex_lock(&calls_lock);
  call->next = calls;
  calls = call;
  pthread_mutex_unlock(&calls_lock);
  current = call;
}

void rw_end(rw_call *call) {
  pthread_mutex_lock(&calls_lock);
  rw_call **link = &calls;
  while (*link != call) link = &(*link)->next;
  *link = call->next;
  pthread_mutex_unlock(&calls_lock);
  current = NULL;
}

rw_call *rw_call_of(const rf_job *job) {
  if (job == NULL || !RF_HAS(job, context)) return current;
  pthread_mutex_lock(&calls_lock);
  rw_call *found = calls;
  while (found != NULL && found != job->context) found = found->next;
  pthread_mutex_unlock(&calls_lock);
  return found != NULL ? found : current;
}

rw_writer rw_question(rw_lane *lane, uint32_t kind) {
  pthread_mutex_lock(&lane->lock);
  rw_writer writer = {.data = lane->question};
  rw_put_u32(&writer, kind);
  return writer;
}

void rw_leave(rw_lane *lane) { pthread_mutex_unlock(&lane->lock); }

int32_t rw_fail(rf_error *error, int32_t kind, const char *message) {
  if (RF_HAS(error, message)) {
    error->kind = kind;
    error->accepted = RF_NOT_ACCEPTED;
    snprintf(error->message, sizeof(error->message), "%s", message);
  }
  return kind;
}

static rw_answer failed(rf_error *error, int32_t kind, const char *message) {
  return (rw_answer){.status = rw_fail(error, kind, message), .reader = {.is_broken = 1}};
}

rw_answer rw_ask(rw_lane *lane, rw_writer *writer, rf_error *error) {
  if (writer->is_full) rw_untell(writer, lane->number);
  if (writer->is_full) return failed(error, RF_RESOURCE_EXHAUSTED, "it is too long to be told to the host");
  if (rw_send(lane->socket, writer->data, writer->length, writer->descriptors, writer->count) != 0)
    return failed(error, RF_UNAVAILABLE, "the host is gone");
  rw_answer answer = {.status = RF_OK};
  size_t count = 0;
  ssize_t length = rw_receive(lane->socket, lane->reply, sizeof(lane->reply), answer.descriptors, &count);
  if (length <= 0) return failed(error, RF_UNAVAILABLE, "the host is gone");
  answer.reader = (rw_reader){.data = lane->reply, .length = (uint32_t)length, .count = (uint32_t)count};
  uint32_t kind = rw_get_u32(&answer.reader);
  answer.status = rw_get_i32(&answer.reader);
  answer.value = rw_get_i64(&answer.reader);
  rf_error told = {.size = sizeof(rf_error)};
  rw_get_error(&answer.reader, &told);
  if (kind != RW_REPLY || answer.reader.is_broken) return failed(error, RF_INTERNAL, "the host's reply is broken");
  if (answer.status != RF_OK && RF_HAS(error, message)) {
    told.size = error->size;
    memcpy(error, &told, sizeof(told));
  }
  return answer;
}

void rw_tell(rw_lane *lane, const rw_writer *writer) {
  if (!writer->is_full) rw_send(lane->socket, writer->data, writer->length, NULL, 0);
}

/* ---- The job ------------------------------------------------------------------------------------------ */

static int32_t progress(void *context, double fraction, rf_text stage) {
  rw_lane *lane = ((rw_call *)context)->lane;
  rw_writer writer = rw_question(lane, RW_PROGRESS);
  rw_put_f64(&writer, fraction);
  rw_put_text(&writer, stage.length <= RW_INLINE_LIMIT ? stage : (rf_text){stage.data, RW_INLINE_LIMIT});
  rw_answer answer = rw_ask(lane, &writer, NULL);
  rw_leave(lane);
  return answer.status != RF_OK || answer.value != 0;
}

static void log_line(void *context, int32_t level, rf_text message) {
  rw_lane *lane = ((rw_call *)context)->lane;
  rw_writer writer = rw_question(lane, RW_LOG);
  rw_put_i32(&writer, level);
  rw_put_text(&writer, message.length <= RW_INLINE_LIMIT ? message : (rf_text){message.data, RW_INLINE_LIMIT});
  rw_tell(lane, &writer);
  rw_leave(lane);
}

/* Asks with a blob and nothing else. */
static rw_answer ask_with(rw_lane *lane, rw_writer *writer, const void *data, uint64_t length) {
  void *copy = rw_put_blob(writer, data, length, lane->number);
  rw_answer answer = rw_ask(lane, writer, NULL);
  if (copy != NULL) rw_release(copy);
  return answer;
}

static int32_t checkpoint(void *context, const void *data, uint64_t length) {
  rw_lane *lane = ((rw_call *)context)->lane;
  rw_writer writer = rw_question(lane, RW_CHECKPOINT);
  rw_answer answer = ask_with(lane, &writer, data, length);
  rw_leave(lane);
  return answer.status;
}

void rw_get_job(rw_reader *reader, rw_call *call) {
  call->job = (rf_job){.size = sizeof(rf_job),
                       .context = call,
                       .cancel = call->lane->cancel,
                       .progress = progress,
                       .log = log_line,
                       .checkpoint = checkpoint};
  call->job.id = rw_get_text(reader);
  call->job.idempotency_key = rw_get_text(reader);
  call->job.deadline_unix_ms = rw_get_i64(reader);
  call->job.resume = rw_get_blob(reader);
}

/* ---- Ways to answer ----------------------------------------------------------------------------------- */

static int32_t region(void *context, const rf_region *region) {
  if (!RF_HAS(region, label)) return RF_INVALID_ARGUMENT;
  rw_lane *lane = ((rw_call *)context)->lane;
  rw_writer writer = rw_question(lane, RW_REGION);
  rw_put_f64(&writer, region->x);
  rw_put_f64(&writer, region->y);
  rw_put_f64(&writer, region->width);
  rw_put_f64(&writer, region->height);
  rw_put_f64(&writer, region->score);
  rw_put_text(&writer, region->label);
  rw_answer answer = rw_ask(lane, &writer, NULL);
  rw_leave(lane);
  return answer.status;
}

static int32_t saliency(void *context, const rf_saliency *grid) {
  if (!RF_HAS(grid, values) || grid->values == NULL) return RF_INVALID_ARGUMENT;
  rw_lane *lane = ((rw_call *)context)->lane;
  uint64_t count = (uint64_t)grid->columns * grid->rows;
  rw_writer writer = rw_question(lane, RW_SALIENCY);
  rw_put_u32(&writer, grid->columns);
  rw_put_u32(&writer, grid->rows);
  /* The host refuses a grid of so many cells, and shall hear of it. */
  rw_answer answer = ask_with(lane, &writer, grid->values, count <= 65536 ? count : 0);
  rw_leave(lane);
  return answer.status;
}

rf_subjects rw_subjects(rw_call *call) {
  return (rf_subjects){.size = sizeof(rf_subjects), .context = call, .region = region, .saliency = saliency};
}

/* Sends bytes in as many packets as they need, each begun with `kind` and, if there is one, a handle. */
static int32_t send_pieces(rw_lane *lane, uint32_t kind, void *handle, const void *data, uint64_t length) {
  if (data == NULL && length > 0) return RF_INVALID_ARGUMENT;
  int32_t status = RF_OK;
  uint64_t sent = 0;
  do {
    uint64_t room = RW_PACKET_LIMIT - 64;
    uint64_t piece = length - sent < room ? length - sent : room;
    rw_writer writer = rw_question(lane, kind);
    if (kind == RW_WRITE) rw_put_u64(&writer, (uint64_t)(uintptr_t)handle);
    rw_put_bytes(&writer, (const uint8_t *)data + sent, piece);
    status = rw_ask(lane, &writer, NULL).status;
    rw_leave(lane);
    sent += piece;
  } while (status == RF_OK && sent < length);
  return status;
}

static int32_t sink_write(void *context, const void *data, uint64_t length) {
  return send_pieces(((rw_call *)context)->lane, RW_SINK, NULL, data, length);
}

rf_sink rw_sink(rw_call *call) {
  return (rf_sink){.size = sizeof(rf_sink), .context = call, .write = sink_write};
}

static int32_t output_begin(void *context, rf_text rendition, void **handle) {
  rw_lane *lane = ((rw_call *)context)->lane;
  if (handle == NULL) return RF_INVALID_ARGUMENT;
  rw_writer writer = rw_question(lane, RW_BEGIN);
  rw_answer answer = ask_with(lane, &writer, rendition.data, rendition.length);
  rw_leave(lane);
  if (answer.status == RF_OK) *handle = (void *)(uintptr_t)answer.value;
  return answer.status;
}

static int32_t output_write(void *context, void *handle, const void *data, uint64_t length) {
  return send_pieces(((rw_call *)context)->lane, RW_WRITE, handle, data, length);
}

static int32_t output_end(rw_call *call, uint32_t kind, void *handle) {
  rw_writer writer = rw_question(call->lane, kind);
  rw_put_u64(&writer, (uint64_t)(uintptr_t)handle);
  rw_answer answer = rw_ask(call->lane, &writer, NULL);
  rw_leave(call->lane);
  return answer.status;
}

static int32_t output_finish(void *context, void *handle) { return output_end(context, RW_FINISH, handle); }
static void output_abandon(void *context, void *handle) { output_end(context, RW_ABANDON, handle); }

rf_output rw_output(rw_call *call) {
  return (rf_output){.size = sizeof(rf_output),
                     .context = call,
                     .begin = output_begin,
                     .write = output_write,
                     .finish = output_finish,
                     .abandon = output_abandon};
}
