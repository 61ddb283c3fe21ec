/*
 * reframe.h: the plugin contract of Reframe, in C11 (and C++11).
 *
 * A plugin is a shared library with one exported function, `reframe_entry`. The host opens it with
 * RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE and never closes it.
 *
 *   entry -> factory of a kind -> create -> use the instance's table -> destroy
 *
 * Rules that hold everywhere; exceptions stand beside the declaration.
 *
 * Versions   A host and a plugin work together when their major numbers agree. Every struct that crosses
 *            starts with `size`, set by whoever fills it to the size it was compiled with. A member exists if
 *            its end lies within `size` (RF_HAS) and, for a pointer, if it is not NULL. Members are only ever
 *            added at the tail and never reused, so an older plugin runs on a newer host and the reverse.
 *            Those of revision 1.0 are always there; a shorter struct is refused with RF_INVALID_ARGUMENT.
 * Memory     Whoever allocates frees. No pointer received in a call is kept after the call returns, except
 *            `rf_host`, which lives as long as the instance it was given to. Text is UTF-8 with a length, not
 *            terminated. Results of unknown size leave through an `rf_sink`.
 * Pixels     Pixel memory that one side lends the other stays the lender's. Rows are `stride` bytes apart;
 *            the stride may exceed the row, and what lies between is neither read nor written.
 * Threads    Calls block; the host brings the threads. A factory declares RF_PROCESS_SERIAL (one call at a
 *            time in all instances), RF_INSTANCE_SERIAL (one at a time in each) or RF_CONCURRENT, and the host
 *            keeps to it, for `create` and `destroy` too. `destroy` comes last, when no call is under way. The
 *            exception is a job's cancel flag, which may be raised at any time. What a plugin is lent to call
 *            (`rf_sink`, `rf_subjects`) it calls from one thread at a time, unless more is said beside it.
 * Process    A plugin leaves what all in its process share as it found it: signal mask and handlers, working
 *            directory, locale, environment, umask and the state of floating point. It writes nothing to standard
 *            output, and does not end the process.
 * Unwinding  Nothing unwinds across: no C++ exception, no longjmp, no foreign error. Report by status.
 * Data       Structured data is JSON, in the schemas of SDK/README.md. A reader ignores members it does not
 *            know; a host never sends a parameter that the plugin's manifest does not declare.
 * Numbers    RF_... values may be added in later revisions. A reader that meets one it does not know reports
 *            RF_UNSUPPORTED, or for a status takes it for RF_INTERNAL. Members named `reserved` are 0.
 * Owners     `context` and `instance` are whatever the maker of a table put there; the caller hands them back as
 *            the first argument and does nothing else with them.
 */
#ifndef REFRAME_H
#define REFRAME_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#define RF_ASSERT(condition, text) static_assert(condition, text)
#else
#define RF_ASSERT(condition, text) _Static_assert(condition, text)
#endif

/* Keeps the entry visible in a plugin that hides everything else (-fvisibility=hidden). */
#if defined(__GNUC__)
#define RF_EXPORT __attribute__((visibility("default"))) /* see above */
#else
#define RF_EXPORT /* nothing, where everything is visible */
#endif

#define RF_CONTRACT_MAJOR 1 /* both sides must have the same */
#define RF_CONTRACT_MINOR 1 /* counts what was added; for people, as RF_HAS tells what is there */

/* True if `member` lies within the size that the struct's maker declared. */
#define RF_HAS(pointer, member)                                                                              \
  ((pointer) != NULL &&                                                                                      \
   (pointer)->size >= (uint32_t)((const char *)&(pointer)->member - (const char *)(pointer)) +               \
                          (uint32_t)sizeof((pointer)->member))

/* ---- Values ------------------------------------------------------------------------------------------- */

/* UTF-8, not terminated, borrowed for the call. `data` may be NULL when `length` is 0. */
typedef struct rf_text {
  const char *data; /* the first byte */
  uint64_t length;  /* in bytes */
} rf_text;

/* Bytes, borrowed for the call. */
typedef struct rf_bytes {
  const void *data; /* the first of them */
  uint64_t length;  /* how many */
} rf_bytes;

/* Status of a call: RF_OK, RF_PENDING (submit and poll only) or the kind of what went wrong. */
#define RF_OK 0                  /* done */
#define RF_PENDING 1             /* a service has the job; poll the ticket */
#define RF_INVALID_ARGUMENT 2    /* the caller's data is wrong; the same call will fail again */
#define RF_UNSUPPORTED 3         /* right, but this plugin or vendor cannot do it */
#define RF_UNAUTHENTICATED 4     /* no credentials, or bad ones */
#define RF_FORBIDDEN 5           /* good credentials without the right */
#define RF_RATE_LIMITED 6        /* too many calls; see retry_after_ms */
#define RF_QUOTA 7               /* no credit or balance left; waiting does not help */
#define RF_CONTENT_POLICY 8      /* refused for what the picture shows */
#define RF_TIMEOUT 9             /* a deadline passed */
#define RF_CANCELLED 10          /* the job's cancel flag was seen */
#define RF_UNAVAILABLE 11        /* a service is down or out of reach */
#define RF_RESOURCE_EXHAUSTED 12 /* memory, disk, or a limit of this machine */
#define RF_NOT_FOUND 13          /* no such plugin, model, ticket or file */
#define RF_INTERNAL 14           /* a fault of the plugin */

/* Did the service take the job, and so may it charge for it? Falling back is free only after RF_NOT_ACCEPTED,
 * which has to be said: an error that nobody filled must not make anybody buy twice. */
#define RF_ACCEPTANCE_UNKNOWN 0 /* nobody knows; never buy again without asking */
#define RF_NOT_ACCEPTED 1       /* it did not: falling back is free */
#define RF_ACCEPTED 2           /* it did, and may charge */

/* Filled by the callee when a call returns neither RF_OK nor RF_PENDING. The caller provides it, zeroed but
 * for `size`. Text is terminated and cut at the end of its array. */
typedef struct rf_error {
  uint32_t size;
  int32_t kind;           /* the status returned */
  int32_t accepted;       /* RF_NOT_ACCEPTED, ...; local work that failed was not accepted */
  uint32_t retryable;     /* 1: the same call may succeed later */
  int64_t retry_after_ms; /* 0: not said */
  char code[64];          /* the vendor's own code */
  char message[512];      /* what, where and what to do, for a person */
} rf_error;

/* Takes bytes, in as many pieces as the writer likes. Answers RF_OK, or a status with which the writer stops. */
typedef struct rf_sink {
  uint32_t size;
  uint32_t reserved;
  void *context;
  /* Takes the next piece; it may be as long as the writer likes. */
  int32_t (*write)(void *context, const void *data, uint64_t length);
} rf_sink;

/* ---- Pictures ----------------------------------------------------------------------------------------- */

#define RF_SAMPLE_U8 1  /* 0 ... 255 */
#define RF_SAMPLE_U16 2 /* native byte order */
#define RF_SAMPLE_F32 3 /* 0 ... 1 */

#define RF_GRAY 1       /* the layout's value is its number of channels, interleaved */
#define RF_GRAY_ALPHA 2 /* the same and how opaque it is */
#define RF_RGB 3        /* red, green, blue */
#define RF_RGBA 4       /* the same and how opaque it is */

#define RF_ALPHA_NONE 0          /* everything is opaque */
#define RF_ALPHA_STRAIGHT 1      /* colours are as they are, however transparent */
#define RF_ALPHA_PREMULTIPLIED 2 /* colours are multiplied by how opaque they are */

#define RF_COLOR_SRGB 0 /* IEC 61966-2-1 */
#define RF_COLOR_ICC 1  /* as in `icc` */

#define RF_IMAGE_READ_ONLY 1u /* flag: do not write */

/* Origin top left, orientation applied. The region of interest is a hint where in the picture it matters, and the
 * whole of it if it has no width; whatever is said of positions is still of the whole picture. */
typedef struct rf_image {
  uint32_t size;
  uint32_t width;      /* columns, at least 1 */
  uint32_t height;     /* rows, at least 1 */
  uint32_t sample;     /* RF_SAMPLE_... */
  uint32_t layout;     /* RF_GRAY ... RF_RGBA */
  uint32_t alpha;      /* RF_ALPHA_... */
  uint32_t color;      /* RF_COLOR_... */
  uint32_t flags;      /* RF_IMAGE_... */
  uint64_t stride;     /* bytes from one row to the next */
  void *pixels;        /* the first sample of the first row */
  rf_bytes icc;        /* the profile, if `color` says so */
  int32_t roi_x;       /* region of interest: left edge, in pixels */
  int32_t roi_y;       /* its top edge */
  uint32_t roi_width;  /* its columns; 0: the whole picture */
  uint32_t roi_height; /* its rows */
} rf_image;

/* The encoded source of a job: a picture or a video. At least one of data, path and url is given. */
typedef struct rf_source {
  uint32_t size;
  uint32_t reserved;
  rf_bytes data;      /* the whole file, when the host has it in memory or mapped */
  rf_text path;       /* a local file that the plugin may read */
  rf_text url;        /* an address that a vendor may fetch */
  rf_text media_type; /* such as image/jpeg; empty if not known */
} rf_source;

/* ---- Job ---------------------------------------------------------------------------------------------- */

#define RF_LOG_DEBUG 0   /* for whoever mends the plugin */
#define RF_LOG_INFO 1    /* what is going on */
#define RF_LOG_WARNING 2 /* something is off; the work goes on */
#define RF_LOG_ERROR 3   /* the work fails */

/* One piece of work. Callbacks may be called from any thread of the plugin's, several at a time, until the call
 * returns. */
typedef struct rf_job {
  uint32_t size;
  uint32_t reserved;
  void *context;
  rf_text id;               /* the job's name in logs and stores */
  rf_text idempotency_key;  /* the same for every try of one purchase */
  int64_t deadline_unix_ms; /* 0: none */
  /* Turns 1 when the job is no longer wanted; look at it at least every 50 ms, through rf_job_cancelled. */
  const uint32_t *cancel;
  /* Share done, 0 ... 1, and what is being done. Answers 0, or 1 to ask the plugin to stop. */
  int32_t (*progress)(void *context, double fraction, rf_text stage);
  /* Writes a line to the host's log; `level` is RF_LOG_... */
  void (*log)(void *context, int32_t level, rf_text message);
  /* Stores bytes at once and durably; handed back in `resume` when the job is taken up again. */
  int32_t (*checkpoint)(void *context, const void *data, uint64_t length);
  rf_bytes resume; /* what `checkpoint` stored when the job was last under way; empty if nothing */
} rf_job;

/* The plugin's side of `cancel`: 1 if the job is no longer wanted. */
static inline int32_t rf_job_cancelled(const rf_job *job) {
  return RF_HAS(job, cancel) && job->cancel != NULL && __atomic_load_n(job->cancel, __ATOMIC_RELAXED) != 0;
}

/* The host's side of `cancel`. */
static inline void rf_raise_cancel(uint32_t *cancel) { __atomic_store_n(cancel, 1u, __ATOMIC_RELAXED); }

/* ---- Host --------------------------------------------------------------------------------------------- */

/* What the host offers to an instance. `create` may keep the pointer but may not call through it. */
typedef struct rf_host {
  uint32_t size;
  uint32_t reserved;
  void *context;
  rf_text name;    /* such as reframe */
  rf_text version; /* such as 1.2.0 */
  /* The table of a named extension such as RF_HOST_FILL, or NULL if this host lacks it. The table lives as
   * long as this struct. The first argument of all its functions is `context` of this struct; they may be
   * called from any thread, several at a time, and those that take a job only while the call that brought it
   * is under way. Any thread. */
  const void *(*extension)(void *context, const char *id);
} rf_host;

/* One subject: a box in fractions of the picture, and how sure the detector is (0 ... 1). */
typedef struct rf_region {
  uint32_t size;
  uint32_t reserved;
  double x;      /* left edge */
  double y;      /* top edge */
  double width;  /* as a fraction of the picture's */
  double height; /* as a fraction of the picture's */
  double score;  /* 0: a guess, 1: certain */
  rf_text label; /* salient, key, face, face-left, face-right, head; others are subjects */
} rf_region;

/* Importance over the picture in equal cells, row by row, 0 ... 255 each; at most 65,536 of them. */
typedef struct rf_saliency {
  uint32_t size;
  uint32_t columns; /* cells in a row, at least 1 */
  uint32_t rows;    /* rows of cells, at least 1 */
  uint32_t reserved;
  const uint8_t *values; /* columns * rows of them */
} rf_saliency;

/* Receives what a detector finds: any number of regions, and at most one grid. Plain calls and no JSON, so
 * that looking at a picture that shows nothing costs nothing. Both answer RF_OK, or a status with which the
 * detector stops. */
typedef struct rf_subjects {
  uint32_t size;
  uint32_t reserved;
  void *context;
  /* Takes one region; the text in it may go when the call returns. */
  int32_t (*region)(void *context, const rf_region *region);
  /* Takes the grid; its values may go when the call returns. */
  int32_t (*saliency)(void *context, const rf_saliency *saliency);
} rf_subjects;

#define RF_HOST_DETECT "reframe.detect/1" /* the extension whose table follows */

/* The host's detectors, lent. */
typedef struct rf_host_detect {
  uint32_t size;
  uint32_t reserved;
  /* Finds subjects with the detector of that id; an empty id is the host's choice. */
  int32_t (*detect)(void *context, const rf_job *job, rf_text detector, const rf_image *image,
                    rf_text parameters, const rf_subjects *out, rf_error *error);
} rf_host_detect;

/* How much work a fill is to put into its result; one that knows no difference ignores it. */
#define RF_EFFORT_BALANCED 0 /* the usual */
#define RF_EFFORT_FAST 1     /* less time */
#define RF_EFFORT_QUALITY 2  /* a better result */

/* What a fill is asked to do: `image` is the canvas with the placed source in `placed`, which is never empty; all
 * pixels outside `placed` are exposed, hold nothing of meaning and must be given a value, all inside must stay as
 * they are, bit for bit. `source` is the whole source at the canvas's scale or below and may be absent (NULL). */
typedef struct rf_fill_task {
  uint32_t size;
  uint32_t seed;          /* the same task and seed give the same pixels */
  const rf_image *image;  /* the canvas, to be written to */
  const rf_image *source; /* the whole source, to look at; may be NULL */
  int32_t placed_x;       /* within the canvas: the visible part of the source */
  int32_t placed_y;       /* its top edge */
  uint32_t placed_width;  /* its columns, at least 1 */
  uint32_t placed_height; /* its rows, at least 1 */
  rf_text prompt;         /* what the exposed area should show; empty if nobody said */
  rf_text parameters; /* JSON object */
  /* Since 1.1: */
  const rf_saliency *subject; /* how much each cell of `placed` belongs to the subject, which should not appear a
                                 second time; NULL if nobody knows */
  uint32_t effort;            /* RF_EFFORT_... */
  uint32_t reserved;
} rf_fill_task;

#define RF_HOST_FILL "reframe.fill/1" /* the extension whose table follows */

/* The host's fills, lent. */
typedef struct rf_host_fill {
  uint32_t size;
  uint32_t reserved;
  /* Fills the exposed area with the fill of that id; an empty id is the host's choice. */
  int32_t (*fill)(void *context, const rf_job *job, rf_text fill, const rf_fill_task *task, rf_error *error);
} rf_host_fill;

#define RF_HOST_PIXELS "reframe.pixels/1" /* the extension whose table follows */

/* Pixel memory of the host's, 64-byte aligned, which reaches detectors and fills without a copy wherever
 * they run. */
typedef struct rf_host_pixels {
  uint32_t size;
  uint32_t reserved;
  /* Answers NULL when there is none to be had. */
  void *(*allocate)(void *context, uint64_t length);
  /* Takes what `allocate` gave, with the same length, once; until then the memory outlives calls, but not the
   * instance. */
  void (*release)(void *context, void *memory, uint64_t length);
} rf_host_pixels;

/* One HTTP exchange by the host, to a host that the manifest names. The host checks the address, adds the
 * secret it was asked for by name, limits size and time, and repeats after connection faults. */
typedef struct rf_http_request {
  uint32_t size;
  uint32_t reserved;
  rf_text method;        /* GET, POST, ... */
  rf_text url;           /* on a host that the manifest names */
  rf_text headers;       /* JSON object of strings */
  rf_text secret;        /* name of a declared secret; empty: none */
  rf_text secret_header; /* such as "Authorization: Bearer %s" */
  rf_bytes body;           /* what is sent */
  uint64_t response_limit; /* bytes; 0: the host's default */
  int64_t timeout_ms;      /* 0: the host's default */
} rf_http_request;

/* Where the answer goes. */
typedef struct rf_http_response {
  uint32_t size;
  int32_t status;         /* such as 200; set by the host */
  const rf_sink *headers; /* receives a JSON object; may be NULL */
  const rf_sink *body;    /* receives what was answered */
} rf_http_response;

#define RF_HOST_HTTP "reframe.http/1" /* the extension whose table follows */

/* HTTP by the host. */
typedef struct rf_host_http {
  uint32_t size;
  uint32_t reserved;
  /* Makes one exchange. RF_OK: there is an answer, whatever its status. */
  int32_t (*exchange)(void *context, const rf_job *job, const rf_http_request *request,
                      rf_http_response *response, rf_error *error);
} rf_host_http;

/* ---- Kinds of plugin ---------------------------------------------------------------------------------- */

#define RF_KIND_PROVIDER 1 /* rf_provider */
#define RF_KIND_DETECTOR 2 /* rf_detector */
#define RF_KIND_FILL 3     /* rf_fill */
#define RF_KIND_PRICING 4  /* rf_pricing */

/* Receives finished renditions. Renditions may be written side by side from several threads; the calls for
 * one rendition come from one thread at a time. `finish` and `abandon` end a handle whatever they answer; what is
 * neither finished nor abandoned when the provider returns is abandoned. Once a call was refused, the host keeps
 * the reason, and the provider should return the status it was given. */
typedef struct rf_output {
  uint32_t size;
  uint32_t reserved;
  void *context;
  /* Opens the rendition described by `rendition` (JSON; `output` is the index of what was asked for) and
   * gives a handle for the calls below. A rendition with a `url` member is fetched by the host at `finish`. Does
   * not touch `handle` when it refuses. */
  int32_t (*begin)(void *context, rf_text rendition, void **handle);
  /* Takes the next piece of the file. */
  int32_t (*write)(void *context, void *handle, const void *data, uint64_t length);
  /* The file is complete. */
  int32_t (*finish)(void *context, void *handle);
  /* The file will not be completed; the host forgets it. */
  void (*abandon)(void *context, void *handle);
} rf_output;

/* A local engine or a vendor's service that reframes pictures or videos. */
typedef struct rf_provider {
  uint32_t size;
  uint32_t reserved;
  void *instance;
  /* Writes the model cards, a JSON array. Pure. */
  int32_t (*models)(void *instance, const rf_sink *out, rf_error *error);
  /* Writes the plan (JSON): framing, size, expected cost and time of each output. Buys and writes nothing. */
  int32_t (*plan)(void *instance, const rf_job *job, rf_text request, const rf_source *source, const rf_sink *out,
                  rf_error *error);
  /* RF_OK: every rendition went to `output`. RF_PENDING: a ticket was written; the host stores it and polls,
   * perhaps from another process. The ticket is text of at most 64 KiB that says all that `poll` has to know, as
   * neither request nor source come back with it. `ticket` is never NULL. */
  int32_t (*submit)(void *instance, const rf_job *job, rf_text request, const rf_source *source,
                    const rf_output *output, const rf_sink *ticket, rf_error *error);
  /* RF_OK: every rendition went to `output`. RF_PENDING: not done; ask again in `*retry_after_ms`, which the host
   * sets to 0 before and the plugin may leave so. NULL if submit never answers RF_PENDING. */
  int32_t (*poll)(void *instance, const rf_job *job, rf_text ticket, const rf_output *output,
                  int64_t *retry_after_ms, rf_error *error);
  /* Asks the service to drop a submitted job; what was running may still be charged for. NULL if it cannot. */
  int32_t (*cancel)(void *instance, const rf_job *job, rf_text ticket, rf_error *error);
  void (*destroy)(void *instance); /* frees the instance and this table */
} rf_provider;

/* Says where in a picture the subjects are. */
typedef struct rf_detector {
  uint32_t size;
  uint32_t reserved;
  void *instance;
  /* `image` is 8-bit RGB or RGBA with straight alpha, and read-only. */
  int32_t (*detect)(void *instance, const rf_job *job, const rf_image *image, rf_text parameters,
                    const rf_subjects *out, rf_error *error);
  void (*destroy)(void *instance); /* frees the instance and this table */
} rf_detector;

/* Gives a value to the area that a placement leaves exposed. */
typedef struct rf_fill {
  uint32_t size;
  uint32_t reserved;
  void *instance;
  /* `task->image` is 8-bit RGB or RGBA with straight alpha. */
  int32_t (*fill)(void *instance, const rf_job *job, const rf_fill_task *task, rf_error *error);
  void (*destroy)(void *instance); /* frees the instance and this table */
} rf_fill;

/* Says what a job will cost. Pure: the same job and card give the same quote; no clock, file or network. */
typedef struct rf_pricing {
  uint32_t size;
  uint32_t reserved;
  void *instance;
  /* Writes a quote (JSON). */
  int32_t (*quote)(void *instance, rf_text request, rf_text model_card, const rf_sink *out, rf_error *error);
  void (*destroy)(void *instance); /* frees the instance and this table */
} rf_pricing;

/* ---- Entry -------------------------------------------------------------------------------------------- */

#define RF_PROCESS_SERIAL 0  /* one call at a time in all instances */
#define RF_INSTANCE_SERIAL 1 /* one call at a time in each instance */
#define RF_CONCURRENT 2      /* any number */

/* Makes instances of one kind. Lives as long as the library. A process-serial plugin that asks the host for a
 * kind of its own does so from the thread that it was called on, or it waits for itself. */
typedef struct rf_factory {
  uint32_t size;
  uint32_t kind;        /* RF_KIND_..., the one that was asked for */
  uint32_t concurrency; /* RF_PROCESS_SERIAL ... RF_CONCURRENT */
  uint32_t reserved;
  /* Writes the address of a filled rf_provider, rf_detector, rf_fill or rf_pricing to `table`; it stays valid
   * and as it is until its `destroy`. Every function in it but those said to be NULL at times is there.
   * `configuration` is a JSON object. May not call the host. */
  int32_t (*create)(const rf_host *host, rf_text configuration, const void **table, rf_error *error);
} rf_factory;

/* What the plugin says of itself; id and version must be those of its manifest. Lives as long as the library. */
typedef struct rf_entry {
  uint32_t size;
  uint32_t contract_major; /* RF_CONTRACT_MAJOR of its header */
  uint32_t contract_minor; /* RF_CONTRACT_MINOR of its header */
  uint32_t reserved;
  rf_text id;      /* the manifest's */
  rf_text version; /* the manifest's */
  /* The factory of RF_KIND_..., or NULL. Any thread. */
  const rf_factory *(*factory)(uint32_t kind);
} rf_entry;

/* What the host says of itself. `reason` is room for `reason_capacity` bytes, where a plugin that refuses
 * says why, terminated. */
typedef struct rf_handshake {
  uint32_t size;
  uint32_t contract_major; /* RF_CONTRACT_MAJOR of its header */
  uint32_t contract_minor; /* RF_CONTRACT_MINOR of its header */
  uint32_t reserved;
  rf_text host_name;        /* such as reframe */
  rf_text host_version;     /* such as 1.2.0 */
  char *reason;             /* room for why the plugin refuses */
  uint64_t reason_capacity; /* in bytes, the end included */
} rf_handshake;

/* The one symbol that a plugin exports. Called once, before anything else. NULL: refused, see `reason`. */
RF_EXPORT const rf_entry *reframe_entry(const rf_handshake *handshake);

/* ---- Layout (64-bit) ---------------------------------------------------------------------------------- */

/* Structs never leave their process, so a 32-bit process may have a layout of its own. */
#if UINTPTR_MAX > 0xffffffffu
RF_ASSERT(sizeof(rf_text) == 16 && sizeof(rf_bytes) == 16, "text and bytes");
RF_ASSERT(sizeof(rf_error) == 600 && offsetof(rf_error, retry_after_ms) == 16, "error");
RF_ASSERT(offsetof(rf_error, code) == 24 && offsetof(rf_error, message) == 88, "error text");
RF_ASSERT(sizeof(rf_sink) == 24 && offsetof(rf_sink, write) == 16, "sink");
RF_ASSERT(sizeof(rf_image) == 80 && offsetof(rf_image, stride) == 32 && offsetof(rf_image, roi_x) == 64, "image");
RF_ASSERT(sizeof(rf_source) == 72 && offsetof(rf_source, media_type) == 56, "source");
RF_ASSERT(sizeof(rf_job) == 104 && offsetof(rf_job, cancel) == 56 && offsetof(rf_job, resume) == 88, "job");
RF_ASSERT(sizeof(rf_host) == 56 && offsetof(rf_host, extension) == 48, "host");
RF_ASSERT(sizeof(rf_region) == 64 && sizeof(rf_saliency) == 24 && sizeof(rf_subjects) == 32, "subjects");
RF_ASSERT(sizeof(rf_host_detect) == 16 && sizeof(rf_host_fill) == 16, "detect and fill");
RF_ASSERT(sizeof(rf_host_pixels) == 24 && sizeof(rf_host_http) == 16, "pixels and http");
RF_ASSERT(sizeof(rf_fill_task) == 88 && offsetof(rf_fill_task, subject) == 72, "fill task");
RF_ASSERT(sizeof(rf_http_request) == 120 && sizeof(rf_http_response) == 24, "http");
RF_ASSERT(sizeof(rf_output) == 48 && offsetof(rf_output, abandon) == 40, "output");
RF_ASSERT(sizeof(rf_provider) == 64 && offsetof(rf_provider, destroy) == 56, "provider");
RF_ASSERT(sizeof(rf_detector) == 32 && sizeof(rf_fill) == 32 && sizeof(rf_pricing) == 32, "small tables");
RF_ASSERT(sizeof(rf_factory) == 24 && offsetof(rf_factory, create) == 16, "factory");
RF_ASSERT(sizeof(rf_entry) == 56 && offsetof(rf_entry, factory) == 48, "entry");
RF_ASSERT(sizeof(rf_handshake) == 64 && offsetof(rf_handshake, reason) == 48, "handshake");
#endif

#ifdef __cplusplus
}
#endif

#endif
