/*
 * PLUGIN_ID: crops pictures about their middle.
 *
 * A provider is handed a job and the encoded source, and hands back encoded results. This one works on this
 * machine and is done when `submit` returns; one that buys from a service answers RF_PENDING with a ticket instead
 * and is polled. The rules stand in reframe.h; those that matter here are told where they apply.
 */
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reframe.h"
#include "reframe_json.h"

#define TEXT(literal) {literal, sizeof(literal) - 1}

/* Reports a fault: its kind as the status, and in words what, where and what to do. Work on this machine was
 * never accepted by a paid service, which has to be said: silence means that nobody knows. */
static int32_t fail(rf_error *error, int32_t kind, const char *message) {
  if (RF_HAS(error, message)) {
    error->kind = kind;
    error->accepted = RF_NOT_ACCEPTED;
    snprintf(error->message, sizeof error->message, "%s", message);
  }
  return kind;
}

/* A member is there if the host's struct reaches to its end. Those of revision 1.0 always are; to look before use
 * keeps a host with a fault of its own from making this plugin read memory that is not there. */
static int32_t too_short(rf_error *error) {
  return fail(error, RF_INVALID_ARGUMENT, "a struct that is shorter than in revision 1.0");
}

static int32_t give(const rf_sink *out, const char *text, rf_error *error) {
  if (!RF_HAS(out, write)) return too_short(error);
  int32_t status = out->write(out->context, text, strlen(text));
  return status == RF_OK ? RF_OK : fail(error, status, "the host refused the answer");
}

/* The card of the one model, a JSON array of `ModelCard`s (SDK/Swift/Values): users see it in 'reframe models', and
 * the host sends nothing that it does not offer; as `provider` is said, it converts other pictures to PNG first. */
static int32_t models(void *instance, const rf_sink *out, rf_error *error) {
  (void)instance;
  return give(out,
              "[{\"slug\":\"PLUGIN_ID/crop\",\"vendor\":\"PLUGIN_ID\",\"provider\":\"PLUGIN_ID\","
              "\"title\":\"Crop about the middle\",\"medium\":\"image\",\"lifecycle\":\"experimental\","
              "\"modes\":[\"auto\",\"crop\"],\"formats\":[\"png\"],\"sourceFormats\":[\"image/png\"],\"outputLimit\":16,\"parameters\":{},"
              "\"pricing\":{\"book\":\"local\",\"rule\":\"free\"}}]",
              error);
}

/* Opens the source, which the host has in memory or tells the path of, and reads its size. */
static int32_t open_source(rf_text request, const rf_source *source, png_image *image, rf_error *error) {
  int64_t limit = 0;
  if (!RF_HAS(source, media_type)) return too_short(error);
  *image = (png_image){.version = PNG_IMAGE_VERSION};
  if (source->data.length > 0) {
    if (!png_image_begin_read_from_memory(image, source->data.data, source->data.length))
      return fail(error, RF_INVALID_ARGUMENT, image->message);
  } else if (source->path.length > 0 && source->path.length < 4096) {
    char path[4096]; /* texts are not terminated */
    memcpy(path, source->path.data, source->path.length);
    path[source->path.length] = 0;
    if (!png_image_begin_read_from_file(image, path)) return fail(error, RF_INVALID_ARGUMENT, image->message);
  } else {
    return fail(error, RF_UNSUPPORTED, "PLUGIN_ID needs the picture itself, not its address");
  }
  if (rf_json_integer(rf_json_member(request, "pixelLimit"), &limit) &&
      (int64_t)image->width * image->height > limit) {
    png_image_free(image);
    return fail(error, RF_INVALID_ARGUMENT, "the picture has more pixels than the job allows; see --max-pixels");
  }
  return RF_OK;
}

typedef struct {
  uint32_t x, y, width, height;
} rectangle;

/* The largest part of the ratio asked for about the middle, to the nearest pixel. The host sends nothing but what
 * the card offers; whoever calls otherwise is told. */
static int32_t choose_crop(rf_text output, const png_image *image, rectangle *crop, rf_error *error) {
  rf_text aspect = rf_json_string(rf_json_member(output, "aspect")); /* "16:9", always whole numbers */
  const char *colon = aspect.length == 0 ? NULL : memchr(aspect.data, ':', aspect.length);
  int64_t across, down;
  if (colon == NULL || !rf_json_integer(rf_json_part(aspect.data, colon), &across) ||
      !rf_json_integer(rf_json_part(colon + 1, aspect.data + aspect.length), &down) || across < 1 || down < 1 ||
      across > 1000000 || down > 1000000)
    return fail(error, RF_INVALID_ARGUMENT, "an output without a ratio");
  if (!rf_json_is_null(rf_json_member(output, "size")) || !rf_json_is_null(rf_json_member(output, "placement")))
    return fail(error, RF_UNSUPPORTED, "PLUGIN_ID keeps the source's scale; ask for a ratio alone");
  rf_text format = rf_json_member(output, "format");
  if (!rf_json_is_null(format) && !rf_json_is(format, "png"))
    return fail(error, RF_UNSUPPORTED, "PLUGIN_ID writes PNG only; use --format png");
  int64_t width = image->width, height = image->height;
  if (width * down > height * across)
    width = (height * across + down / 2) / down;
  else
    height = (width * down + across / 2) / across;
  crop->width = width < 1 ? 1 : width > image->width ? image->width : (uint32_t)width;
  crop->height = height < 1 ? 1 : height > image->height ? image->height : (uint32_t)height;
  crop->x = (image->width - crop->width) / 2;
  crop->y = (image->height - crop->height) / 2;
  return RF_OK;
}

/* Says what would be done, a `ReframePlan`: nothing is bought or written. The placement is where the whole source
 * lies on the canvas, in the canvas's pixels. */
static int32_t plan(void *instance, const rf_job *job, rf_text request, const rf_source *source, const rf_sink *out,
                    rf_error *error) {
  (void)instance;
  if (!RF_HAS(job, resume)) return too_short(error);
  png_image image;
  char text[512];
  rf_text outputs = rf_json_member(request, "outputs");
  int32_t status = open_source(request, source, &image, error);
  if (status != RF_OK) return status;
  snprintf(text, sizeof text, "{\"source\":{\"width\":%u,\"height\":%u},\"outputs\":[", image.width, image.height);
  status = give(out, text, error);
  for (uint64_t index = 0; status == RF_OK && index < rf_json_count(outputs); index++) {
    rectangle crop;
    status = choose_crop(rf_json_item(outputs, index), &image, &crop, error);
    if (status != RF_OK) break;
    snprintf(text, sizeof text,
             "%s{\"output\":%llu,\"operation\":\"crop\",\"framing\":{\"canvas\":{\"width\":%u,\"height\":%u},"
             "\"placement\":{\"x\":-%u,\"y\":-%u,\"width\":%u,\"height\":%u}},"
             "\"crop\":{\"x\":%u,\"y\":%u,\"width\":%u,\"height\":%u},\"cost\":{},\"rivals\":[],\"notes\":[]}",
             index == 0 ? "" : ",", (unsigned long long)index, crop.width, crop.height, crop.x, crop.y, image.width,
             image.height, crop.x, crop.y, crop.width, crop.height);
    status = give(out, text, error);
  }
  if (status == RF_OK) status = give(out, "]}", error);
  png_image_free(&image);
  return status;
}

/* Hands a finished file over: what it is, its bytes, the end. A handle that was begun is finished or abandoned. */
static int32_t deliver(const rf_output *output, uint64_t index, rectangle crop, const void *bytes, uint64_t length,
                       rf_error *error) {
  char text[256];
  void *handle = NULL;
  int size = snprintf(text, sizeof text,
                      "{\"output\":%llu,\"variation\":0,\"role\":\"result\",\"mediaType\":\"image/png\","
                      "\"size\":{\"width\":%u,\"height\":%u},\"timings\":{}}",
                      (unsigned long long)index, crop.width, crop.height);
  int32_t status = output->begin(output->context, (rf_text){text, (uint64_t)size}, &handle);
  if (status == RF_OK) {
    status = output->write(output->context, handle, bytes, length);
    if (status == RF_OK)
      status = output->finish(output->context, handle);
    else
      output->abandon(output->context, handle);
  }
  return status == RF_OK ? RF_OK : fail(error, status, "the host could not take the result");
}

/* Writes the part of the pixels that an output shows as a PNG, and hands it over. */
static int32_t render(const png_image *source, const uint8_t *pixels, rf_text request, uint64_t index,
                      const rf_output *output, rf_error *error) {
  rectangle crop;
  rf_text wanted = rf_json_item(rf_json_member(request, "outputs"), index);
  int32_t status = choose_crop(wanted, source, &crop, error);
  if (status != RF_OK) return status;
  png_image image = {.version = PNG_IMAGE_VERSION, .format = source->format};
  image.width = crop.width;
  image.height = crop.height;
  png_alloc_size_t length = PNG_IMAGE_PNG_SIZE_MAX(image);
  void *file = malloc(length);
  if (file == NULL) return fail(error, RF_RESOURCE_EXHAUSTED, "there is no memory for the result");
  const uint8_t *first = pixels + ((uint64_t)crop.y * source->width + crop.x) * 4;
  if (png_image_write_to_memory(&image, file, &length, 0, first, (png_int_32)(source->width * 4), NULL))
    status = deliver(output, index, crop, file, length, error);
  else
    status = fail(error, RF_INTERNAL, image.message);
  free(file);
  return status;
}

/* Does the job: every output to `output`, then RF_OK. Several threads may be in here at a time. */
static int32_t submit(void *instance, const rf_job *job, rf_text request, const rf_source *source,
                      const rf_output *output, const rf_sink *ticket, rf_error *error) {
  (void)instance, (void)ticket;
  if (!RF_HAS(job, resume) || !RF_HAS(output, abandon)) return too_short(error);
  png_image image;
  int32_t status = open_source(request, source, &image, error);
  if (status != RF_OK) return status;
  image.format = PNG_FORMAT_RGBA;
  uint8_t *pixels = image.width > 0x1fffffff ? NULL : malloc(PNG_IMAGE_SIZE(image));
  if (pixels == NULL) {
    status = fail(error, RF_RESOURCE_EXHAUSTED, "there is no memory for the picture");
  } else if (!png_image_finish_read(&image, NULL, pixels, (png_int_32)(image.width * 4), NULL)) {
    status = fail(error, RF_INVALID_ARGUMENT, image.message);
  }
  uint64_t count = rf_json_count(rf_json_member(request, "outputs"));
  for (uint64_t index = 0; status == RF_OK && index < count; index++) {
    /* Whoever waits may give up: look as often as you can. */
    if (rf_job_cancelled(job)) status = fail(error, RF_CANCELLED, "the job was cancelled");
    if (status == RF_OK) status = render(&image, pixels, request, index, output, error);
  }
  free(pixels);
  png_image_free(&image);
  return status;
}

/* ---- What the host asks for ---- */

/* There is no state, so one table serves every instance and there is nothing to free. With state, `create`
 * allocates it with a table whose `instance` points to it, and `destroy` frees both. */
static void destroy(void *instance) { (void)instance; }

/* `poll` and `cancel` are for tickets, which this provider does not give. */
static const rf_provider table = {
    .size = sizeof(rf_provider), .models = models, .plan = plan, .submit = submit, .destroy = destroy};

/* `configuration` is the user's settings for this plugin, a JSON object. The host may not be called from here. */
static int32_t create(const rf_host *host, rf_text configuration, const void **made, rf_error *error) {
  (void)configuration;
  if (!RF_HAS(host, extension)) return too_short(error);
  *made = &table;
  return RF_OK;
}

/* RF_CONCURRENT: any number of calls at a time. A plugin that is not ready for that says RF_INSTANCE_SERIAL, or
 * RF_PROCESS_SERIAL if what it uses is not either, and the host keeps to it. */
static const rf_factory factory = {
    .size = sizeof(rf_factory), .kind = RF_KIND_PROVIDER, .concurrency = RF_CONCURRENT, .create = create};

static const rf_factory *factory_of(uint32_t kind) { return kind == RF_KIND_PROVIDER ? &factory : NULL; }

/* Id and version are those of plugin.json. */
static const rf_entry entry = {.size = sizeof(rf_entry),
                               .contract_major = RF_CONTRACT_MAJOR,
                               .contract_minor = RF_CONTRACT_MINOR,
                               .id = TEXT("PLUGIN_ID"),
                               .version = TEXT("0.1.0"),
                               .factory = factory_of};

const rf_entry *reframe_entry(const rf_handshake *handshake) {
  if (!RF_HAS(handshake, reason_capacity)) return NULL;
  if (handshake->contract_major == RF_CONTRACT_MAJOR) return &entry;
  snprintf(handshake->reason, handshake->reason_capacity, "the host speaks contract %u, this plugin %u",
           handshake->contract_major, RF_CONTRACT_MAJOR);
  return NULL;
}
