#include "program.h"

#include <stdlib.h>
#include <string.h>

typedef struct reader {
  rff_program *program;
  const uint8_t *data;
  uint64_t length;
  int is_broken;
} reader;

void *rff_allocate(rff_program *program, size_t count, size_t size) {
  if (count > SIZE_MAX / 2 / (size + 1)) return NULL;
  rff_allocation *allocation = calloc(1, sizeof(rff_allocation) + count * size + 1);
  if (allocation == NULL) return NULL;
  allocation->next = program->allocations;
  program->allocations = allocation;
  return allocation->memory;
}

void rff_free(rff_program *program) {
  for (rff_allocation *each = program->allocations, *next; each != NULL; each = next) {
    next = each->next;
    free(each);
  }
  free(program);
}

static const void *take(reader *reader, uint64_t length) {
  if (reader->is_broken || length > reader->length) {
    reader->is_broken = 1;
    return NULL;
  }
  const void *taken = reader->data;
  reader->data += length;
  reader->length -= length;
  return taken;
}

static uint32_t take_u32(reader *reader) {
  uint32_t value = 0;
  const void *bytes = take(reader, sizeof(value));
  if (bytes != NULL) memcpy(&value, bytes, sizeof(value));
  return value;
}

static int64_t take_i64(reader *reader) {
  int64_t value = 0;
  const void *bytes = take(reader, sizeof(value));
  if (bytes != NULL) memcpy(&value, bytes, sizeof(value));
  return value;
}

static rf_text take_text(reader *reader) {
  uint32_t length = take_u32(reader);
  const char *data = take(reader, length);
  return data == NULL ? (rf_text){0} : (rf_text){data, length};
}

/* How many items follow, and zeroed room for them; each takes four bytes at least. */
static void *take_items(reader *reader, uint32_t *count, size_t size) {
  *count = take_u32(reader);
  void *items = *count <= reader->length / 4 ? rff_allocate(reader->program, *count, size) : NULL;
  if (items == NULL) {
    reader->is_broken = 1;
    *count = 0;
  }
  return items;
}

static rff_expression take_expression(reader *reader) {
  rff_expression expression = {.text = take_text(reader), .length = take_u32(reader)};
  expression.code = take(reader, expression.length);
  if (expression.code == NULL) expression.length = 0;
  return expression;
}

static void require(reader *reader, int condition) { reader->is_broken |= !condition; }

static ffi_type *const scalars[] = {&ffi_type_void,   &ffi_type_sint8,  &ffi_type_uint8,  &ffi_type_sint16,
                                    &ffi_type_uint16, &ffi_type_sint32, &ffi_type_uint32, &ffi_type_sint64,
                                    &ffi_type_uint64, &ffi_type_float,  &ffi_type_double, &ffi_type_pointer};

ffi_type *rff_type(const rff_program *program, uint32_t type) {
  if (type <= RFF_POINTER) return scalars[type];
  return type >= RFF_STRUCT && type - RFF_STRUCT < program->struct_count ? program->structs[type - RFF_STRUCT] : NULL;
}

static uint32_t take_type(reader *reader) {
  uint32_t type = take_u32(reader);
  require(reader, rff_type(reader->program, type) != NULL);
  return type;
}

static void require_slot(reader *reader, const rff_binding *binding, uint32_t type, uint32_t slot) {
  ffi_type *known = rff_type(reader->program, type);
  /* Results are written as whole registers. */
  size_t size = known == NULL ? 0 : known->size < sizeof(ffi_arg) ? sizeof(ffi_arg) : known->size;
  require(reader, slot <= binding->frame_size && size <= binding->frame_size - slot && slot % sizeof(ffi_arg) == 0);
}

static void take_struct(reader *reader, uint32_t index) {
  rff_program *program = reader->program;
  ffi_type *type = rff_allocate(program, 1, sizeof(ffi_type));
  uint32_t size = take_u32(reader), count = take_u32(reader);
  ffi_type **elements = count > 0 && count <= reader->length / 4
                            ? rff_allocate(program, (size_t)count + 1, sizeof(ffi_type *)) : NULL;
  if (type == NULL || elements == NULL) {
    reader->is_broken = 1;
    return;
  }
  for (uint32_t each = 0; each < count; each++) {
    uint32_t element = take_u32(reader);
    elements[each] = rff_type(program, element);
    require(reader, element != RFF_VOID && elements[each] != NULL);
  }
  *type = (ffi_type){.type = FFI_TYPE_STRUCT, .elements = elements};
  if (reader->is_broken || ffi_get_struct_offsets(FFI_DEFAULT_ABI, type, NULL) != FFI_OK || type->size != size)
    reader->is_broken = 1;
  program->structs[index] = type;
  program->struct_count = index + 1;
}

static rff_find take_find(reader *reader) {
  rff_find find = {.count = take_expression(reader)};
  find.when = take_expression(reader);
  for (int each = 0; each < 4; each++) find.box[each] = take_expression(reader);
  find.score = take_expression(reader);
  find.label = take_expression(reader);
  return find;
}

static void take_argument(reader *reader, const rff_binding *binding, rff_argument *argument) {
  argument->name = take_text(reader);
  argument->type = take_type(reader);
  argument->slot = take_u32(reader);
  argument->mode = take_u32(reader);
  argument->index = take_u32(reader);
  argument->size = take_u32(reader);
  argument->is_written = take_u32(reader);
  argument->offset = take_expression(reader);
  argument->length = take_expression(reader);
  argument->stores = take_items(reader, &argument->store_count, sizeof(rff_store));
  for (uint32_t each = 0; each < argument->store_count; each++) {
    rff_store *store = &argument->stores[each];
    store->offset = take_u32(reader);
    store->kind = take_u32(reader);
    store->value = take_expression(reader);
    require(reader, store->kind > RFF_VOID && store->kind < RFF_POINTER && store->offset < binding->frame_size &&
                        binding->frame_size - store->offset >= 8);
  }
  require_slot(reader, binding, argument->type, argument->slot);
  uint32_t room = binding->frame_size, index = argument->index, size = argument->size;
  switch (argument->mode) {
    case RFF_VALUE:
    case RFF_STRING:
    case RFF_NULL: break;
    case RFF_COPY: {
      ffi_type *type = rff_type(reader->program, argument->type);
      require(reader, index <= room && size <= room - index && type != NULL && size <= type->size);
      break;
    }
    case RFF_INDIRECT: require(reader, index <= room); break;
    case RFF_BUFFER: require(reader, index < rff_buffer_count(binding) && size > 0); break;
    case RFF_CALLBACK: require(reader, index < binding->callback_count); break;
    default: reader->is_broken = 1;
  }
  require(reader, argument->mode <= RFF_COPY || argument->type == RFF_POINTER);
}

static void take_call(reader *reader, const rff_binding *binding, rff_call *call) {
  call->function = take_text(reader);
  call->result_type = take_type(reader);
  call->result_slot = take_u32(reader);
  call->fixed_count = take_u32(reader);
  call->is_variadic = take_u32(reader);
  require_slot(reader, binding, call->result_type, call->result_slot);
  call->arguments = take_items(reader, &call->argument_count, sizeof(rff_argument));
  for (uint32_t each = 0; each < call->argument_count && !reader->is_broken; each++)
    take_argument(reader, binding, &call->arguments[each]);
  require(reader, call->fixed_count <= call->argument_count);
  call->when = take_expression(reader);
  call->success = take_expression(reader);
  call->failures = take_items(reader, &call->failure_count, sizeof(rff_failure));
  for (uint32_t each = 0; each < call->failure_count; each++) {
    rff_failure *failure = &call->failures[each];
    failure->is_any = take_u32(reader);
    failure->code = take_i64(reader);
    failure->kind = (int32_t)take_u32(reader);
    failure->is_retryable = take_u32(reader);
    failure->message = take_text(reader);
    require(reader, failure->kind > RF_PENDING && failure->kind <= RF_INTERNAL);
  }
}

static void take_callback(reader *reader, const rff_binding *binding, rff_callback *callback) {
  callback->name = take_text(reader);
  callback->types = take_items(reader, &callback->parameter_count, sizeof(uint32_t));
  callback->slots = rff_allocate(reader->program, callback->parameter_count, sizeof(uint32_t));
  if (callback->slots == NULL) reader->is_broken = 1;
  for (uint32_t each = 0; each < callback->parameter_count && !reader->is_broken; each++) {
    callback->types[each] = take_type(reader);
    callback->slots[each] = take_u32(reader);
    require_slot(reader, binding, callback->types[each], callback->slots[each]);
  }
  callback->result_type = take_type(reader);
  callback->result_slot = take_u32(reader);
  require(reader, callback->result_type <= RFF_POINTER);
  require_slot(reader, binding, callback->result_type, callback->result_slot);
  callback->limit = take_u32(reader);
  callback->when = take_expression(reader);
  callback->progress = take_expression(reader);
  callback->log = take_expression(reader);
  callback->result = take_expression(reader);
  callback->has_find = take_u32(reader);
  if (callback->has_find) callback->find = take_find(reader);
}

static void take_results(reader *reader, rff_binding *binding) {
  if (binding->kind == RF_KIND_DETECTOR) {
    binding->finds = take_items(reader, &binding->find_count, sizeof(rff_find));
    for (uint32_t each = 0; each < binding->find_count; each++) binding->finds[each] = take_find(reader);
    binding->has_saliency = take_u32(reader);
    if (!binding->has_saliency) return;
    binding->columns = take_expression(reader);
    binding->rows = take_expression(reader);
    binding->saliency_buffer = take_u32(reader);
    require(reader, binding->saliency_buffer < rff_buffer_count(binding));
  } else if (binding->kind == RF_KIND_PRICING) {
    binding->price.amount = take_expression(reader);
    binding->price.maximum = take_expression(reader);
    binding->price.unit = take_expression(reader);
    binding->price.rule = take_expression(reader);
    binding->price.version = take_expression(reader);
    binding->price.label = take_expression(reader);
    binding->price.note = take_expression(reader);
  }
}

static void take_binding(reader *reader, rff_binding *binding) {
  binding->program = reader->program;
  binding->kind = take_u32(reader);
  binding->frame_size = take_u32(reader);
  binding->layout = take_u32(reader);
  binding->alignment = take_u32(reader);
  require(reader, binding->kind >= RF_KIND_DETECTOR && binding->kind <= RF_KIND_PRICING &&
                      binding->frame_size <= 16u << 20 && binding->layout <= RF_RGBA &&
                      binding->layout != RF_GRAY_ALPHA && binding->alignment > 0 && binding->alignment <= 4096);
  binding->scratch = take_items(reader, &binding->scratch_count, sizeof(rff_scratch));
  for (uint32_t each = 0; each < binding->scratch_count; each++) {
    binding->scratch[each].name = take_text(reader);
    binding->scratch[each].bytes = take_expression(reader);
  }
  binding->arrays = take_items(reader, &binding->array_count, sizeof(rff_array));
  for (uint32_t each = 0; each < binding->array_count; each++) {
    rff_array *array = &binding->arrays[each];
    array->name = take_text(reader);
    array->offset = take_u32(reader);
    array->bytes = take_u32(reader);
    require(reader, array->offset <= binding->frame_size && array->bytes <= binding->frame_size - array->offset);
  }
  binding->checks = take_items(reader, &binding->check_count, sizeof(rff_check));
  for (uint32_t each = 0; each < binding->check_count; each++) {
    binding->checks[each].condition = take_expression(reader);
    binding->checks[each].refusal = take_text(reader);
  }
  binding->callbacks = take_items(reader, &binding->callback_count, sizeof(rff_callback));
  for (uint32_t each = 0; each < binding->callback_count && !reader->is_broken; each++)
    take_callback(reader, binding, &binding->callbacks[each]);
  binding->calls = take_items(reader, &binding->call_count, sizeof(rff_call));
  for (uint32_t each = 0; each < binding->call_count && !reader->is_broken; each++)
    take_call(reader, binding, &binding->calls[each]);
  binding->cleanup_count = take_u32(reader);
  require(reader, binding->cleanup_count <= binding->call_count);
  if (!reader->is_broken) take_results(reader, binding);
}

rff_program *rff_read(const void *data, uint64_t length) {
  rff_program *program = calloc(1, sizeof(rff_program));
  if (program == NULL) return NULL;
  uint8_t *copy = rff_allocate(program, length, 1);
  if (copy != NULL && length > 0) memcpy(copy, data, length);
  reader reader = {.program = program, .data = copy, .length = length, .is_broken = copy == NULL};
  require(&reader, take_u32(&reader) == RFF_REVISION);
  program->id = take_text(&reader);
  program->version = take_text(&reader);
  program->concurrency = take_u32(&reader);
  uint32_t count = 0;
  program->structs = take_items(&reader, &count, sizeof(ffi_type *));
  for (uint32_t each = 0; each < count && !reader.is_broken; each++) take_struct(&reader, each);
  program->bindings = take_items(&reader, &program->binding_count, sizeof(rff_binding));
  for (uint32_t each = 0; each < program->binding_count && !reader.is_broken; each++)
    take_binding(&reader, &program->bindings[each]);
  if (!reader.is_broken && reader.length == 0) return program;
  rff_free(program);
  return NULL;
}
