#include "call.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#include "expression.h"

/* ---- Once --------------------------------------------------------------------------------------------- */

static int prepare_call(rff_program *program, void *library, rff_call *call, char *reason, size_t capacity) {
  char name[256];
  snprintf(name, sizeof(name), "%.*s", RFF_SHOW(call->function));
  *(void **)&call->function_pointer = dlsym(library, name);
  if (call->function_pointer == NULL) {
    snprintf(reason, capacity, "%.*s has no function %s", RFF_SHOW(program->library), name);
    return 0;
  }
  ffi_type **types = rff_allocate(program, call->argument_count + 1u, sizeof(ffi_type *));
  for (uint32_t each = 0; types != NULL && each < call->argument_count; each++)
    types[each] = rff_type(program, call->arguments[each].type);
  ffi_type *result = rff_type(program, call->result_type);
  ffi_status status =
      types == NULL ? FFI_BAD_TYPEDEF
      : call->is_variadic
          ? ffi_prep_cif_var(&call->interface, FFI_DEFAULT_ABI, call->fixed_count, call->argument_count, result, types)
          : ffi_prep_cif(&call->interface, FFI_DEFAULT_ABI, call->argument_count, result, types);
  if (status == FFI_OK) return 1;
  snprintf(reason, capacity, "%s cannot be called: libffi refuses its types", name);
  return 0;
}

static int prepare_callback(rff_program *program, rff_callback *callback, char *reason, size_t capacity) {
  ffi_type **types = rff_allocate(program, callback->parameter_count + 1u, sizeof(ffi_type *));
  for (uint32_t each = 0; types != NULL && each < callback->parameter_count; each++)
    types[each] = rff_type(program, callback->types[each]);
  if (types != NULL && ffi_prep_cif(&callback->interface, FFI_DEFAULT_ABI, callback->parameter_count,
                                    rff_type(program, callback->result_type), types) == FFI_OK)
    return 1;
  snprintf(reason, capacity, "%.*s cannot be a callback: libffi refuses its types", RFF_SHOW(callback->name));
  return 0;
}

int rff_prepare(rff_program *program, void *library, char *reason, size_t capacity) {
  for (uint32_t index = 0; index < program->binding_count; index++) {
    rff_binding *binding = &program->bindings[index];
    pthread_mutex_init(&binding->lock, NULL);
    for (uint32_t each = 0; each < binding->call_count; each++) {
      if (!prepare_call(program, library, &binding->calls[each], reason, capacity)) return 0;
    }
    for (uint32_t each = 0; each < binding->callback_count; each++) {
      if (!prepare_callback(program, &binding->callbacks[each], reason, capacity)) return 0;
    }
  }
  return 1;
}

/* ---- Arguments ---------------------------------------------------------------------------------------- */

static rff_place place_of(const rff_call *call, const rff_argument *argument, const char *what) {
  return (rff_place){.function = call->function, .what = what, .name = argument->name};
}

static const char *buffer_name(uint32_t index) {
  return index == RFF_IMAGE ? "the picture" : index == RFF_SOURCE ? "the source" : "the buffer";
}

/* Points the argument into its buffer, if all that the function may touch lies within it. */
static int lend_buffer(rff_frame *frame, const rff_call *call, const rff_argument *argument) {
  const rff_buffer *buffer = &frame->buffers[argument->index];
  rff_place name = place_of(call, argument, "");
  if (buffer->data == NULL) {
    rff_fail(frame, RF_UNSUPPORTED, "%s needs %s, and there is none", rff_in_words(&name).text, buffer_name(argument->index));
    return 0;
  }
  if (argument->is_written && buffer->is_read_only) {
    rff_fail(frame, RF_UNSUPPORTED, "%s is written to, and %s is read-only", rff_in_words(&name).text, buffer_name(argument->index));
    return 0;
  }
  int64_t offset = 0, length = 0, bytes;
  rff_place start = place_of(call, argument, "the start of"), extent = place_of(call, argument, "the length of");
  if (argument->offset.length > 0 && !rff_whole(frame, &argument->offset, &start, &offset)) return 0;
  if (!rff_whole(frame, &argument->length, &extent, &length)) return 0;
  if (offset < 0 || (uint64_t)offset > buffer->length || length < 0 ||
      __builtin_mul_overflow(length, (int64_t)argument->size, &bytes) ||
      (uint64_t)bytes > buffer->length - (uint64_t)offset) {
    rff_fail(frame, RF_INVALID_ARGUMENT,
             "%s, '%.*s', is %lld elements of %u bytes from byte %lld on; %s has %llu bytes", rff_in_words(&extent).text,
             RFF_SHOW(argument->length.text), (long long)length, argument->size, (long long)offset,
             buffer_name(argument->index), (unsigned long long)buffer->length);
    return 0;
  }
  uint8_t *address = buffer->data + offset;
  memcpy(frame->memory + argument->slot, &address, sizeof(address));
  return 1;
}

static int lend_text(rff_frame *frame, const rff_call *call, const rff_argument *argument) {
  rff_place name = place_of(call, argument, "");
  rf_text text;
  if (!rff_text_value(frame, &argument->offset, &name, &text)) return 0;
  if (text.length > 0 && memchr(text.data, 0, text.length) != NULL) {
    rff_fail(frame, RF_INVALID_ARGUMENT, "%s has a zero byte in its text", rff_in_words(&name).text);
    return 0;
  }
  char *copy = rff_hold(frame, text.length);
  if (copy == NULL) return 0;
  if (text.length > 0) memcpy(copy, text.data, text.length);
  copy[text.length] = 0;
  memcpy(frame->memory + argument->slot, &copy, sizeof(copy));
  return 1;
}

static int give(rff_frame *frame, const rff_call *call, const rff_argument *argument) {
  uint8_t *slot = frame->memory + argument->slot;
  for (uint32_t each = 0; each < argument->store_count; each++) {
    const rff_store *store = &argument->stores[each];
    rff_place name = place_of(call, argument, "");
    if (!rff_put(frame, &store->value, &name, store->kind, frame->memory + store->offset)) return 0;
  }
  void *address = NULL;
  switch (argument->mode) {
    case RFF_COPY: memcpy(slot, frame->memory + argument->index, argument->size); return 1;
    case RFF_INDIRECT: address = frame->memory + argument->index; break;
    case RFF_STRING: return lend_text(frame, call, argument);
    case RFF_CALLBACK: address = frame->closures[argument->index].code; break;
    case RFF_NULL: break;
    default: return 1;
  }
  memcpy(slot, &address, sizeof(address));
  return 1;
}

/* Buffers come last, as their lengths may speak of other arguments. */
static int give_all(rff_frame *frame, const rff_call *call) {
  for (uint32_t each = 0; each < call->argument_count; each++) {
    if (call->arguments[each].mode != RFF_BUFFER && !give(frame, call, &call->arguments[each])) return 0;
  }
  for (uint32_t each = 0; each < call->argument_count; each++) {
    if (call->arguments[each].mode == RFF_BUFFER && !lend_buffer(frame, call, &call->arguments[each])) return 0;
  }
  return 1;
}

/* ---- Each time ---------------------------------------------------------------------------------------- */

static int64_t code_of(const rff_frame *frame, const rff_call *call) {
  int64_t bits;
  memcpy(&bits, frame->memory + call->result_slot, sizeof(bits));
  switch (call->result_type) {
    case RFF_I8: return (int8_t)bits;
    case RFF_U8: return (uint8_t)bits;
    case RFF_I16: return (int16_t)bits;
    case RFF_U16: return (uint16_t)bits;
    case RFF_I32: return (int32_t)bits;
    case RFF_U32: return (uint32_t)bits;
    default: return bits;
  }
}

/* Says what an answer means that is none of success. */
static void fail_by_code(rff_frame *frame, const rff_call *call) {
  int is_code = call->result_type >= RFF_I8 && call->result_type <= RFF_U64;
  int64_t code = is_code ? code_of(frame, call) : 0;
  char answer[32] = "nothing that is success";
  if (is_code) snprintf(answer, sizeof(answer), "%lld", (long long)code);
  for (uint32_t each = 0; each < call->failure_count; each++) {
    const rff_failure *failure = &call->failures[each];
    if (!failure->is_any && (!is_code || failure->code != code)) continue;
    frame->is_retryable = failure->is_retryable != 0;
    if (failure->message.length > 0)
      rff_fail(frame, failure->kind, "%.*s: %.*s", RFF_SHOW(call->function), (int)failure->message.length,
               failure->message.data);
    else rff_fail(frame, failure->kind, "%.*s answered %s", RFF_SHOW(call->function), answer);
    return;
  }
  rff_fail(frame, RF_INTERNAL, "%.*s answered %s", RFF_SHOW(call->function), answer);
}

static void make_call(rff_frame *frame, uint32_t index) {
  rff_call *call = &frame->binding->calls[index];
  rff_place when = {call->function, "'when'", {0}}, success = {call->function, "'success'", {0}};
  if (!rff_holds(frame, &call->when, &when) || frame->status != RF_OK) return;
  if (!give_all(frame, call)) return;
  pthread_mutex_unlock(&frame->lock);
  ffi_call(&call->interface, call->function_pointer, frame->memory + call->result_slot, frame->values[index]);
  pthread_mutex_lock(&frame->lock);
  if (!rff_goes_on(frame)) return;
  if (!rff_holds(frame, &call->success, &success) && frame->status == RF_OK) fail_by_code(frame, call);
}

/* Whether all that a call cleans up was made. */
static int has_work(const rff_frame *frame, const rff_call *call) {
  for (uint32_t each = 0; each < call->argument_count; each++) {
    const rff_argument *argument = &call->arguments[each];
    static const uint8_t nothing[sizeof(void *)];
    if (argument->mode == RFF_COPY && argument->type == RFF_POINTER &&
        memcmp(frame->memory + argument->index, nothing, sizeof(nothing)) == 0)
      return 0;
  }
  return 1;
}

/* A failure that there was already stays what is reported. */
static void clean_up(rff_frame *frame, uint32_t index) {
  int32_t status = frame->status;
  if (!has_work(frame, &frame->binding->calls[index])) return;
  frame->status = RF_OK;
  char message[sizeof(frame->message)];
  memcpy(message, frame->message, sizeof(message));
  make_call(frame, index);
  if (status == RF_OK) return;
  frame->status = status;
  memcpy(frame->message, message, sizeof(message));
}

static int make_scratch(rff_frame *frame) {
  rff_binding *binding = frame->binding;
  for (uint32_t each = 0; each < binding->scratch_count; each++) {
    const rff_scratch *scratch = &binding->scratch[each];
    rff_place place = {.what = "the scratch buffer", .name = scratch->name};
    int64_t bytes;
    if (!rff_whole(frame, &scratch->bytes, &place, &bytes)) return 0;
    if (bytes < 0) {
      rff_fail(frame, RF_INVALID_ARGUMENT, "%s, '%.*s', has %lld bytes", rff_in_words(&place).text, RFF_SHOW(scratch->bytes.text),
               (long long)bytes);
      return 0;
    }
    uint8_t *memory = rff_hold(frame, (uint64_t)bytes);
    if (memory == NULL) return 0;
    memset(memory, 0, (uint64_t)bytes);
    frame->buffers[RFF_FIRST_BUFFER + each] = (rff_buffer){.data = memory, .length = (uint64_t)bytes};
  }
  return 1;
}

void rff_run(rff_frame *frame) {
  rff_binding *binding = frame->binding;
  if (!rff_goes_on(frame)) return;
  for (uint32_t each = 0; each < binding->check_count; each++) {
    const rff_check *check = &binding->checks[each];
    static const rff_place place = {.what = "the check"};
    if (!rff_holds(frame, &check->condition, &place))
      rff_fail(frame, RF_UNSUPPORTED, "%.*s", (int)check->refusal.length, check->refusal.data);
  }
  if (frame->status == RF_OK && make_scratch(frame)) {
    for (uint32_t each = 0; each < binding->call_count - binding->cleanup_count && rff_goes_on(frame); each++)
      make_call(frame, each);
  }
  for (uint32_t each = binding->call_count - binding->cleanup_count; each < binding->call_count; each++)
    clean_up(frame, each);
}
