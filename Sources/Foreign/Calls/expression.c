#include "expression.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "machine.h"

/* ---- Arithmetic --------------------------------------------------------------------------------------- */

static int is_number(const rff_value *value) { return value->kind == RFF_IS_INT || value->kind == RFF_IS_REAL; }
static double as_real(rff_value value) { return value.kind == RFF_IS_INT ? (double)value.whole : value.real; }

/* A value that takes part in arithmetic. */
static int need_number(machine *machine, const rff_value *value) {
  if (is_number(value)) return 1;
  if (value->kind != RFF_IS_MISSING) return rff_refuse(machine, RF_INVALID_ARGUMENT, "calculates with a text");
  rff_fail(machine->frame, RF_INVALID_ARGUMENT, "%s, '%.*s', needs '%.*s', which is not given", rff_in_words(machine->place).text,
           RFF_SHOW(machine->expression->text), RFF_SHOW(value->text));
  return 0;
}

static int same_text(rf_text a, rf_text b) {
  return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

static int divide(machine *machine, rff_value *left, rff_value right, int is_remainder) {
  if (as_real(right) == 0) return rff_refuse(machine, RF_INVALID_ARGUMENT, "divides by zero");
  if (left->kind == RFF_IS_INT && right.kind == RFF_IS_INT) {
    /* The one quotient that does not fit. */
    if (right.whole == -1) {
      int64_t negated;
      if (__builtin_sub_overflow((int64_t)0, left->whole, &negated))
        return rff_refuse(machine, RF_INVALID_ARGUMENT, "is beyond 64 bits");
      *left = rff_int(is_remainder ? 0 : negated);
    } else if (is_remainder) *left = rff_int(left->whole % right.whole);
    else if (left->whole % right.whole == 0) *left = rff_int(left->whole / right.whole);
    else *left = rff_number((double)left->whole / (double)right.whole);
    return 1;
  }
  *left = rff_number(is_remainder ? fmod(as_real(*left), as_real(right)) : as_real(*left) / as_real(right));
  return 1;
}

static int combine_whole(machine *machine, uint8_t code, rff_value *left, int64_t a, int64_t b) {
  int64_t result = 0;
  int is_beyond = 0;
  switch (code) {
    case RFF_OP_ADD: is_beyond = __builtin_add_overflow(a, b, &result); break;
    case RFF_OP_SUBTRACT: is_beyond = __builtin_sub_overflow(a, b, &result); break;
    case RFF_OP_MULTIPLY: is_beyond = __builtin_mul_overflow(a, b, &result); break;
    case RFF_OP_EQUAL: result = a == b; break;
    case RFF_OP_LESS: result = a < b; break;
    case RFF_OP_LESS_OR_EQUAL: result = a <= b; break;
    case RFF_OP_MIN: result = a < b ? a : b; break;
    default: result = a > b ? a : b;
  }
  *left = rff_int(result);
  return is_beyond ? rff_refuse(machine, RF_INVALID_ARGUMENT, "is beyond 64 bits") : 1;
}

static int combine(machine *machine, uint8_t code) {
  if (machine->depth < 2) return rff_damaged(machine);
  rff_value right = machine->stack[--machine->depth], *left = &machine->stack[machine->depth - 1];
  if (code == RFF_OP_EQUAL && left->kind == RFF_IS_TEXT && right.kind == RFF_IS_TEXT) {
    *left = rff_int(same_text(left->text, right.text));
    return 1;
  }
  if (!need_number(machine, left) || !need_number(machine, &right)) return 0;
  if (code == RFF_OP_DIVIDE || code == RFF_OP_REMAINDER) return divide(machine, left, right, code == RFF_OP_REMAINDER);
  if (left->kind == RFF_IS_INT && right.kind == RFF_IS_INT)
    return combine_whole(machine, code, left, left->whole, right.whole);
  double a = as_real(*left), b = as_real(right);
  switch (code) {
    case RFF_OP_ADD: *left = rff_number(a + b); break;
    case RFF_OP_SUBTRACT: *left = rff_number(a - b); break;
    case RFF_OP_MULTIPLY: *left = rff_number(a * b); break;
    case RFF_OP_EQUAL: *left = rff_int(a == b); break;
    case RFF_OP_LESS: *left = rff_int(a < b); break;
    case RFF_OP_LESS_OR_EQUAL: *left = rff_int(a <= b); break;
    case RFF_OP_MIN: *left = rff_number(a < b ? a : b); break;
    default: *left = rff_number(a > b ? a : b);
  }
  return 1;
}

/* A real number without a fraction as a whole one, where it fits. */
static rff_value settled(double value) {
  return value >= -9.2e18 && value <= 9.2e18 ? rff_int((int64_t)value) : rff_number(value);
}

static int parse_decimal(machine *machine, rff_value *top) {
  char digits[64];
  if (is_number(top)) return 1;
  if (top->kind == RFF_IS_MISSING) return 1;
  if (top->kind != RFF_IS_TEXT || top->text.length == 0 || top->text.length >= sizeof(digits))
    return rff_refuse(machine, RF_INVALID_ARGUMENT, "is no number");
  memcpy(digits, top->text.data, top->text.length);
  digits[top->text.length] = 0;
  if (strspn(digits, "0123456789.-") != top->text.length)
    return rff_refuse(machine, RF_INVALID_ARGUMENT, "is no decimal number");
  char *end;
  *top = rff_number(strtod(digits, &end));
  return *end == 0 ? 1 : rff_refuse(machine, RF_INVALID_ARGUMENT, "is no decimal number");
}

static int alter(machine *machine, uint8_t code) {
  if (machine->depth < 1) return rff_damaged(machine);
  rff_value *top = &machine->stack[machine->depth - 1];
  if (code == RFF_OP_DECIMAL) return parse_decimal(machine, top);
  if (!need_number(machine, top)) return 0;
  if (top->kind == RFF_IS_INT) {
    if (code == RFF_OP_NOT) *top = rff_int(top->whole == 0);
    if (code == RFF_OP_NEGATE || (code == RFF_OP_ABS && top->whole < 0))
      return combine_whole(machine, RFF_OP_SUBTRACT, top, 0, top->whole);
    return 1;
  }
  switch (code) {
    case RFF_OP_NEGATE: top->real = -top->real; break;
    case RFF_OP_NOT: *top = rff_int(top->real == 0); break;
    case RFF_OP_ABS: top->real = fabs(top->real); break;
    case RFF_OP_FLOOR: *top = settled(floor(top->real)); break;
    case RFF_OP_CEIL: *top = settled(ceil(top->real)); break;
    default: *top = settled(round(top->real));
  }
  return 1;
}

/* ---- Evaluation --------------------------------------------------------------------------------------- */

static int skip(machine *machine, uint8_t code) {
  uint32_t bytes;
  if (!rff_operand(machine, &bytes, sizeof(bytes)) || bytes > machine->expression->length - machine->at)
    return rff_damaged(machine);
  if (code != RFF_OP_SKIP) {
    if (machine->depth < 1) return rff_damaged(machine);
    rff_value *top = &machine->stack[machine->depth - 1];
    if (code == RFF_OP_SKIP_IF_ZERO) {
      if (!need_number(machine, top)) return 0;
      machine->depth--;
      if (as_real(*top) != 0) return 1;
    } else if (top->kind == RFF_IS_MISSING) {
      machine->depth--;
      return 1;
    }
  }
  machine->at += bytes;
  return 1;
}

static int step(machine *machine) {
  uint8_t code = 0;
  rff_operand(machine, &code, 1);
  if (code >= RFF_OP_INT && code <= RFF_OP_COUNT) return rff_push_source(machine, code);
  if (code == RFF_OP_STRING_AT) return rff_push_source(machine, code);
  if (code >= RFF_OP_AT && code <= RFF_OP_LOAD) return rff_step_address(machine, code);
  if (code >= RFF_OP_ADD && code <= RFF_OP_MAX) return combine(machine, code);
  if (code >= RFF_OP_NEGATE && code <= RFF_OP_DECIMAL) return alter(machine, code);
  if (code >= RFF_OP_SKIP && code <= RFF_OP_SKIP_UNLESS_MISSING) return skip(machine, code);
  return rff_damaged(machine);
}

int rff_evaluate(rff_frame *frame, const rff_expression *expression, const rff_place *place, rff_value *result) {
  machine machine;
  machine.frame = frame;
  machine.expression = expression;
  machine.place = place;
  machine.at = machine.depth = 0;
  while (machine.at < expression->length) {
    if (!step(&machine)) return 0;
  }
  if (machine.depth != 1) return rff_damaged(&machine);
  *result = machine.stack[0];
  return 1;
}

static int refused(rff_frame *frame, const rff_expression *expression, const rff_place *place, const rff_value *value,
                   const char *wanted) {
  if (value->kind == RFF_IS_MISSING)
    rff_fail(frame, RF_INVALID_ARGUMENT, "%s needs '%.*s', which is not given", rff_in_words(place).text, RFF_SHOW(value->text));
  else
    rff_fail(frame, RF_INVALID_ARGUMENT, "%s, '%.*s', is no %s", rff_in_words(place).text, RFF_SHOW(expression->text), wanted);
  return 0;
}

int rff_whole(rff_frame *frame, const rff_expression *expression, const rff_place *place, int64_t *result) {
  rff_value value;
  if (!rff_evaluate(frame, expression, place, &value)) return 0;
  if (value.kind == RFF_IS_REAL && value.real == floor(value.real)) value = settled(value.real);
  if (value.kind != RFF_IS_INT) return refused(frame, expression, place, &value, "whole number");
  *result = value.whole;
  return 1;
}

int rff_real(rff_frame *frame, const rff_expression *expression, const rff_place *place, double *result) {
  rff_value value;
  if (!rff_evaluate(frame, expression, place, &value)) return 0;
  if (!is_number(&value)) return refused(frame, expression, place, &value, "number");
  *result = as_real(value);
  return 1;
}

int rff_text_value(rff_frame *frame, const rff_expression *expression, const rff_place *place, rf_text *result) {
  rff_value value;
  if (!rff_evaluate(frame, expression, place, &value)) return 0;
  if (value.kind != RFF_IS_TEXT) return refused(frame, expression, place, &value, "text");
  *result = value.text;
  return 1;
}

int rff_holds(rff_frame *frame, const rff_expression *expression, const rff_place *place) {
  if (expression->length == 0) return 1;
  double value;
  return rff_real(frame, expression, place, &value) && value != 0;
}

int rff_put(rff_frame *frame, const rff_expression *expression, const rff_place *place, uint32_t type, void *memory) {
  if (type == RFF_F64 || type == RFF_F32) {
    double real;
    if (!rff_real(frame, expression, place, &real)) return 0;
    float narrow = (float)real;
    if (type == RFF_F64) memcpy(memory, &real, sizeof(real));
    else memcpy(memory, &narrow, sizeof(narrow));
    return 1;
  }
  static const struct { int64_t least, most; } ranges[] = {
      [RFF_I8] = {INT8_MIN, INT8_MAX},    [RFF_U8] = {0, UINT8_MAX},   [RFF_I16] = {INT16_MIN, INT16_MAX},
      [RFF_U16] = {0, UINT16_MAX},        [RFF_I32] = {INT32_MIN, INT32_MAX}, [RFF_U32] = {0, UINT32_MAX},
      [RFF_I64] = {INT64_MIN, INT64_MAX}, [RFF_U64] = {0, INT64_MAX}};
  int64_t value = 0;
  if (!rff_whole(frame, expression, place, &value)) return 0;
  if (value < ranges[type].least || value > ranges[type].most) {
    rff_fail(frame, RF_INVALID_ARGUMENT, "%s, '%.*s', is %lld, beyond its type", rff_in_words(place).text, RFF_SHOW(expression->text),
             (long long)value);
    return 0;
  }
  /* Little-endian, so that the low bytes are the value. */
  memcpy(memory, &value, (size_t)(type <= RFF_U8 ? 1 : type <= RFF_U16 ? 2 : type <= RFF_U32 ? 4 : 8));
  return 1;
}
