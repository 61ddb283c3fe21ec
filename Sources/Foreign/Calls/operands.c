#define _GNU_SOURCE
#include <math.h>
#include <stdlib.h>

#include "json.h"
#include "machine.h"

#define STRING_LIMIT 65536

static int text_operand(machine *machine, rf_text *text) {
  uint32_t length;
  if (!rff_operand(machine, &length, sizeof(length)) || length > machine->expression->length - machine->at) return 0;
  *text = (rf_text){(const char *)machine->expression->code + machine->at, length};
  machine->at += length;
  return 1;
}

/* ---- Where values are from ---------------------------------------------------------------------------- */

static int push_json(machine *machine, int is_count) {
  uint32_t which;
  rf_text path;
  if (!rff_operand(machine, &which, sizeof(which)) || which >= RFF_JSON_COUNT || !text_operand(machine, &path))
    return rff_damaged(machine);
  rf_text found = rff_json_find(machine->frame->json[which], path);
  rff_value missing = {.kind = RFF_IS_MISSING, .text = path};
  if (found.length == 0) return rff_push(machine, missing);
  if (is_count) {
    int64_t count = rff_json_count(found);
    return count < 0 ? rff_refuse(machine, RF_INVALID_ARGUMENT, "counts what is no list") : rff_push(machine, rff_int(count));
  }
  switch (found.data[0]) {
    case 't': return rff_push(machine, rff_int(1));
    case 'f': return rff_push(machine, rff_int(0));
    case '"': {
      char *copy = rff_hold(machine->frame, found.length);
      if (copy == NULL) return 0;
      int64_t length = rff_json_unescape(found, copy);
      if (length < 0) return rff_push(machine, missing);
      return rff_push(machine, (rff_value){.kind = RFF_IS_TEXT, .text = {copy, (uint64_t)length}});
    }
    case '{':
    case '[': return rff_refuse(machine, RF_INVALID_ARGUMENT, "is neither a number nor a text");
    default: {
      char digits[64];
      if (found.length >= sizeof(digits)) return rff_refuse(machine, RF_INVALID_ARGUMENT, "is too long a number");
      memcpy(digits, found.data, found.length);
      digits[found.length] = 0;
      double value = strtod(digits, NULL);
      int is_whole = value == floor(value) && fabs(value) <= 9007199254740992.0;
      return rff_push(machine, is_whole ? rff_int((int64_t)value) : rff_number(value));
    }
  }
}

static int push_string_at(machine *machine) {
  uint32_t offset;
  if (!rff_operand(machine, &offset, sizeof(offset)) || offset > machine->frame->binding->frame_size) return rff_damaged(machine);
  const char *string;
  memcpy(&string, machine->frame->memory + offset, sizeof(string));
  if (string == NULL) return rff_push(machine, (rff_value){.kind = RFF_IS_MISSING, .text = machine->expression->text});
  return rff_push(machine, (rff_value){.kind = RFF_IS_TEXT, .text = {string, strnlen(string, STRING_LIMIT)}});
}

int rff_push_source(machine *machine, uint8_t code) {
  uint32_t which;
  switch (code) {
    case RFF_OP_INT: {
      rff_value value = {.kind = RFF_IS_INT};
      return rff_operand(machine, &value.whole, sizeof(value.whole)) ? rff_push(machine, value) : rff_damaged(machine);
    }
    case RFF_OP_REAL: {
      rff_value value = {.kind = RFF_IS_REAL};
      return rff_operand(machine, &value.real, sizeof(value.real)) ? rff_push(machine, value) : rff_damaged(machine);
    }
    case RFF_OP_TEXT: {
      rff_value value = {.kind = RFF_IS_TEXT};
      return text_operand(machine, &value.text) ? rff_push(machine, value) : rff_damaged(machine);
    }
    case RFF_OP_NUMBER:
      if (!rff_operand(machine, &which, sizeof(which)) || which >= RFF_NUMBER_COUNT) return rff_damaged(machine);
      if (which == RFF_CANCELLED_NUMBER) return rff_push(machine, rff_int(rf_job_cancelled(machine->frame->job)));
      return rff_push(machine, rff_int(machine->frame->numbers[which]));
    case RFF_OP_WORD:
      if (!rff_operand(machine, &which, sizeof(which)) || which >= RFF_TEXT_COUNT) return rff_damaged(machine);
      return rff_push(machine, (rff_value){.kind = RFF_IS_TEXT, .text = machine->frame->words[which]});
    case RFF_OP_JSON: return push_json(machine, 0);
    case RFF_OP_COUNT: return push_json(machine, 1);
    default: return push_string_at(machine);
  }
}

/* ---- Addresses ---------------------------------------------------------------------------------------- */

static int is_address(const rff_value *value) { return value->kind == RFF_IS_IN_FRAME || value->kind == RFF_IS_OUTSIDE; }

static int begin_address(machine *machine, int is_pointer) {
  uint32_t offset;
  if (!rff_operand(machine, &offset, sizeof(offset)) || offset > machine->frame->binding->frame_size) return rff_damaged(machine);
  uint8_t *address = machine->frame->memory + offset;
  if (!is_pointer) return rff_push(machine, (rff_value){.kind = RFF_IS_IN_FRAME, .address = address});
  memcpy(&address, machine->frame->memory + offset, sizeof(address));
  if (address == NULL) return rff_refuse(machine, RF_INTERNAL, "points to nothing");
  return rff_push(machine, (rff_value){.kind = RFF_IS_OUTSIDE, .address = address});
}

static int index_address(machine *machine, int is_fixed) {
  uint32_t fixed = 0, size;
  if ((is_fixed && !rff_operand(machine, &fixed, sizeof(fixed))) || !rff_operand(machine, &size, sizeof(size)))
    return rff_damaged(machine);
  int64_t count = fixed;
  if (!is_fixed) {
    if (machine->depth < 3) return rff_damaged(machine);
    rff_value counted = machine->stack[--machine->depth];
    if (counted.kind != RFF_IS_INT) return rff_refuse(machine, RF_INTERNAL, "has a length that is no whole number");
    count = counted.whole;
  }
  if (machine->depth < 2) return rff_damaged(machine);
  rff_value index = machine->stack[--machine->depth];
  rff_value *address = &machine->stack[machine->depth - 1];
  if (!is_address(address)) return rff_damaged(machine);
  if (index.kind != RFF_IS_INT || index.whole < 0 || index.whole >= count)
    return rff_refuse(machine, RF_INTERNAL, "has an index beyond the elements that there are");
  address->address += (uint64_t)index.whole * size;
  return 1;
}

static int load(machine *machine) {
  uint32_t kind;
  if (!rff_operand(machine, &kind, sizeof(kind)) || machine->depth < 1) return rff_damaged(machine);
  rff_value *top = &machine->stack[machine->depth - 1];
  const ffi_type *type = kind > RFF_VOID && kind <= RFF_POINTER ? rff_type(machine->frame->binding->program, kind) : NULL;
  if (!is_address(top) || type == NULL) return rff_damaged(machine);
  const uint8_t *start = machine->frame->memory, *address = top->address;
  if (top->kind == RFF_IS_IN_FRAME &&
      (address < start || (uint64_t)(address - start) + type->size > machine->frame->binding->frame_size))
    return rff_damaged(machine);
  union { int8_t i8; uint8_t u8; int16_t i16; uint16_t u16; int32_t i32; uint32_t u32; int64_t i64; uint64_t u64;
          float f32; double f64; } bits = {.u64 = 0};
  memcpy(&bits, address, type->size);
  switch (kind) {
    case RFF_I8: *top = rff_int(bits.i8); break;
    case RFF_U8: *top = rff_int(bits.u8); break;
    case RFF_I16: *top = rff_int(bits.i16); break;
    case RFF_U16: *top = rff_int(bits.u16); break;
    case RFF_I32: *top = rff_int(bits.i32); break;
    case RFF_U32: *top = rff_int(bits.u32); break;
    case RFF_F32: *top = rff_number((double)bits.f32); break;
    case RFF_F64: *top = rff_number(bits.f64); break;
    case RFF_U64: *top = bits.u64 > INT64_MAX ? rff_number((double)bits.u64) : rff_int(bits.i64); break;
    default: *top = rff_int(bits.i64);
  }
  return 1;
}

int rff_step_address(machine *machine, uint8_t code) {
  uint32_t offset;
  switch (code) {
    case RFF_OP_AT: return begin_address(machine, 0);
    case RFF_OP_AT_POINTER: return begin_address(machine, 1);
    case RFF_OP_INDEX: return index_address(machine, 1);
    case RFF_OP_INDEX_BY: return index_address(machine, 0);
    case RFF_OP_LOAD: return load(machine);
    default:
      if (!rff_operand(machine, &offset, sizeof(offset)) || machine->depth < 1 ||
          !is_address(&machine->stack[machine->depth - 1]))
        return rff_damaged(machine);
      machine->stack[machine->depth - 1].address += offset;
      return 1;
  }
}
