#include "packet.h"

#include <string.h>

void rw_put(rw_writer *writer, const void *data, uint32_t length) {
  if (length > RW_PACKET_LIMIT - writer->length) {
    writer->is_full = 1;
    return;
  }
  if (length > 0) memcpy(writer->data + writer->length, data, length);
  writer->length += length;
}

void rw_put_u32(rw_writer *writer, uint32_t value) { rw_put(writer, &value, sizeof(value)); }
void rw_put_i32(rw_writer *writer, int32_t value) { rw_put(writer, &value, sizeof(value)); }
void rw_put_u64(rw_writer *writer, uint64_t value) { rw_put(writer, &value, sizeof(value)); }
void rw_put_i64(rw_writer *writer, int64_t value) { rw_put(writer, &value, sizeof(value)); }
void rw_put_f64(rw_writer *writer, double value) { rw_put(writer, &value, sizeof(value)); }

void rw_put_bytes(rw_writer *writer, const void *data, uint64_t length) {
  if (length > RW_PACKET_LIMIT) {
    writer->is_full = 1;
    return;
  }
  rw_put_u64(writer, length);
  rw_put(writer, data, (uint32_t)length);
}

void rw_put_text(rw_writer *writer, rf_text text) { rw_put_bytes(writer, text.data, text.data == NULL ? 0 : text.length); }

void rw_put_error(rw_writer *writer, const rf_error *error) {
  rw_put_i32(writer, error->kind);
  rw_put_i32(writer, error->accepted);
  rw_put_u32(writer, error->retryable);
  rw_put_i64(writer, error->retry_after_ms);
  rw_put_bytes(writer, error->code, strnlen(error->code, sizeof(error->code)));
  rw_put_bytes(writer, error->message, strnlen(error->message, sizeof(error->message)));
}

static const void *take(rw_reader *reader, uint64_t length) {
  if (reader->is_broken || length > reader->length - reader->at) {
    reader->is_broken = 1;
    return NULL;
  }
  const void *data = reader->data + reader->at;
  reader->at += (uint32_t)length;
  return data;
}

static void get(rw_reader *reader, void *value, uint32_t length) {
  const void *data = take(reader, length);
  if (data != NULL) memcpy(value, data, length);
  else memset(value, 0, length);
}

uint32_t rw_get_u32(rw_reader *reader) {
  uint32_t value;
  get(reader, &value, sizeof(value));
  return value;
}

int32_t rw_get_i32(rw_reader *reader) { return (int32_t)rw_get_u32(reader); }

uint64_t rw_get_u64(rw_reader *reader) {
  uint64_t value;
  get(reader, &value, sizeof(value));
  return value;
}

int64_t rw_get_i64(rw_reader *reader) { return (int64_t)rw_get_u64(reader); }

double rw_get_f64(rw_reader *reader) {
  double value;
  get(reader, &value, sizeof(value));
  return value;
}

rf_text rw_get_text(rw_reader *reader) {
  uint64_t length = rw_get_u64(reader);
  const char *data = take(reader, length);
  return data == NULL ? (rf_text){NULL, 0} : (rf_text){data, length};
}

static void copy_text(char *target, uint64_t room, rf_text text) {
  uint64_t length = text.length < room ? text.length : room - 1;
  if (length > 0) memcpy(target, text.data, length);
  target[length] = 0;
}

/* Fills as much of the error as its owner has room for. */
void rw_get_error(rw_reader *reader, rf_error *error) {
  rf_error given = {.size = sizeof(rf_error)};
  given.kind = rw_get_i32(reader);
  given.accepted = rw_get_i32(reader);
  given.retryable = rw_get_u32(reader);
  given.retry_after_ms = rw_get_i64(reader);
  copy_text(given.code, sizeof(given.code), rw_get_text(reader));
  copy_text(given.message, sizeof(given.message), rw_get_text(reader));
  if (!RF_HAS(error, message)) return;
  given.size = error->size;
  memcpy(error, &given, sizeof(given));
}

int rw_get_descriptor(rw_reader *reader) {
  if (reader->taken < reader->count) return reader->descriptors[reader->taken++];
  reader->is_broken = 1;
  return -1;
}
