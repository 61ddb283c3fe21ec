/* machine.h: one evaluation of an expression, a stack machine. */
#ifndef REFRAME_FOREIGN_MACHINE_H
#define REFRAME_FOREIGN_MACHINE_H

#include <string.h>

#include "expression.h"

#define RFF_STACK_LIMIT 64

typedef struct machine {
  rff_frame *frame;
  const rff_expression *expression;
  const rff_place *place;
  uint32_t at;
  uint32_t depth;
  rff_value stack[RFF_STACK_LIMIT];
} machine;

/* Notes why there is no value, and answers 0. */
static inline int rff_refuse(machine *machine, int32_t kind, const char *why) {
  rf_text text = machine->expression->text;
  rff_fail(machine->frame, kind, "%s, '%.*s', %s", rff_in_words(machine->place).text, RFF_SHOW(text), why);
  return 0;
}

static inline int rff_damaged(machine *machine) {
  return rff_refuse(machine, RF_INTERNAL, "was compiled wrongly");
}

static inline int rff_operand(machine *machine, void *value, uint32_t size) {
  if (size > machine->expression->length - machine->at) return 0;
  memcpy(value, machine->expression->code + machine->at, size);
  machine->at += size;
  return 1;
}

static inline int rff_push(machine *machine, rff_value value) {
  if (machine->depth >= RFF_STACK_LIMIT) return rff_damaged(machine);
  machine->stack[machine->depth++] = value;
  return 1;
}

static inline rff_value rff_int(int64_t value) { return (rff_value){.kind = RFF_IS_INT, .whole = value}; }
static inline rff_value rff_number(double value) { return (rff_value){.kind = RFF_IS_REAL, .real = value}; }

/* Takes an instruction that brings a value from elsewhere. */
int rff_push_source(machine *machine, uint8_t code);

/* Takes an instruction that finds its way through memory. */
int rff_step_address(machine *machine, uint8_t code);

#endif
