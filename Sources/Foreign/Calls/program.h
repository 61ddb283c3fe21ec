/* program.h: a program as it is read, see foreign.h. */
#ifndef REFRAME_FOREIGN_PROGRAM_H
#define REFRAME_FOREIGN_PROGRAM_H

#include <ffi.h>
#include <pthread.h>

#include "foreign.h"

typedef struct rff_expression {
  rf_text text;
  const uint8_t *code;
  uint32_t length;
} rff_expression;

typedef struct rff_store {
  uint32_t offset;
  uint32_t kind;
  rff_expression value;
} rff_store;

typedef struct rff_argument {
  rf_text name;
  uint32_t type;
  uint32_t slot;
  uint32_t mode;
  uint32_t index;
  uint32_t size;
  uint32_t is_written;
  rff_expression offset;
  rff_expression length;
  uint32_t store_count;
  rff_store *stores;
} rff_argument;

typedef struct rff_failure {
  uint32_t is_any;
  int64_t code;
  int32_t kind;
  uint32_t is_retryable;
  rf_text message;
} rff_failure;

typedef struct rff_call {
  rf_text function;
  uint32_t result_type;
  uint32_t result_slot;
  uint32_t fixed_count;
  uint32_t is_variadic;
  uint32_t argument_count;
  rff_argument *arguments;
  rff_expression when;
  rff_expression success;
  uint32_t failure_count;
  rff_failure *failures;
  void (*function_pointer)(void);
  ffi_cif interface;
} rff_call;

/* What makes a region. */
typedef struct rff_find {
  rff_expression count;
  rff_expression when;
  rff_expression box[4];
  rff_expression score;
  rff_expression label;
} rff_find;

typedef struct rff_callback {
  rf_text name;
  uint32_t parameter_count;
  uint32_t *types;
  uint32_t *slots;
  uint32_t result_type;
  uint32_t result_slot;
  uint32_t limit;
  rff_expression when;
  rff_expression progress;
  rff_expression log;
  rff_expression result;
  uint32_t has_find;
  rff_find find;
  ffi_cif interface;
} rff_callback;

typedef struct rff_scratch {
  rf_text name;
  rff_expression bytes;
} rff_scratch;

typedef struct rff_array {
  rf_text name;
  uint32_t offset;
  uint32_t bytes;
} rff_array;

typedef struct rff_check {
  rff_expression condition;
  rf_text refusal;
} rff_check;

/* What a quote is made of. */
typedef struct rff_price {
  rff_expression amount;
  rff_expression maximum;
  rff_expression unit;
  rff_expression rule;
  rff_expression version;
  rff_expression label;
  rff_expression note;
} rff_price;

struct rff_frame;
struct rff_program;

/* One kind of plugin that the program makes. */
typedef struct rff_binding {
  struct rff_program *program;
  uint32_t kind;
  uint32_t frame_size;
  uint32_t layout;
  uint32_t alignment;
  uint32_t scratch_count;
  rff_scratch *scratch;
  uint32_t array_count;
  rff_array *arrays;
  uint32_t check_count;
  rff_check *checks;
  uint32_t callback_count;
  rff_callback *callbacks;
  uint32_t call_count;
  uint32_t cleanup_count;
  rff_call *calls; /* those that clean up last */
  uint32_t find_count;
  rff_find *finds;
  uint32_t has_saliency;
  rff_expression columns;
  rff_expression rows;
  uint32_t saliency_buffer;
  rff_price price;
  pthread_mutex_t lock;
  struct rff_frame *idle; /* frames that no call uses; they live as long as the process */
} rff_binding;

typedef struct rff_allocation {
  struct rff_allocation *next;
  max_align_t memory[];
} rff_allocation;

typedef struct rff_program {
  rff_allocation *allocations;
  rf_text id;
  rf_text version;
  uint32_t concurrency;
  uint32_t struct_count;
  ffi_type **structs;
  uint32_t binding_count;
  rff_binding *bindings;
  rf_text library;
} rff_program;

/* Reads a program; NULL if it is damaged or there is no memory. */
rff_program *rff_read(const void *data, uint64_t length);

void rff_free(rff_program *program);

/* Zeroed memory that lives as long as the program; NULL if there is none. */
void *rff_allocate(rff_program *program, size_t count, size_t size);

/* NULL for a type that the program lacks. */
ffi_type *rff_type(const rff_program *program, uint32_t type);

static inline uint32_t rff_buffer_count(const rff_binding *binding) {
  return RFF_FIRST_BUFFER + binding->scratch_count + binding->array_count;
}

#endif
