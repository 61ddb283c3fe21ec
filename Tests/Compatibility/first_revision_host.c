/*
 * A host built against revision 1.0 of the contract, that lends nothing: it opens the library it is given, makes an
 * instance of every kind, uses each once, and says how it went, a line each. Tasks lie at the end of a page after which
 * none may be read, so that a plugin which takes a member for granted that was added later dies.
 *
 *   first_revision_host LIBRARY [CALCULATOR]
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "reframe-1.0.h"

#define TEXT(literal) {literal, sizeof(literal) - 1}
#define WIDTH 9
#define HEIGHT 8
#define STRIDE 32
#define FIRST_JOB \
  "{\"model\":\"m\",\"parameters\":{},\"outputs\":[{\"aspect\":\"1:1\",\"quality\":85}],\"mode\":\"auto\"," \
  "\"fillParameters\":{},\"seed\":42,\"imageCount\":1,\"keepsMetadata\":false,\"isStrict\":false,\"explains\":false," \
  "\"pixelLimit\":1000000}"

/* A copy of a struct that ends where the readable memory does. */
static void *at_the_end(const void *value, size_t length) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  uint8_t *memory = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED || mprotect(memory + page, page, PROT_NONE) != 0) abort();
  return memcpy(memory + page - length, value, length);
}

static const void *no_extension(void *context, const char *id) {
  (void)context, (void)id;
  return NULL;
}

static int32_t no_progress(void *context, double fraction, rf_text stage) {
  (void)context, (void)fraction, (void)stage;
  return 0;
}

static void no_log(void *context, int32_t level, rf_text message) { (void)context, (void)level, (void)message; }

static int32_t no_checkpoint(void *context, const void *data, uint64_t length) {
  (void)context, (void)data, (void)length;
  return RF_OK;
}

static int32_t count_region(void *context, const rf_region *region) {
  if (!RF_HAS(region, label)) return RF_INVALID_ARGUMENT;
  ++*(int *)context;
  return RF_OK;
}

static int32_t take_saliency(void *context, const rf_saliency *saliency) {
  (void)context;
  return RF_HAS(saliency, values) ? RF_OK : RF_INVALID_ARGUMENT;
}

static int32_t collect(void *context, const void *data, uint64_t length) {
  char *text = context;
  size_t used = strlen(text);
  if (used + length >= 65536) return RF_RESOURCE_EXHAUSTED;
  memcpy(text + used, data, length);
  text[used + length] = 0;
  return RF_OK;
}

static const uint32_t *cancel;
static const rf_host *host;
static const rf_job *job;
static rf_error *error;
static char text[65536];

static void say(const char *what, int32_t status, const char *answer) {
  if (status == RF_OK)
    printf("%s: %s\n", what, answer);
  else
    printf("%s: status %d, %s\n", what, status, error->message);
}

/* Fills twice what held other values before: exposed pixels must come out the same, placed ones as they went in. */
static void use_fill(const rf_fill *fill) {
  static uint8_t canvases[2][HEIGHT * STRIDE];
  int same = 1, kept = 1;
  int32_t status = RF_OK;
  for (int round = 0; round < 2 && status == RF_OK; round++) {
    uint8_t *canvas = canvases[round];
    memset(canvas, round == 0 ? 17 : 201, sizeof canvases[round]);
    for (int y = 2; y < 6; y++)
      for (int x = 9; x < 21; x++) canvas[y * STRIDE + x] = (uint8_t)(x * 7 + y * 13);
    rf_image image = {.size = sizeof(rf_image), .width = WIDTH, .height = HEIGHT, .sample = RF_SAMPLE_U8,
                      .layout = RF_RGB, .stride = STRIDE, .pixels = canvas};
    rf_fill_task task = {.size = sizeof(rf_fill_task), .seed = 42, .placed_x = 3, .placed_y = 2, .placed_width = 4,
                         .placed_height = 4, .parameters = TEXT("{}")};
    task.image = at_the_end(&image, sizeof image);
    status = fill->fill(fill->instance, job, at_the_end(&task, sizeof task), error);
  }
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH * 3; x++) {
      int inside = y >= 2 && y < 6 && x >= 9 && x < 21;
      if (canvases[0][y * STRIDE + x] != canvases[1][y * STRIDE + x]) same = 0;
      if (inside && canvases[0][y * STRIDE + x] != (uint8_t)(x * 7 + y * 13)) kept = 0;
    }
  say("fill", status, same && kept ? "every exposed pixel, and no other" : "wrong pixels");
  fill->destroy(fill->instance);
}

static void use_detector(const rf_detector *detector) {
  static uint8_t pixels[HEIGHT * STRIDE];
  for (size_t index = 0; index < sizeof pixels; index++) pixels[index] = (uint8_t)(index * index);
  rf_image image = {.size = sizeof(rf_image), .width = WIDTH, .height = HEIGHT, .sample = RF_SAMPLE_U8, .layout = RF_RGB,
                    .flags = RF_IMAGE_READ_ONLY, .stride = STRIDE, .pixels = pixels};
  int count = 0;
  rf_subjects out = {.size = sizeof(rf_subjects), .context = &count, .region = count_region, .saliency = take_saliency};
  int32_t status = detector->detect(detector->instance, job, at_the_end(&image, sizeof image), (rf_text)TEXT("{}"),
                                    at_the_end(&out, sizeof out), error);
  say("detector", status, "answers");
  detector->destroy(detector->instance);
}

static void use_pricing(const rf_pricing *pricing, const char *calculator) {
  char card[2048];
  rf_sink sink = {.size = sizeof(rf_sink), .context = text, .write = collect};
  int length = snprintf(card, sizeof card,
                        "{\"slug\":\"m\",\"vendor\":\"v\",\"title\":\"t\",\"medium\":\"image\",\"lifecycle\":\"stable\","
                        "\"modes\":[\"auto\"],\"formats\":[\"png\"],\"outputLimit\":1,\"parameters\":{},\"pricing\":{"
                        "\"calculator\":\"%s\",\"name\":\"r\",\"book\":\"b\",\"version\":\"1\",\"unit\":\"USD\","
                        "\"per\":\"run\",\"prices\":[{\"when\":{},\"amount\":\"0.01\"}],\"omitted\":[],\"settings\":{}}}",
                        calculator);
  *text = 0;
  int32_t status = pricing->quote(pricing->instance, (rf_text)TEXT(FIRST_JOB), (rf_text){card, (uint64_t)length},
                                  at_the_end(&sink, sizeof sink), error);
  say("pricing", status, strstr(text, "\"micros\":10000") ? "0.01 USD" : text);
  pricing->destroy(pricing->instance);
}

static void use_provider(const rf_provider *provider) {
  rf_sink sink = {.size = sizeof(rf_sink), .context = text, .write = collect};
  rf_source source = {.size = sizeof(rf_source), .data = {"no picture", 10}, .media_type = TEXT("image/png")};
  *text = 0;
  say("provider", provider->models(provider->instance, at_the_end(&sink, sizeof sink), error), *text ? "tells its models" : "nothing");
  int32_t status = provider->plan(provider->instance, job, (rf_text)TEXT(FIRST_JOB), at_the_end(&source, sizeof source),
                                  at_the_end(&sink, sizeof sink), error);
  say("plan of what is no picture", status, text);
  provider->destroy(provider->instance);
}

static void use(const rf_entry *entry, uint32_t kind, const char *calculator) {
  const rf_factory *factory = entry->factory(kind);
  const void *table = NULL;
  if (factory == NULL) return;
  if (!RF_HAS(factory, create) || factory->kind != kind) {
    printf("a factory of no use\n");
    return;
  }
  int32_t status = factory->create(host, (rf_text)TEXT("{}"), &table, error);
  if (status != RF_OK) {
    say("create", status, "");
  } else if (kind == RF_KIND_FILL) {
    use_fill(table);
  } else if (kind == RF_KIND_DETECTOR) {
    use_detector(table);
  } else if (kind == RF_KIND_PRICING) {
    use_pricing(table, calculator);
  } else {
    use_provider(table);
  }
}

int main(int count, char **arguments) {
  static char reason[256];
  static uint32_t flag;
  void *library = count < 2 ? NULL : dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  const rf_entry *(*enter)(const rf_handshake *) = NULL;
  if (library != NULL) *(void **)&enter = dlsym(library, "reframe_entry");
  if (enter == NULL) {
    printf("not opened: %s\n", count < 2 ? "no library is named" : dlerror());
    return 1;
  }
  rf_handshake hands = {.size = sizeof(rf_handshake), .contract_major = RF_CONTRACT_MAJOR,
                        .contract_minor = RF_CONTRACT_MINOR, .host_name = TEXT("first"), .host_version = TEXT("1.0.0"),
                        .reason = reason, .reason_capacity = sizeof reason};
  const rf_entry *entry = enter(at_the_end(&hands, sizeof hands));
  if (entry == NULL || !RF_HAS(entry, factory)) {
    printf("refused: %s\n", reason);
    return 1;
  }
  cancel = &flag;
  rf_host lends_nothing = {.size = sizeof(rf_host), .name = TEXT("first"), .version = TEXT("1.0.0"), .extension = no_extension};
  rf_job first = {.size = sizeof(rf_job), .id = TEXT("1"), .cancel = cancel, .progress = no_progress, .log = no_log,
                  .checkpoint = no_checkpoint};
  rf_error room = {.size = sizeof(rf_error)};
  host = at_the_end(&lends_nothing, sizeof lends_nothing);
  job = at_the_end(&first, sizeof first);
  error = at_the_end(&room, sizeof room);
  for (uint32_t kind = RF_KIND_PROVIDER; kind <= RF_KIND_PRICING; kind++)
    use(entry, kind, count > 2 ? arguments[2] : "");
  return 0;
}
