/*
 * A plugin in plain C that does to its process whatever its parameters name: a detector and a fill with {"do": "..."},
 * and a provider that does it after it has bought something, by the request.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hostile_channel.h"
#include "reframe.h"

#define TEXT(literal) {literal, sizeof(literal) - 1}
#define LENGTH(array) (sizeof(array) / sizeof(*(array)))

typedef struct call {
  const rf_job *job;
  const rf_subjects *out;
  const rf_image *image;
  char argument[512];
} call;

static const rf_host *host;

static rf_text text_of(const char *words) { return (rf_text){words, strlen(words)}; }

/* Answers words in the label of a region. */
static int32_t say(const call *call, const char *words) {
  rf_region region = {.size = sizeof(region), .width = 1, .height = 1, .score = 1, .label = text_of(words)};
  return call->out->region(call->out->context, &region);
}

/* Answers how a system call ended. */
static int32_t say_error(const call *call, long result) {
  return say(call, result >= 0 ? "done" : strerrorname_np(errno));
}

/* ---- Ways to die -------------------------------------------------------------------------------------- */

static int32_t segv(const call *call) {
  (void)call;
  *(volatile int *)8 = 1;
  return RF_OK;
}

static int32_t abort_loudly(const call *call) {
  (void)call;
  fputs("first line\nassertion failed: the moon is not made of cheese\n", stderr);
  abort();
}

static int32_t trap(const call *call) {
  (void)call;
  __builtin_trap();
}

static int32_t leave(const call *call) {
  (void)call;
  exit(0);
}

static int recurse(volatile char *above) {
  volatile char room[4096];
  room[0] = above[0];
  return recurse(room) + room[0];
}

static int32_t overflow_stack(const call *call) {
  (void)call;
  volatile char room[1] = {1};
  return recurse(room);
}

static int32_t exhaust_memory(const call *call) {
  (void)call;
  for (;;) {
    char *memory = malloc(64 << 20);
    memory[0] = 1; /* not even looked at */
  }
}

static int32_t hang(const call *call) {
  (void)call;
  for (;;) pause();
}

static int32_t hang_deaf(const call *call) {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, NULL);
  signal(SIGTERM, SIG_IGN);
  return hang(call);
}

/* ---- Ways to be a nuisance ---------------------------------------------------------------------------- */

static int32_t wait_for_cancel(const call *call) {
  call->job->progress(call->job->context, 0.5, text_of("waiting"));
  while (!rf_job_cancelled(call->job)) usleep(200);
  return RF_CANCELLED;
}

static int32_t talk_for_ever(const call *call) {
  for (;;) call->job->progress(call->job->context, 0.5, text_of("still here"));
}

static int32_t leak(const call *call) {
  char *memory = malloc(48 << 20);
  if (memory == NULL) return RF_RESOURCE_EXHAUSTED;
  memset(memory, 1, 48 << 20);
  return say(call, "leaked");
}

static int32_t flood_output(const call *call) {
  for (int line = 0; line < 200000; line++) printf("line %d of a flood that nobody wants to read\n", line);
  fflush(stdout);
  return say(call, "flooded");
}

static int32_t flood_log(const call *call) {
  for (int line = 0; line < 20000; line++) call->job->log(call->job->context, RF_LOG_INFO, text_of("a line"));
  return say(call, "flooded");
}

static int32_t no_newline(const call *call) {
  char *long_line = malloc(4 << 20);
  memset(long_line, 'x', 4 << 20);
  fwrite(long_line, 1, 4 << 20, stdout);
  fflush(stdout);
  free(long_line);
  return say(call, "written");
}

static int32_t work(const call *call) {
  call->job->log(call->job->context, RF_LOG_WARNING, text_of("a warning"));
  puts("a line of its own");
  fflush(stdout);
  call->job->progress(call->job->context, 0.25, text_of("looking"));
  return say(call, call->job->id.length == 0 ? "nothing" : "well done");
}

static int32_t sum(const call *call) {
  uint64_t sum = 0;
  for (uint32_t y = 0; y < call->image->height; y++) {
    const uint8_t *row = (const uint8_t *)call->image->pixels + y * call->image->stride;
    for (uint32_t x = 0; x < call->image->width * call->image->layout; x++) sum = sum * 31 + row[x];
  }
  char words[32];
  snprintf(words, sizeof(words), "%llu", (unsigned long long)sum);
  return say(call, words);
}

static int32_t write_input(const call *call) {
  ((volatile uint8_t *)call->image->pixels)[0] = 1;
  return say(call, "written");
}

static void *call_from_thread(void *argument) {
  const call *call = argument;
  call->job->log(call->job->context, RF_LOG_INFO, text_of("from a thread"));
  call->job->progress(call->job->context, 0.75, text_of("thread"));
  return NULL;
}

static int32_t use_threads(const call *call) {
  pthread_t threads[4];
  for (size_t each = 0; each < LENGTH(threads); each++)
    pthread_create(&threads[each], NULL, call_from_thread, (void *)call);
  for (size_t each = 0; each < LENGTH(threads); each++) pthread_join(threads[each], NULL);
  return say(call, "joined");
}

/* ---- Ways out of the sandbox -------------------------------------------------------------------------- */

static int32_t make_process(const call *call) { return say_error(call, fork()); }

static int32_t run_program(const call *call) {
  char *const arguments[] = {"true", NULL};
  return say_error(call, execv("/bin/true", arguments));
}

static int32_t connect_out(const call *call) { return say_error(call, socket(AF_INET, SOCK_STREAM, 0)); }
static int32_t read_secret(const call *call) { return say_error(call, open(call->argument, O_RDONLY)); }
static int32_t write_file(const call *call) { return say_error(call, open(call->argument, O_WRONLY | O_CREAT, 0600)); }
static int32_t kill_host(const call *call) { return say_error(call, kill(getppid(), 0)); }

static int32_t chmod_file(const call *call) { return say_error(call, chmod(call->argument, 0)); }
static int32_t keep_memory(const call *call) { return say_error(call, shmget(IPC_PRIVATE, 4096, 0600)); }

/* Has the kernel send the host a signal when there is something to read. */
static int32_t own_signals(const call *call) {
  int ends[2];
  if (pipe(ends) != 0) return RF_INTERNAL;
  int32_t status = say_error(call, fcntl(ends[0], F_SETOWN, getppid()));
  close(ends[0]);
  close(ends[1]);
  return status;
}

static int32_t read_environment(const call *call) {
  extern char **environ;
  char words[4096] = "";
  for (char **each = environ; *each != NULL; each++) {
    strncat(words, *each, strcspn(*each, "="));
    strcat(words, " ");
  }
  return say(call, words);
}

static int32_t use_temporary_folder(const call *call) {
  char path[512];
  snprintf(path, sizeof(path), "%s/scratch", getenv("TMPDIR"));
  return say_error(call, open(path, O_WRONLY | O_CREAT, 0600));
}

/* Its descriptors, as one who looks for what leaked from the host finds them. */
static int32_t count_descriptors(const call *call) {
  int count = 0;
  for (int each = 0; each < 1024; each++) count += fcntl(each, F_GETFD) >= 0;
  char words[32];
  snprintf(words, sizeof(words), "%d", count);
  return say(call, words);
}

/* ---- Garbage in the channel: see channel.c ------------------------------------------------------------ */

static int32_t write_garbage(const call *call) { return write_to_channel(call->argument), hang(call); }

static int32_t close_channel(const call *call) {
  for (int each = 4; each < 1024; each++) close(each);
  return hang(call);
}

static int32_t shut_down_channel(const call *call) {
  for (int each = 3; each < 1024; each++) shutdown(each, SHUT_RDWR);
  return hang(call);
}

/* ---- What the host lends ------------------------------------------------------------------------------ */

static int32_t ask_detector(const call *call) {
  const rf_host_detect *service = host->extension(host->context, RF_HOST_DETECT);
  rf_error error = {.size = sizeof(error)};
  if (service == NULL) return RF_UNSUPPORTED;
  return service->detect(host->context, call->job, (rf_text)TEXT("fixture"), call->image, (rf_text)TEXT("{}"), call->out,
                         &error);
}

/* ---- The tables --------------------------------------------------------------------------------------- */

static const struct deed {
  const char *name;
  int32_t (*act)(const call *);
} deeds[] = {
    {"segv", segv},
    {"abort", abort_loudly},
    {"trap", trap},
    {"exit", leave},
    {"stack", overflow_stack},
    {"memory", exhaust_memory},
    {"hang", hang},
    {"deaf", hang_deaf},
    {"wait", wait_for_cancel},
    {"talk", talk_for_ever},
    {"leak", leak},
    {"flood", flood_output},
    {"logs", flood_log},
    {"line", no_newline},
    {"work", work},
    {"sum", sum},
    {"write-input", write_input},
    {"threads", use_threads},
    {"fork", make_process},
    {"exec", run_program},
    {"socket", connect_out},
    {"read", read_secret},
    {"write", write_file},
    {"kill", kill_host},
    {"chmod", chmod_file},
    {"shared-memory", keep_memory},
    {"owner", own_signals},
    {"environment", read_environment},
    {"temporary", use_temporary_folder},
    {"descriptors", count_descriptors},
    {"garbage", write_garbage},
    {"close", close_channel},
    {"shutdown", shut_down_channel},
    {"detector", ask_detector},
};

/* The text of a member in flat JSON. */
static void member(rf_text json, const char *name, char *value, size_t capacity) {
  char copy[4096], pattern[64];
  snprintf(copy, sizeof(copy), "%.*s", (int)json.length, json.data);
  snprintf(pattern, sizeof(pattern), "\"%s\":\"", name);
  value[0] = 0;
  char *start = strstr(copy, pattern);
  if (start == NULL) return;
  start += strlen(pattern);
  snprintf(value, capacity, "%.*s", (int)strcspn(start, "\""), start);
}

static int32_t act(rf_text words, call *call) {
  char name[64];
  member(words, "do", name, sizeof(name));
  member(words, "with", call->argument, sizeof(call->argument));
  for (size_t each = 0; each < LENGTH(deeds); each++)
    if (strcmp(deeds[each].name, name) == 0) return deeds[each].act(call);
  return RF_UNSUPPORTED;
}

static int32_t detect(void *instance, const rf_job *job, const rf_image *image, rf_text parameters,
                      const rf_subjects *out, rf_error *error) {
  (void)instance, (void)error;
  call call = {.job = job, .out = out, .image = image};
  return act(parameters, &call);
}

static int32_t fill(void *instance, const rf_job *job, const rf_fill_task *task, rf_error *error) {
  (void)instance, (void)error;
  call call = {.job = job, .image = task->image};
  return act(task->parameters, &call);
}

static int32_t models(void *instance, const rf_sink *out, rf_error *error) {
  (void)instance, (void)error;
  return out->write(out->context, "[]", 2);
}

static int32_t plan(void *instance, const rf_job *job, rf_text request, const rf_source *source, const rf_sink *out,
                    rf_error *error) {
  (void)instance, (void)source, (void)out, (void)error;
  call call = {.job = job};
  return act(request, &call);
}

/* Buys, if it is told where, and then does the deed. */
static int32_t submit(void *instance, const rf_job *job, rf_text request, const rf_source *source,
                      const rf_output *output, const rf_sink *ticket, rf_error *error) {
  (void)instance, (void)source, (void)output, (void)ticket;
  call call = {.job = job};
  char url[512];
  member(request, "buy", url, sizeof(url));
  const rf_host_http *service = host->extension(host->context, RF_HOST_HTTP);
  if (url[0] != 0 && service != NULL) {
    rf_http_request purchase = {.size = sizeof(purchase), .method = TEXT("POST"), .url = text_of(url)};
    rf_http_response response = {.size = sizeof(response)};
    int32_t status = service->exchange(host->context, job, &purchase, &response, error);
    if (status != RF_OK) return status;
  }
  return act(request, &call);
}

static void destroy(void *instance) { (void)instance; }

static const rf_detector detector = {.size = sizeof(rf_detector), .detect = detect, .destroy = destroy};
static const rf_fill filler = {.size = sizeof(rf_fill), .fill = fill, .destroy = destroy};
static const rf_provider provider = {
    .size = sizeof(rf_provider), .models = models, .plan = plan, .submit = submit, .destroy = destroy};

/* Each kind for itself, as an instance is one table. */
static int32_t make_detector(const rf_host *given, rf_text configuration, const void **table, rf_error *error) {
  (void)configuration, (void)error;
  host = given;
  *table = &detector;
  return RF_OK;
}

static int32_t make_fill(const rf_host *given, rf_text configuration, const void **table, rf_error *error) {
  (void)configuration, (void)error;
  host = given;
  *table = &filler;
  return RF_OK;
}

static int32_t make_provider(const rf_host *given, rf_text configuration, const void **table, rf_error *error) {
  host = given;
  char deed[64];
  member(configuration, "do", deed, sizeof(deed));
  if (deed[0] != 0) {
    snprintf(error->message, sizeof(error->message), "it does not want to");
    return error->kind = RF_FORBIDDEN;
  }
  *table = &provider;
  return RF_OK;
}

static const rf_factory *factory(uint32_t kind) {
  static const rf_factory detectors = {.size = sizeof(rf_factory),
                                       .kind = RF_KIND_DETECTOR,
                                       .concurrency = RF_CONCURRENT,
                                       .create = make_detector};
  static const rf_factory fills = {
      .size = sizeof(rf_factory), .kind = RF_KIND_FILL, .concurrency = RF_CONCURRENT, .create = make_fill};
  static const rf_factory providers = {
      .size = sizeof(rf_factory), .kind = RF_KIND_PROVIDER, .concurrency = RF_CONCURRENT, .create = make_provider};
  switch (kind) {
    case RF_KIND_DETECTOR: return &detectors;
    case RF_KIND_FILL: return &fills;
    case RF_KIND_PROVIDER: return &providers;
    default: return NULL;
  }
}

RF_EXPORT const rf_entry *reframe_entry(const rf_handshake *handshake) {
  (void)handshake;
  static const rf_entry entry = {.size = sizeof(rf_entry),
                                 .contract_major = RF_CONTRACT_MAJOR,
                                 .contract_minor = RF_CONTRACT_MINOR,
                                 .id = TEXT("hostile"),
                                 .version = TEXT("1.0.0"),
                                 .factory = factory};
  return &entry;
}
