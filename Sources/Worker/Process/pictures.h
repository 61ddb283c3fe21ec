/* Pictures and fill tasks in packets, in both directions. */
#ifndef PICTURES_H
#define PICTURES_H

#include "lane.h"

/* A copy of pixels that lie in no block, for the time of a question. */
typedef struct rw_loan {
  uint8_t *copy; /* NULL: none was needed */
  uint64_t stride;
  void *profile; /* the same for the colour profile */
  const rf_image *image;
} rw_loan;

void rw_put_image(rw_writer *writer, const rf_image *image, uint32_t lane, rw_loan *loan);

/* Ends a loan; writes the pixels back if they were to be written to. */
void rw_end_loan(rw_loan *loan, int is_written);

/* A picture of a packet; its pixels stay in their block. */
rf_image rw_get_image(rw_reader *reader);

/* What a task refers to when it is read from a packet. */
typedef struct rw_task {
  rf_fill_task task;
  rf_image image;
  rf_image source;
  rf_saliency subject;
} rw_task;

void rw_get_task(rw_reader *reader, rw_task *task);

#endif
