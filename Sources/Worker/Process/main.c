/*
 * reframe-worker: runs one plugin in a process of its own, so that what it does wrong costs one call and no host.
 *
 * It is started by the host with a socket as descriptor 3, on which it learns which plugin; see worker_channel.h. It is
 * plain C, so that a plugin finds no other runtime than the one it brings.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "calls.h"
#include "foreign.h"
#include "sandbox.h"

#define PATH_LIMIT 64

static uint8_t packet[RW_PACKET_LIMIT];
static uint32_t lane_count;

static void *serve_lane(void *argument) {
  rw_lane *lane = argument;
  for (;;) {
    int descriptors[RW_DESCRIPTOR_LIMIT];
    size_t count;
    rw_linger(lane->socket, RW_LINGER);
    ssize_t length = rw_receive(lane->socket, lane->call, sizeof(lane->call), descriptors, &count);
    if (length <= 0) return NULL;
    rw_reader reader = {
        .data = lane->call, .length = (uint32_t)length, .descriptors = descriptors, .count = (uint32_t)count};
    rw_serve(lane, &reader);
  }
}

/* Opens a lane: its socket, and the page in which the host raises the cancel flag. */
static void open_lane(rw_reader *reader) {
  int socket = rw_get_descriptor(reader);
  rw_reference page = rw_get_reference(reader);
  rw_lane *lane = page.memory == NULL || page.length < sizeof(uint32_t) ? NULL : calloc(1, sizeof(rw_lane));
  if (socket < 0 || lane == NULL) _exit(70);
  *lane = (rw_lane){.socket = socket, .number = lane_count++, .cancel = page.memory};
  pthread_mutex_init(&lane->lock, NULL);
  pthread_t thread;
  if (pthread_create(&thread, NULL, serve_lane, lane) != 0) close(socket);
  else pthread_detach(thread);
}

static void refuse(int32_t status, const char *reason) {
  rw_writer writer = {.data = packet};
  rw_put_u32(&writer, RW_READY);
  rw_put_i32(&writer, status);
  rw_put_bytes(&writer, reason, strlen(reason));
  rw_send(RW_CONTROL_DESCRIPTOR, writer.data, writer.length, NULL, 0);
  _exit(0);
}

static char *copy_of(rf_text text) {
  char *copy = calloc(1, text.length + 1);
  if (copy == NULL) _exit(70);
  if (text.length > 0) memcpy(copy, text.data, text.length);
  return copy;
}

static const rf_entry *open_plugin(const char *path, rf_text program, rf_text host_name, rf_text host_version) {
  static char reason[1024];
  if (program.length > 0) {
    const rf_entry *foreign = rf_foreign_entry(program.data, program.length, path, reason, sizeof(reason));
    if (foreign == NULL) refuse(RF_INVALID_ARGUMENT, reason);
    return foreign;
  }
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (library == NULL) {
    snprintf(reason, sizeof(reason), "cannot be opened: %s", dlerror());
    refuse(RF_INVALID_ARGUMENT, reason);
  }
  const rf_entry *(*entry)(const rf_handshake *) = NULL;
  *(void **)&entry = dlsym(library, "reframe_entry");
  if (entry == NULL) {
    const char *name = strrchr(path, '/');
    snprintf(reason, sizeof(reason), "%s has no entry named reframe_entry", name == NULL ? path : name + 1);
    refuse(RF_INVALID_ARGUMENT, reason);
  }
  char why[512] = "";
  rf_handshake handshake = {.size = sizeof(rf_handshake),
                            .contract_major = RF_CONTRACT_MAJOR,
                            .contract_minor = RF_CONTRACT_MINOR,
                            .host_name = host_name,
                            .host_version = host_version,
                            .reason = why,
                            .reason_capacity = sizeof(why)};
  const rf_entry *plugin = entry(&handshake);
  if (plugin == NULL) {
    snprintf(reason, sizeof(reason), "does not work with this host: %.511s", why[0] ? why : "it gave no reason");
    refuse(RF_UNSUPPORTED, reason);
  }
  if (!RF_HAS(plugin, factory) || plugin->factory == NULL) refuse(RF_INTERNAL, "answers with an entry of an unknown size");
  return plugin;
}

static void tell_ready(const rf_entry *plugin, const char *sandbox) {
  rw_writer writer = {.data = packet};
  rw_put_u32(&writer, RW_READY);
  rw_put_i32(&writer, RF_OK);
  rw_put_bytes(&writer, NULL, 0);
  rw_put_bytes(&writer, sandbox, strlen(sandbox));
  rw_put_text(&writer, plugin->id);
  rw_put_text(&writer, plugin->version);
  rw_put_u32(&writer, plugin->contract_major);
  rw_put_u32(&writer, plugin->contract_minor);
  for (uint32_t kind = RF_KIND_PROVIDER; kind <= RF_KIND_PRICING; kind++) {
    const rf_factory *factory = plugin->factory(kind);
    rw_put_u32(&writer, factory != NULL);
    rw_put_u32(&writer, RF_HAS(factory, concurrency) ? factory->concurrency : RF_PROCESS_SERIAL);
  }
  if (writer.is_full) refuse(RF_INTERNAL, "has an id or a version that is too long");
  rw_send(RW_CONTROL_DESCRIPTOR, writer.data, writer.length, NULL, 0);
}

static void start(rw_reader *reader) {
  if (rw_get_u32(reader) != RW_REVISION) refuse(RF_UNAVAILABLE, "the worker belongs to another version of reframe; install both again");
  char *library = copy_of(rw_get_text(reader));
  rf_text program = rw_get_text(reader);
  rf_text name = rw_get_text(reader), version = rw_get_text(reader);
  rf_text temporary = rw_get_text(reader);
  uint64_t memory_limit = rw_get_u64(reader);
  uint32_t count = rw_get_u32(reader);
  rf_text readable[PATH_LIMIT];
  if (count > PATH_LIMIT) count = PATH_LIMIT;
  for (uint32_t index = 0; index < count; index++) readable[index] = rw_get_text(reader);
  if (reader->is_broken) _exit(70);
  /* Kept, as instances are told them again. */
  rf_text host_name = {copy_of(name), name.length}, host_version = {copy_of(version), version.length};
  char sandbox[256];
  rw_enter_sandbox(readable, count, temporary, memory_limit, sandbox, sizeof(sandbox));
  const rf_entry *plugin = open_plugin(library, program, host_name, host_version);
  rw_set_plugin(plugin, host_name, host_version);
  tell_ready(plugin, sandbox);
}

/* The control socket ends with the host, and then this process does, whatever the plugin is at. */
int main(void) {
  for (;;) {
    int descriptors[RW_DESCRIPTOR_LIMIT];
    size_t count;
    ssize_t length = rw_receive(RW_CONTROL_DESCRIPTOR, packet, sizeof(packet), descriptors, &count);
    if (length <= 0) _exit(0);
    rw_reader reader = {
        .data = packet, .length = (uint32_t)length, .descriptors = descriptors, .count = (uint32_t)count};
    switch (rw_get_u32(&reader)) {
      case RW_START: start(&reader); break;
      case RW_LANE: open_lane(&reader); break;
      default: _exit(70);
    }
  }
}
