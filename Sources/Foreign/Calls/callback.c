#include "callback.h"

#include <string.h>

#include "expression.h"
#include "find.h"

static rff_place place_of(const rff_callback *callback, const char *what) {
  return (rff_place){.function = callback->name, .what = what};
}

/* Progress, a line of the log, a region: what the manifest says that the call means. */
static void act(rff_frame *frame, const rff_callback *callback) {
  rff_place when = place_of(callback, "'when'");
  if (!rff_holds(frame, &callback->when, &when)) return;
  const rf_job *job = frame->job;
  if (callback->progress.length > 0) {
    double fraction;
    rff_place place = place_of(callback, "'progress'");
    if (!rff_real(frame, &callback->progress, &place, &fraction)) return;
    fraction = fraction > 0 ? fraction < 1 ? fraction : 1 : 0;
    if (RF_HAS(job, progress) && job->progress != NULL && job->progress(job->context, fraction, (rf_text){0}) != 0)
      rff_fail(frame, RF_CANCELLED, "cancelled");
  }
  if (callback->log.length > 0) {
    rf_text text;
    rff_place place = place_of(callback, "'log'");
    if (!rff_text_value(frame, &callback->log, &place, &text)) return;
    if (text.length > 1000) text.length = 1000;
    if (RF_HAS(job, log) && job->log != NULL) job->log(job->context, RF_LOG_INFO, text);
  }
  if (callback->has_find) rff_tell(frame, &callback->find, callback->name);
}

/* What the library is answered: nothing but zeroes once something went wrong with the answer itself. */
static void answer(rff_frame *frame, const rff_callback *callback, void *result) {
  const ffi_type *type = rff_type(frame->binding->program, callback->result_type);
  rff_place place = place_of(callback, "'returns'");
  uint64_t value[2] = {0};
  if (callback->result.length > 0 && type->size <= sizeof(value))
    rff_put(frame, &callback->result, &place, callback->result_type, value);
  if (callback->result_type == RFF_VOID) return;
  /* Small integers are handed on as whole registers, and must have their sign in all of it. */
  if (callback->result_type == RFF_I8) value[0] = (uint64_t)(int64_t)(int8_t)value[0];
  if (callback->result_type == RFF_I16) value[0] = (uint64_t)(int64_t)(int16_t)value[0];
  if (callback->result_type == RFF_I32) value[0] = (uint64_t)(int64_t)(int32_t)value[0];
  memcpy(result, value, type->size < sizeof(ffi_arg) ? sizeof(ffi_arg) : type->size);
}

static void take_call(ffi_cif *interface, void *result, void **arguments, void *context) {
  (void)interface;
  rff_closure *closure = context;
  rff_frame *frame = closure->frame;
  const rff_callback *callback = closure->callback;
  pthread_mutex_lock(&frame->lock);
  if (!frame->is_active) {
    /* The call is over, and with it all that there was to say. */
    frame->late_calls++;
    if (callback->result_type != RFF_VOID) memset(result, 0, sizeof(ffi_arg));
    pthread_mutex_unlock(&frame->lock);
    return;
  }
  for (uint32_t each = 0; each < callback->parameter_count; each++) {
    const ffi_type *type = rff_type(frame->binding->program, callback->types[each]);
    memcpy(frame->memory + callback->slots[each], arguments[each], type->size);
  }
  if (++closure->calls > callback->limit)
    rff_fail(frame, RF_RESOURCE_EXHAUSTED, "the library called '%.*s' more than %u times", RFF_SHOW(callback->name),
             callback->limit);
  if (rff_goes_on(frame)) act(frame, callback);
  answer(frame, callback, result);
  pthread_mutex_unlock(&frame->lock);
}

int rff_make_closures(rff_frame *frame) {
  rff_binding *binding = frame->binding;
  for (uint32_t each = 0; each < binding->callback_count; each++) {
    rff_closure *closure = &frame->closures[each];
    rff_callback *callback = &binding->callbacks[each];
    closure->frame = frame;
    closure->callback = callback;
    closure->closure = ffi_closure_alloc(sizeof(ffi_closure), &closure->code);
    if (closure->closure == NULL ||
        ffi_prep_closure_loc(closure->closure, &callback->interface, take_call, closure, closure->code) != FFI_OK)
      return 0;
  }
  return 1;
}

void rff_free_closures(rff_frame *frame) {
  for (uint32_t each = 0; frame->closures != NULL && each < frame->binding->callback_count; each++) {
    if (frame->closures[each].closure != NULL) ffi_closure_free(frame->closures[each].closure);
  }
}
