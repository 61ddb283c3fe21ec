#include "calls.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pictures.h"
#include "services.h"

#define INSTANCE_LIMIT 1024

typedef struct instance {
  uint32_t kind;
  rw_services services;
  const void *table;
} instance;

static const rf_entry *plugin;
static rf_text name_of_host, version_of_host;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static instance *instances[INSTANCE_LIMIT];

void rw_set_plugin(const rf_entry *entry, rf_text host_name, rf_text host_version) {
  plugin = entry;
  name_of_host = host_name;
  version_of_host = host_version;
}

/* The instance of a number and a kind; `is_last` takes it from the list. */
static instance *find(uint64_t number, uint32_t kind, int is_last) {
  if (number >= INSTANCE_LIMIT) return NULL;
  pthread_mutex_lock(&lock);
  instance *found = instances[number];
  if (found != NULL && kind != 0 && found->kind != kind) found = NULL;
  if (found != NULL && is_last) instances[number] = NULL;
  pthread_mutex_unlock(&lock);
  return found;
}

static int64_t keep(instance *made) {
  int64_t number = -1;
  pthread_mutex_lock(&lock);
  for (int64_t each = 0; each < INSTANCE_LIMIT && number < 0; each++)
    if (instances[each] == NULL) number = each;
  if (number >= 0) instances[number] = made;
  pthread_mutex_unlock(&lock);
  return number;
}

static void end(const instance *gone) {
  switch (gone->kind) {
    case RF_KIND_PROVIDER: ((const rf_provider *)gone->table)->destroy(((const rf_provider *)gone->table)->instance); break;
    case RF_KIND_DETECTOR: ((const rf_detector *)gone->table)->destroy(((const rf_detector *)gone->table)->instance); break;
    case RF_KIND_FILL: ((const rf_fill *)gone->table)->destroy(((const rf_fill *)gone->table)->instance); break;
    case RF_KIND_PRICING: ((const rf_pricing *)gone->table)->destroy(((const rf_pricing *)gone->table)->instance); break;
  }
}

/* Whether a table has every function that the contract does not allow to be absent. */
static int is_complete(uint32_t kind, const void *table) {
  const rf_provider *provider = table;
  const rf_detector *detector = table;
  const rf_fill *fill = table;
  const rf_pricing *pricing = table;
  switch (kind) {
    case RF_KIND_PROVIDER:
      return RF_HAS(provider, destroy) && provider->models && provider->plan && provider->submit && provider->destroy;
    case RF_KIND_DETECTOR: return RF_HAS(detector, destroy) && detector->detect && detector->destroy;
    case RF_KIND_FILL: return RF_HAS(fill, destroy) && fill->fill && fill->destroy;
    case RF_KIND_PRICING: return RF_HAS(pricing, destroy) && pricing->quote && pricing->destroy;
  }
  return 0;
}

static int32_t create(rw_reader *reader, int64_t *number, rf_error *error) {
  uint32_t kind = rw_get_u32(reader);
  uint32_t extensions = rw_get_u32(reader);
  rf_bytes configuration = rw_get_blob(reader);
  const rf_factory *factory = plugin->factory(kind);
  if (reader->is_broken) return RF_INTERNAL;
  if (!RF_HAS(factory, create) || factory->kind != kind || factory->create == NULL)
    return rw_fail(error, RF_INTERNAL, "it has a factory of an unknown size or kind");
  instance *made = calloc(1, sizeof(instance));
  if (made == NULL) return rw_fail(error, RF_RESOURCE_EXHAUSTED, "there is no memory left");
  made->kind = kind;
  rw_make_services(&made->services, extensions, name_of_host, version_of_host);
  int32_t status = factory->create(&made->services.host, (rf_text){configuration.data, configuration.length},
                                   &made->table, error);
  if (status == RF_OK && !is_complete(kind, made->table))
    status = rw_fail(error, RF_INTERNAL, "it made a table of an unknown size, or one that lacks a function");
  if (status == RF_OK && (*number = keep(made)) < 0) {
    end(made);
    status = rw_fail(error, RF_RESOURCE_EXHAUSTED, "it has too many instances");
  }
  /* What an instance was lent may still be looked at by a plugin that failed to make it. */
  return status;
}

static int32_t destroy(uint64_t number) {
  instance *gone = find(number, 0, 1);
  if (gone == NULL) return RF_NOT_FOUND;
  end(gone);
  free(gone);
  return RF_OK;
}

static rf_text text_of(rf_bytes bytes) { return (rf_text){bytes.data, bytes.length}; }

static int32_t detect(const rf_detector *table, rw_call *call, rw_reader *reader, rf_error *error) {
  rw_get_job(reader, call);
  rf_image image = rw_get_image(reader);
  rf_text parameters = text_of(rw_get_blob(reader));
  rf_subjects subjects = rw_subjects(call);
  if (reader->is_broken) return RF_INTERNAL;
  return table->detect(table->instance, &call->job, &image, parameters, &subjects, error);
}

static int32_t fill(const rf_fill *table, rw_call *call, rw_reader *reader, rf_error *error) {
  rw_get_job(reader, call);
  rw_task task;
  rw_get_task(reader, &task);
  if (reader->is_broken) return RF_INTERNAL;
  return table->fill(table->instance, &call->job, &task.task, error);
}

static int32_t quote(const rf_pricing *table, rw_call *call, rw_reader *reader, rf_error *error) {
  rf_text request = text_of(rw_get_blob(reader));
  rf_text card = text_of(rw_get_blob(reader));
  rf_sink sink = rw_sink(call);
  if (reader->is_broken) return RF_INTERNAL;
  return table->quote(table->instance, request, card, &sink, error);
}

static int32_t models(const rf_provider *table, rw_call *call, rf_error *error) {
  rf_sink sink = rw_sink(call);
  return table->models(table->instance, &sink, error);
}

static int32_t work(const rf_provider *table, uint32_t kind, rw_call *call, rw_reader *reader, rf_error *error) {
  rw_get_job(reader, call);
  rf_text request = text_of(rw_get_blob(reader));
  rf_source source = {.size = sizeof(rf_source)};
  source.data = rw_get_blob(reader);
  source.url = rw_get_text(reader);
  source.media_type = rw_get_text(reader);
  rf_sink sink = rw_sink(call);
  rf_output output = rw_output(call);
  if (reader->is_broken) return RF_INTERNAL;
  if (kind == RW_PLAN) return table->plan(table->instance, &call->job, request, &source, &sink, error);
  return table->submit(table->instance, &call->job, request, &source, &output, &sink, error);
}

static int32_t follow(const rf_provider *table, uint32_t kind, rw_call *call, rw_reader *reader, int64_t *wait,
                      rf_error *error) {
  rw_get_job(reader, call);
  rf_text ticket = text_of(rw_get_blob(reader));
  rf_output output = rw_output(call);
  if (reader->is_broken) return RF_INTERNAL;
  if (kind == RW_CANCEL)
    return table->cancel ? table->cancel(table->instance, &call->job, ticket, error) : RF_UNSUPPORTED;
  return table->poll ? table->poll(table->instance, &call->job, ticket, &output, wait, error) : RF_UNSUPPORTED;
}

static uint32_t kind_of(uint32_t call) {
  switch (call) {
    case RW_DETECT: return RF_KIND_DETECTOR;
    case RW_FILL: return RF_KIND_FILL;
    case RW_QUOTE: return RF_KIND_PRICING;
    default: return RF_KIND_PROVIDER;
  }
}

static int32_t run(uint32_t kind, rw_call *call, rw_reader *reader, int64_t *value, rf_error *error) {
  uint64_t number = rw_get_u64(reader);
  if (kind == RW_CREATE) return create(reader, value, error);
  if (kind == RW_DESTROY) return destroy(number);
  const instance *found = find(number, kind_of(kind), 0);
  if (found == NULL) reader->is_broken = 1;
  if (found == NULL) return RF_NOT_FOUND;
  switch (kind) {
    case RW_DETECT: return detect(found->table, call, reader, error);
    case RW_FILL: return fill(found->table, call, reader, error);
    case RW_QUOTE: return quote(found->table, call, reader, error);
    case RW_MODELS: return models(found->table, call, error);
    case RW_PLAN:
    case RW_SUBMIT: return work(found->table, kind, call, reader, error);
    case RW_POLL:
    case RW_CANCEL: return follow(found->table, kind, call, reader, value, error);
  }
  return rw_fail(error, RF_UNSUPPORTED, "the worker does not know this call");
}

void rw_serve(rw_lane *lane, rw_reader *reader) {
  rf_error error = {.size = sizeof(rf_error)};
  int64_t value = 0;
  rw_call call = {.lane = lane};
  rw_begin(&call);
  uint32_t kind = rw_get_u32(reader);
  rw_forget_blocks(reader);
  int32_t status = run(kind, &call, reader, &value, &error);
  /* It may be that memory which the host shares could not be mapped, as there is none left; so is this process of no
   * use. */
  if (reader->is_broken) {
    fputs("the host's call cannot be read, or its memory not be mapped\n", stderr);
    _exit(70);
  }
  rw_end(&call);
  rw_writer writer = rw_question(lane, RW_RETURN);
  rw_put_i32(&writer, status);
  rw_put_i64(&writer, value);
  rw_put_error(&writer, &error);
  rw_put_gone(&writer);
  rw_tell(lane, &writer);
  rw_leave(lane);
}
