/* The entry of a bad plugin, and what makes and ends its instances. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bad.h"

/* Such as bad-guard-pages: the id of this copy. */
static char id[128];

static void read_id(void) {
  Dl_info info;
  if (dladdr((const void *)&read_id, &info) == 0) return;
  const char *name = strstr(info.dli_fname, "libbad-");
  if (name == NULL) return;
  snprintf(id, sizeof(id), "%s", name + 3);
  char *end = strstr(id, ".so");
  if (end != NULL) *end = 0;
}

int breaks(const char *rule) {
  if (id[0] == 0) read_id();
  size_t length = strlen(rule);
  return strlen(id) >= 4 + length && strncmp(id + 4, rule, length) == 0 && (id[4 + length] == 0 || id[4 + length] == '.');
}

int how(const char *way) {
  const char *dot = strchr(id, '.');
  return dot != NULL && strcmp(dot + 1, way) == 0;
}

int32_t fail(rf_error *error, int32_t kind, const char *message) {
  if (breaks("errors-filled")) return kind;
  if (RF_HAS(error, message)) {
    error->kind = kind;
    error->accepted = RF_NOT_ACCEPTED;
    snprintf(error->message, sizeof(error->message), "%s", message);
  }
  return kind;
}

int32_t answer(const rf_sink *out, const char *text, rf_error *error) {
  if (!RF_HAS(out, write)) return fail(error, RF_INVALID_ARGUMENT, "a sink of an unknown size");
  int32_t status = out->write(out->context, text, strlen(text));
  if (status == RF_OK || breaks("refused-answers")) return RF_OK;
  return fail(error, status, "the host refused the answer");
}

static int living;
/* Whether one has ended while others lived. */
static int ended;

static void destroy_counted(struct instance *instance) {
  living--;
  if (living > 0) ended = 1;
  if (breaks("create-destroy-1000") && !how("files")) return;
  free(instance);
}

void destroy(void *pointer) { destroy_counted(pointer); }

static int32_t create(uint32_t kind, const rf_host *host, rf_text configuration, const void **table, rf_error *error) {
  if (!RF_HAS(host, extension)) return fail(error, RF_INVALID_ARGUMENT, "a host of an unknown size");
  if (breaks("silent-create")) host->extension(host->context, RF_HOST_PIXELS);
  if (breaks("create-failure") && configuration.length > 2) return RF_INVALID_ARGUMENT;
  if (breaks("create-destroy-1000") && how("files") && open("/dev/null", O_RDONLY) < 0) return RF_RESOURCE_EXHAUSTED;
  struct instance *instance = calloc(1, sizeof(*instance));
  if (instance == NULL) return fail(error, RF_RESOURCE_EXHAUSTED, "no memory");
  instance->host = host;
  if (kind == RF_KIND_FILL) become_fill(instance);
  if (kind == RF_KIND_DETECTOR) become_detector(instance);
  if (kind == RF_KIND_PRICING) become_pricing(instance);
  if (kind == RF_KIND_PROVIDER) become_provider(instance);
  if (breaks("makes-instances")) instance->table.fill.size = how("hollow") ? instance->table.fill.size : 8;
  if (breaks("makes-instances") && how("hollow")) instance->table.fill.fill = NULL;
  living++;
  *table = &instance->table;
  return RF_OK;
}

#define CREATE(name, kind)                                                                                   \
  static int32_t name(const rf_host *host, rf_text configuration, const void **table, rf_error *error) {     \
    return create(kind, host, configuration, table, error);                                                  \
  }
CREATE(create_provider, RF_KIND_PROVIDER)
CREATE(create_detector, RF_KIND_DETECTOR)
CREATE(create_fill, RF_KIND_FILL)
CREATE(create_pricing, RF_KIND_PRICING)

static const rf_factory factories[] = {
    {sizeof(rf_factory), RF_KIND_PROVIDER, RF_CONCURRENT, 0, create_provider},
    {sizeof(rf_factory), RF_KIND_DETECTOR, RF_CONCURRENT, 0, create_detector},
    {sizeof(rf_factory), RF_KIND_FILL, RF_CONCURRENT, 0, create_fill},
    {sizeof(rf_factory), RF_KIND_PRICING, RF_CONCURRENT, 0, create_pricing},
};

static const rf_factory *factory(uint32_t kind) {
  if (breaks("call-order") && !how("shared") && kind > RF_KIND_PRICING) return &factories[2];
  if (breaks("manifest-agrees") && how("kinds")) return NULL;
  return kind >= RF_KIND_PROVIDER && kind <= RF_KIND_PRICING ? &factories[kind - 1] : NULL;
}

static void crash(void) { abort(); }

static rf_entry entry = {sizeof(rf_entry), RF_CONTRACT_MAJOR, RF_CONTRACT_MINOR, 0, {NULL, 0}, TEXT("1.0.0"), factory};

const rf_entry *reframe_entry(const rf_handshake *handshake) {
  if (id[0] == 0) read_id();
  entry.id = (rf_text){id, strlen(id)};
  if (!RF_HAS(handshake, reason_capacity)) return NULL;
  const char *reason = "this plugin speaks contract 1";
  if (breaks("opens") && how("crash")) abort();
  if (breaks("manifest-agrees") && !how("kinds")) entry.version = (rf_text)TEXT("2.0.0");
  if (breaks("ends-cleanly")) atexit(crash);
  int isOther = handshake->contract_major != RF_CONTRACT_MAJOR;
  if (isOther && breaks("other-major") && !how("long")) {
    entry.contract_major = handshake->contract_major;
    return &entry;
  }
  if (isOther && breaks("other-major")) {
    strcpy(handshake->reason, reason);
    return NULL;
  }
  int isNewer = handshake->size != sizeof(rf_handshake) || handshake->contract_minor > RF_CONTRACT_MINOR;
  if (isOther || breaks("opens") || (breaks("newer-host") && isNewer)) {
    snprintf(handshake->reason, handshake->reason_capacity, "%s", reason);
    return NULL;
  }
  return &entry;
}

/* What call-order breaks when instances share what they should not. */
int others_have_ended(void);
int others_have_ended(void) { return breaks("call-order") && how("shared") && ended; }
