/* A lane, the call that it carries, and what the plugin may ask of the host meanwhile. */
#ifndef LANE_H
#define LANE_H

#include <pthread.h>

#include "blocks.h"

typedef struct rw_lane {
  int socket;
  uint32_t number;
  const uint32_t *cancel;
  pthread_mutex_t lock; /* one question at a time */
  uint8_t call[RW_PACKET_LIMIT];
  uint8_t question[RW_PACKET_LIMIT];
  uint8_t reply[RW_PACKET_LIMIT];
} rw_lane;

/* What is under way on a lane; `job.context` points to it. */
typedef struct rw_call {
  rw_lane *lane;
  rf_job job;
  struct rw_call *next;
} rw_call;

/* What the host said to a question. `reader` stands behind what every reply has. */
typedef struct rw_answer {
  int32_t status;
  int64_t value;
  rw_reader reader;
  int descriptors[RW_DESCRIPTOR_LIMIT];
} rw_answer;

/* From here to `rw_end` the call can be found by its job, and on its thread without one. */
void rw_begin(rw_call *call);
void rw_end(rw_call *call);

/* The call that a job belongs to, or that is under way on this thread if it is NULL; NULL if there is none. */
rw_call *rw_call_of(const rf_job *job);

/* Begins a question; the lane is the caller's until `rw_leave`. */
rw_writer rw_question(rw_lane *lane, uint32_t kind);
void rw_leave(rw_lane *lane);

/* Sends a question and waits for the reply; `error` may be NULL. */
rw_answer rw_ask(rw_lane *lane, rw_writer *writer, rf_error *error);

/* Sends what needs no reply. */
void rw_tell(rw_lane *lane, const rw_writer *writer);

/* Reports a fault of the call itself. Answers `kind`. */
int32_t rw_fail(rf_error *error, int32_t kind, const char *message);

/* The job of a call, as it was read from its packet. */
void rw_get_job(rw_reader *reader, rw_call *call);

/* What a call may be given to answer through. */
rf_subjects rw_subjects(rw_call *call);
rf_sink rw_sink(rw_call *call);
rf_output rw_output(rw_call *call);

#endif
