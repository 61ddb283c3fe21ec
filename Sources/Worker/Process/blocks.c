#define _GNU_SOURCE
#include "blocks.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

typedef struct block {
  uint64_t name;
  uint64_t size;
  uint8_t *memory;
  int descriptor;   /* of an own block, until it is gone; else -1 */
  uint32_t is_used; /* own blocks only */
  uint64_t lanes;   /* own blocks only: bits of the lanes that have been told of it */
  struct block *next;
} block;

#define OWN_LIMIT 16        /* own blocks that are kept for later */
#define GONE_LIMIT 64

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static block *blocks;
static uint64_t last_name;
static uint64_t gone[GONE_LIMIT];
static uint32_t gone_count;

static block *named(uint64_t name) {
  for (block *each = blocks; each != NULL; each = each->next)
    if (each->name == name) return each;
  return NULL;
}

static block *add(uint64_t name, uint64_t size, int descriptor, int is_writable) {
  block *made = calloc(1, sizeof(block));
  if (made == NULL) return NULL;
  void *memory = mmap(NULL, size, PROT_READ | (is_writable ? PROT_WRITE : 0), MAP_SHARED, descriptor, 0);
  if (memory == MAP_FAILED) {
    free(made);
    return NULL;
  }
  *made = (block){.name = name, .size = size, .memory = memory, .descriptor = -1, .next = blocks};
  blocks = made;
  return made;
}

/* Unmaps the block that `link` points to. */
static void drop(block **link) {
  block *dropped = *link;
  *link = dropped->next;
  munmap(dropped->memory, dropped->size);
  if (dropped->descriptor >= 0) close(dropped->descriptor);
  free(dropped);
}

rw_reference rw_get_reference(rw_reader *reader) {
  uint64_t name = rw_get_u64(reader);
  uint64_t size = rw_get_u64(reader);
  uint32_t flags = rw_get_u32(reader);
  uint64_t offset = rw_get_u64(reader);
  uint64_t length = rw_get_u64(reader);
  int descriptor = flags & RW_ATTACHED ? rw_get_descriptor(reader) : -1;
  pthread_mutex_lock(&lock);
  block *found = named(name);
  if (found == NULL && descriptor >= 0 && size > 0) found = add(name, size, descriptor, flags & RW_WRITABLE);
  rw_reference reference = {NULL, 0};
  if (found != NULL && offset <= found->size && length <= found->size - offset)
    reference = (rw_reference){found->memory + offset, length};
  pthread_mutex_unlock(&lock);
  if (descriptor >= 0) close(descriptor);
  if (reference.memory == NULL) reader->is_broken = 1;
  return reference;
}

rf_bytes rw_get_blob(rw_reader *reader) {
  if (rw_get_u32(reader) == RW_SHARED) {
    rw_reference reference = rw_get_reference(reader);
    return (rf_bytes){reference.memory, reference.length};
  }
  rf_text text = rw_get_text(reader);
  return (rf_bytes){text.data, text.length};
}

void rw_forget_blocks(rw_reader *reader) {
  uint32_t count = rw_get_u32(reader);
  pthread_mutex_lock(&lock);
  for (; count > 0 && !reader->is_broken; count--) {
    uint64_t name = rw_get_u64(reader);
    for (block **link = &blocks; *link != NULL && !reader->is_broken; link = &(*link)->next)
      if ((*link)->name == name && (*link)->descriptor < 0) {
        drop(link);
        break;
      }
  }
  pthread_mutex_unlock(&lock);
}

/* The size class of a block: a power of two, so that those that are kept fit again. */
static uint64_t room_for(uint64_t length) {
  uint64_t size = 1 << 16;
  while (size < length) size *= 2;
  return size;
}

void *rw_allocate(uint64_t length) {
  if (length == 0 || length > UINT64_C(1) << 40) return NULL;
  uint64_t size = room_for(length);
  pthread_mutex_lock(&lock);
  block *found = blocks;
  while (found != NULL && (found->descriptor < 0 || found->is_used || found->size != size)) found = found->next;
  if (found == NULL) {
    int descriptor = rw_make_memory(size);
    if (descriptor >= 0) found = add(RW_BLOCK_OF_WORKER | ++last_name, size, descriptor, 1);
    if (found != NULL) found->descriptor = descriptor;
    else if (descriptor >= 0) close(descriptor);
  }
  if (found != NULL) found->is_used = 1;
  pthread_mutex_unlock(&lock);
  return found == NULL ? NULL : found->memory;
}

void rw_release(void *memory) {
  pthread_mutex_lock(&lock);
  uint32_t kept = 0;
  block **oldest = NULL;
  for (block **link = &blocks; *link != NULL; link = &(*link)->next) {
    if ((*link)->descriptor < 0) continue;
    if ((*link)->memory == memory) (*link)->is_used = 0;
    if ((*link)->is_used) continue;
    kept++;
    oldest = link; /* new ones are put in front */
  }
  if (kept > OWN_LIMIT && gone_count < GONE_LIMIT) {
    if ((*oldest)->lanes != 0) gone[gone_count++] = (*oldest)->name;
    drop(oldest);
  }
  pthread_mutex_unlock(&lock);
}

int rw_put_reference(rw_writer *writer, const void *memory, uint64_t length, uint32_t lane) {
  const uint8_t *start = memory;
  pthread_mutex_lock(&lock);
  block *found = blocks;
  while (found != NULL && (start < found->memory || start >= found->memory + found->size)) found = found->next;
  int fits = found != NULL && length <= found->size - (uint64_t)(start - found->memory);
  if (fits) {
    uint64_t bit = UINT64_C(1) << (lane & 63);
    int is_new = found->descriptor >= 0 && !(found->lanes & bit) && writer->count < RW_DESCRIPTOR_LIMIT;
    rw_put_u64(writer, found->name);
    rw_put_u64(writer, found->size);
    rw_put_u32(writer, RW_WRITABLE | (is_new ? RW_ATTACHED : 0));
    rw_put_u64(writer, (uint64_t)(start - found->memory));
    rw_put_u64(writer, length);
    if (is_new) {
      writer->descriptors[writer->count++] = found->descriptor;
      found->lanes |= bit;
    }
  }
  pthread_mutex_unlock(&lock);
  return fits;
}

void rw_untell(const rw_writer *writer, uint32_t lane) {
  pthread_mutex_lock(&lock);
  for (block *each = blocks; each != NULL; each = each->next)
    for (uint32_t index = 0; index < writer->count; index++)
      if (each->descriptor >= 0 && each->descriptor == writer->descriptors[index])
        each->lanes &= ~(UINT64_C(1) << (lane & 63));
  pthread_mutex_unlock(&lock);
}

void *rw_put_blob(rw_writer *writer, const void *data, uint64_t length, uint32_t lane) {
  if (data == NULL) length = 0;
  if (length <= RW_INLINE_LIMIT) {
    rw_put_u32(writer, RW_INLINE);
    rw_put_bytes(writer, data, length);
    return NULL;
  }
  void *copy = rw_allocate(length);
  if (copy == NULL) {
    writer->is_full = 1;
    return NULL;
  }
  memcpy(copy, data, length);
  rw_put_u32(writer, RW_SHARED);
  rw_put_reference(writer, copy, length, lane);
  return copy;
}

void rw_put_gone(rw_writer *writer) {
  pthread_mutex_lock(&lock);
  rw_put_u32(writer, gone_count);
  for (uint32_t index = 0; index < gone_count; index++) rw_put_u64(writer, gone[index]);
  gone_count = 0;
  pthread_mutex_unlock(&lock);
}
