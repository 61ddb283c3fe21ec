#define _GNU_SOURCE
#include "hostile_channel.h"

#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "worker_channel.h"

typedef struct packet {
  uint8_t data[200000];
  size_t length;
  int descriptors[RW_DESCRIPTOR_LIMIT];
  size_t count;
} packet;

static void put(packet *packet, const void *data, size_t length) {
  memcpy(packet->data + packet->length, data, length);
  packet->length += length;
}

static void put_u32(packet *packet, uint32_t value) { put(packet, &value, sizeof(value)); }
static void put_u64(packet *packet, uint64_t value) { put(packet, &value, sizeof(value)); }

/* A reference to a part of a block; its descriptor comes along if there is one. */
static void put_reference(packet *packet, uint64_t name, uint64_t size, uint64_t offset, uint64_t length,
                          int descriptor) {
  put_u64(packet, name);
  put_u64(packet, size);
  put_u32(packet, descriptor < 0 ? 0 : RW_ATTACHED);
  put_u64(packet, offset);
  put_u64(packet, length);
  if (descriptor >= 0) packet->descriptors[packet->count++] = descriptor;
}

/* Says that a checkpoint lies in shared memory. */
static void put_checkpoint(packet *packet, uint64_t name, uint64_t size, uint64_t offset, uint64_t length,
                           int descriptor) {
  put_u32(packet, RW_CHECKPOINT);
  put_u32(packet, RW_SHARED);
  put_reference(packet, name, size, offset, length, descriptor);
}

static void put_progress(packet *packet) {
  double fraction = 0.5;
  put_u32(packet, RW_PROGRESS);
  put(packet, &fraction, sizeof(fraction));
  put_u64(packet, 0);
}

/* A picture whose rows reach far beyond its memory. */
static void put_wide_picture(packet *packet, int descriptor) {
  put_u32(packet, RW_HOST_DETECT);
  put_u64(packet, 0);
  const uint32_t picture[] = {1 << 24, 1 << 24, 1, 4, 1, 0, 0};
  put(packet, picture, sizeof(picture));
  put_u64(packet, 1 << 30);
  put_reference(packet, RW_BLOCK_OF_WORKER | 77, 4096, 0, 4096, descriptor);
}

static int memory(int is_sealed) {
  int descriptor = memfd_create("hostile", MFD_ALLOW_SEALING);
  if (ftruncate(descriptor, 4096) != 0) return -1;
  if (is_sealed) fcntl(descriptor, F_ADD_SEALS, F_SEAL_SHRINK);
  return descriptor;
}

/* Answers how often the packet is to be sent. */
static int make(packet *packet, const char *name) {
  uint64_t block = RW_BLOCK_OF_WORKER | 77;
  if (strcmp(name, "noise") == 0) {
    for (packet->length = 0; packet->length < 999; packet->length++)
      packet->data[packet->length] = (uint8_t)(packet->length * 131 + 7);
  } else if (strcmp(name, "empty") == 0) {
    packet->descriptors[packet->count++] = 0;
  } else if (strcmp(name, "short") == 0) {
    put(packet, "abc", 3);
  } else if (strcmp(name, "long") == 0) {
    packet->length = sizeof(packet->data);
  } else if (strcmp(name, "return") == 0) {
    put_u32(packet, RW_RETURN);
    put_u32(packet, 0);
  } else if (strcmp(name, "text") == 0) {
    put_u32(packet, RW_LOG);
    put_u32(packet, 0);
    put_u64(packet, UINT64_MAX);
  } else if (strcmp(name, "unknown") == 0) {
    put_checkpoint(packet, 4711, 4096, 0, 16, -1);
  } else if (strcmp(name, "outside") == 0) {
    put_checkpoint(packet, block, 4096, 4000, 4096, memory(1));
  } else if (strcmp(name, "larger") == 0) {
    put_checkpoint(packet, block, UINT64_C(1) << 30, 0, UINT64_C(1) << 30, memory(1));
  } else if (strcmp(name, "shrinking") == 0) {
    put_checkpoint(packet, block, 4096, 0, 4096, memory(0));
  } else if (strcmp(name, "file") == 0) {
    put_checkpoint(packet, block, 4096, 0, 4096, open("/dev/zero", O_RDONLY));
  } else if (strcmp(name, "wide") == 0) {
    put_wide_picture(packet, memory(1));
  } else if (strcmp(name, "output") == 0) {
    put_u32(packet, RW_WRITE);
    put_u64(packet, 0x4141414141414141);
    put_u64(packet, 0);
  } else if (strcmp(name, "descriptors") == 0) {
    put_progress(packet);
    while (packet->count < RW_DESCRIPTOR_LIMIT) packet->descriptors[packet->count++] = 0;
    return 50;
  } else if (strcmp(name, "flood") == 0) {
    put_progress(packet);
    return 1000000;
  }
  return 1;
}

void write_to_channel(const char *name) {
  static packet packet;
  memset(&packet, 0, sizeof(packet));
  int rounds = make(&packet, name);
  for (int round = 0; round < rounds; round++) {
    for (int each = RW_CONTROL_DESCRIPTOR + 1; each < 64; each++) {
      int type = 0;
      socklen_t length = sizeof(type);
      if (getsockopt(each, SOL_SOCKET, SO_TYPE, &type, &length) != 0) continue;
      rw_send(each, packet.data, packet.length, packet.descriptors, packet.count);
    }
  }
}
