/* Memory that the host and this process both see. */
#ifndef BLOCKS_H
#define BLOCKS_H

#include "packet.h"

/* A part of a block. */
typedef struct rw_reference {
  void *memory; /* NULL: none, or not to be had */
  uint64_t length;
} rw_reference;

/* Reads a reference, and maps its block if its descriptor came along. */
rw_reference rw_get_reference(rw_reader *reader);

/* Reads a blob; it is borrowed from the packet, or from a block that stays as it is until the call returns. */
rf_bytes rw_get_blob(rw_reader *reader);

/* Forgets blocks that the host has given up: u32 count, u64 names. */
void rw_forget_blocks(rw_reader *reader);

/* Memory of a block of this process's own, 64-byte aligned; NULL if there is none to be had. */
void *rw_allocate(uint64_t length);

/* Gives it back. */
void rw_release(void *memory);

/* Writes a reference to memory that lies in a block; `lane` is the number of the lane it goes through. 0 if it lies in
 * none. */
int rw_put_reference(rw_writer *writer, const void *memory, uint64_t length, uint32_t lane);

/* The packet is not sent after all, and so its lane knows none of the blocks that it would have told of. */
void rw_untell(const rw_writer *writer, uint32_t lane);

/* Writes a blob; what is too long for a packet is copied into a block, which is to be given back after the reply if
 * it is not NULL. */
void *rw_put_blob(rw_writer *writer, const void *data, uint64_t length, uint32_t lane);

/* Writes the names of own blocks that are gone since it was last asked. */
void rw_put_gone(rw_writer *writer);

#endif
