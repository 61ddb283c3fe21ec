/* frame.h: one call of a binding, and all that it needs while it is under way. */
#ifndef REFRAME_FOREIGN_FRAME_H
#define REFRAME_FOREIGN_FRAME_H

#include <stdarg.h>

#include "program.h"

typedef struct rff_buffer {
  uint8_t *data;
  uint64_t length;
  uint32_t is_read_only;
} rff_buffer;

/* A callback as the library sees it: a function of its own, that knows its frame. */
typedef struct rff_closure {
  struct rff_frame *frame;
  const rff_callback *callback;
  ffi_closure *closure;
  void *code;
  uint32_t calls;
} rff_closure;

typedef struct rff_frame {
  rff_binding *binding;
  uint8_t *memory;
  void ***values; /* for each call, the addresses of its arguments */
  rff_closure *closures;
  rff_buffer *buffers;
  int64_t numbers[RFF_NUMBER_COUNT];
  rf_text words[RFF_TEXT_COUNT];
  rf_text json[RFF_JSON_COUNT];
  const rf_job *job;
  const rf_subjects *subjects;
  /* Guards what callbacks touch, as they may come from any thread. */
  pthread_mutex_t lock;
  int is_active;
  uint32_t late_calls;
  uint64_t allocated;
  rff_allocation *allocations;
  int32_t status;
  int is_retryable;
  char message[512];
  struct rff_frame *next;
} rff_frame;

/* A frame for one call; NULL if there is no memory. */
rff_frame *rff_begin(rff_binding *binding, const rf_job *job);

/* Gives it back, and reports in `error` what went wrong. */
int32_t rff_end(rff_frame *frame, rf_error *error);

/* Notes what went wrong, unless something did before. */
void rff_fail(rff_frame *frame, int32_t kind, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Memory until the call ends, not zeroed; NULL, and a failure noted, if there is none. */
void *rff_hold(rff_frame *frame, uint64_t size);

/* Stops if the job is not wanted any more. Whether the call goes on. */
int rff_goes_on(rff_frame *frame);

/* What a message is about: of a function (or nothing), what, and by which name (or none). */
typedef struct rff_place {
  rf_text function;
  const char *what;
  rf_text name;
} rff_place;

/* A place in words, made only when there is a message. */
typedef struct rff_words {
  char text[320];
} rff_words;

rff_words rff_in_words(const rff_place *place);

/* A text for a message. */
#define RFF_SHOW(text) (int)((text).length > 100 ? 100 : (text).length), ((text).data == NULL ? "" : (text).data)

#endif
