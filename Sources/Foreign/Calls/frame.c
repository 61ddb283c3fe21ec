#define _GNU_SOURCE
#include "frame.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "callback.h"

/* Two of the largest pictures, and as much again for scratch memory. */
#define HELD_LIMIT (UINT64_C(4) << 30)

void rff_fail(rff_frame *frame, int32_t kind, const char *format, ...) {
  if (frame->status != RF_OK) return;
  frame->status = kind;
  frame->numbers[RFF_STOPPED] = 1;
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(frame->message, sizeof(frame->message), format, arguments);
  va_end(arguments);
}

rff_words rff_in_words(const rff_place *place) {
  rff_words words;
  const char *quote = place->name.length > 0 ? "'" : "", *colon = place->function.length > 0 ? ": " : "";
  const char *space = place->name.length > 0 && place->what[0] != 0 ? " " : "";
  snprintf(words.text, sizeof(words.text), "%.*s%s%s%s%s%.*s%s", RFF_SHOW(place->function), colon, place->what, space,
           quote, RFF_SHOW(place->name), quote);
  return words;
}

void *rff_hold(rff_frame *frame, uint64_t size) {
  rff_allocation *held = NULL;
  if (size <= HELD_LIMIT && frame->allocated + size <= HELD_LIMIT) held = malloc(sizeof(rff_allocation) + size + 1);
  if (held == NULL) {
    rff_fail(frame, RF_RESOURCE_EXHAUSTED, "there is no room for %llu bytes", (unsigned long long)size);
    return NULL;
  }
  frame->allocated += size;
  held->next = frame->allocations;
  frame->allocations = held;
  return held->memory;
}

int rff_goes_on(rff_frame *frame) {
  if (frame->status == RF_OK && rf_job_cancelled(frame->job)) rff_fail(frame, RF_CANCELLED, "cancelled");
  return frame->status == RF_OK;
}

static void discard(rff_frame *frame) {
  rff_free_closures(frame);
  if (frame->values != NULL) {
    for (uint32_t each = 0; each < frame->binding->call_count; each++) free(frame->values[each]);
  }
  free(frame->values);
  free(frame->closures);
  free(frame->buffers);
  free(frame->memory);
  free(frame);
}

static void set_up_buffers(rff_frame *frame) {
  rff_binding *binding = frame->binding;
  for (uint32_t each = 0; each < binding->array_count; each++) {
    const rff_array *array = &binding->arrays[each];
    frame->buffers[RFF_FIRST_BUFFER + binding->scratch_count + each] =
        (rff_buffer){.data = frame->memory + array->offset, .length = array->bytes};
  }
}

static rff_frame *make(rff_binding *binding) {
  rff_frame *frame = calloc(1, sizeof(rff_frame));
  if (frame == NULL) return NULL;
  frame->binding = binding;
  /* Room at the end, as single values are read and written by eight bytes. */
  frame->memory = calloc(1, (size_t)binding->frame_size + 16);
  frame->values = calloc(binding->call_count + 1u, sizeof(void **));
  frame->closures = calloc(binding->callback_count + 1u, sizeof(rff_closure));
  frame->buffers = calloc(rff_buffer_count(binding), sizeof(rff_buffer));
  int is_complete = frame->memory != NULL && frame->values != NULL && frame->closures != NULL && frame->buffers != NULL;
  for (uint32_t each = 0; is_complete && each < binding->call_count; each++) {
    const rff_call *call = &binding->calls[each];
    frame->values[each] = calloc(call->argument_count + 1u, sizeof(void *));
    if (frame->values[each] == NULL) is_complete = 0;
    for (uint32_t index = 0; is_complete && index < call->argument_count; index++)
      frame->values[each][index] = frame->memory + call->arguments[index].slot;
  }
  if (!is_complete || !rff_make_closures(frame)) {
    discard(frame);
    return NULL;
  }
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
  pthread_mutex_init(&frame->lock, &attributes);
  pthread_mutexattr_destroy(&attributes);
  set_up_buffers(frame);
  return frame;
}

rff_frame *rff_begin(rff_binding *binding, const rf_job *job) {
  pthread_mutex_lock(&binding->lock);
  rff_frame *frame = binding->idle;
  if (frame != NULL) binding->idle = frame->next;
  pthread_mutex_unlock(&binding->lock);
  if (frame == NULL) frame = make(binding);
  if (frame == NULL) return NULL;
  pthread_mutex_lock(&frame->lock);
  memset(frame->memory, 0, binding->frame_size);
  memset(frame->numbers, 0, sizeof(frame->numbers));
  memset(frame->words, 0, sizeof(frame->words));
  memset(frame->json, 0, sizeof(frame->json));
  for (uint32_t each = 0; each < RFF_FIRST_BUFFER + binding->scratch_count; each++)
    frame->buffers[each] = (rff_buffer){0};
  for (uint32_t each = 0; each < binding->callback_count; each++) frame->closures[each].calls = 0;
  frame->job = job;
  frame->subjects = NULL;
  frame->status = RF_OK;
  frame->is_retryable = 0;
  frame->message[0] = 0;
  if (RF_HAS(job, id)) frame->words[RFF_JOB_ID] = job->id;
  if (RF_HAS(job, deadline_unix_ms)) frame->numbers[RFF_DEADLINE] = job->deadline_unix_ms;
  if (frame->late_calls > 0)
    rff_fail(frame, RF_INTERNAL, "the library called a callback %u times after its function had returned",
             frame->late_calls);
  frame->late_calls = 0;
  frame->is_active = 1;
  return frame;
}

static void report(const rff_frame *frame, rf_error *error) {
  if (!RF_HAS(error, message)) return;
  error->kind = frame->status;
  error->accepted = RF_NOT_ACCEPTED;
  error->retryable = frame->is_retryable ? 1u : 0u;
  snprintf(error->message, sizeof(error->message), "%s", frame->message);
}

int32_t rff_end(rff_frame *frame, rf_error *error) {
  frame->is_active = 0;
  frame->job = NULL;
  frame->subjects = NULL;
  pthread_mutex_unlock(&frame->lock);
  int32_t status = frame->status;
  if (status != RF_OK) report(frame, error);
  for (rff_allocation *each = frame->allocations, *next; each != NULL; each = next) {
    next = each->next;
    free(each);
  }
  frame->allocations = NULL;
  frame->allocated = 0;
  rff_binding *binding = frame->binding;
  pthread_mutex_lock(&binding->lock);
  frame->next = binding->idle;
  binding->idle = frame;
  pthread_mutex_unlock(&binding->lock);
  return status;
}
