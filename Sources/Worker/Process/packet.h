/* Packets as the channel's header describes them: written into a buffer, and read without ever leaving it. */
#ifndef PACKET_H
#define PACKET_H

#include "reframe.h"
#include "worker_channel.h"

/* A packet that is being written. */
typedef struct rw_writer {
  uint8_t *data;
  uint32_t length;
  uint32_t is_full; /* a field did not fit */
  int descriptors[RW_DESCRIPTOR_LIMIT];
  uint32_t count;
} rw_writer;

/* A packet that is being read. What does not lie within it reads as 0, and `is_broken` turns 1. */
typedef struct rw_reader {
  const uint8_t *data;
  uint32_t length;
  uint32_t at;
  uint32_t is_broken;
  const int *descriptors;
  uint32_t count; /* of descriptors */
  uint32_t taken;
} rw_reader;

void rw_put(rw_writer *writer, const void *data, uint32_t length);
void rw_put_u32(rw_writer *writer, uint32_t value);
void rw_put_i32(rw_writer *writer, int32_t value);
void rw_put_u64(rw_writer *writer, uint64_t value);
void rw_put_i64(rw_writer *writer, int64_t value);
void rw_put_f64(rw_writer *writer, double value);
/* Text or bytes, with their length. */
void rw_put_bytes(rw_writer *writer, const void *data, uint64_t length);
void rw_put_text(rw_writer *writer, rf_text text);
void rw_put_error(rw_writer *writer, const rf_error *error);

uint32_t rw_get_u32(rw_reader *reader);
int32_t rw_get_i32(rw_reader *reader);
uint64_t rw_get_u64(rw_reader *reader);
int64_t rw_get_i64(rw_reader *reader);
double rw_get_f64(rw_reader *reader);
rf_text rw_get_text(rw_reader *reader);
void rw_get_error(rw_reader *reader, rf_error *error);
/* The next descriptor that came along, or -1. */
int rw_get_descriptor(rw_reader *reader);

#endif
