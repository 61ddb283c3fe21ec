#define _GNU_SOURCE

#include "vips_codec.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include <vips/vips.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int started;

static void discard(
  const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer data) {
  (void)domain;
  (void)level;
  (void)message;
  (void)data;
}

static void start(void) {
  started = vips_init("reframe") == 0;
  if (!started) return;
  g_log_set_handler("VIPS", G_LOG_LEVEL_WARNING | G_LOG_LEVEL_INFO, discard, NULL);
  vips_block_untrusted_set(TRUE);
  // The callers run jobs side by side and never repeat an operation.
  vips_concurrency_set(2);
  vips_cache_set_max(0);
}

static int fail(char *message, size_t size) {
  snprintf(message, size, "%s", vips_error_buffer());
  for (char *at = message; *at; at++)
    if (*at == '\n') *at = at[1] ? ';' : 0;
  vips_error_clear();
  // The text is a hint only, but libvips has no error codes.
  if (strcasestr(message, "memory")) return RF_VIPS_NO_MEMORY;
  static const char *const cut[] = {"premature", "truncat", "end of file", "eof", "unexpected end"};
  for (size_t i = 0; i < sizeof cut / sizeof *cut; i++)
    if (strcasestr(message, cut[i])) return RF_VIPS_TRUNCATED;
  static const char *const odd[] = {"unsupported", "not supported", "no known"};
  for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
    if (strcasestr(message, odd[i])) return RF_VIPS_UNSUPPORTED;
  return RF_VIPS_CORRUPT;
}

static VipsImage *open_image(const uint8_t *bytes, size_t length, int format) {
  pthread_once(&once, start);
  if (!started) return NULL;
  void *buffer = (void *)bytes;
  VipsImage *image = NULL;
  const VipsAccess access = VIPS_ACCESS_SEQUENTIAL;
  const VipsFailOn fail_on = VIPS_FAIL_ON_TRUNCATED;
  int code = -1;
  switch (format) {
    case RF_VIPS_JPEG:
      code = vips_jpegload_buffer(buffer, length, &image, "access", access, "fail_on", fail_on, NULL);
      break;
    case RF_VIPS_PNG:
      code = vips_pngload_buffer(buffer, length, &image, "access", access, "fail_on", fail_on, NULL);
      break;
    case RF_VIPS_WEBP:
      code = vips_webpload_buffer(buffer, length, &image, "access", access, "fail_on", fail_on, NULL);
      break;
    case RF_VIPS_GIF:
      code = vips_gifload_buffer(buffer, length, &image, "access", access, "fail_on", fail_on, NULL);
      break;
    case RF_VIPS_TIFF:
      code = vips_tiffload_buffer(buffer, length, &image, "access", access, "fail_on", fail_on, NULL);
      break;
    case RF_VIPS_HEIF:
      code = vips_heifload_buffer(buffer, length, &image, "access", access, "fail_on", fail_on, NULL);
      break;
    default:
      vips_error("reframe", "unsupported format");
  }
  return code == 0 ? image : NULL;
}

static int64_t model_of(VipsImage *image) {
  if (vips_image_get_typeof(image, "palette-bit-depth")) return 3;
  switch (vips_image_guess_interpretation(image)) {
    case VIPS_INTERPRETATION_B_W:
    case VIPS_INTERPRETATION_GREY16: return 0;
    case VIPS_INTERPRETATION_sRGB:
    case VIPS_INTERPRETATION_RGB:
    case VIPS_INTERPRETATION_RGB16:
    case VIPS_INTERPRETATION_scRGB: return 1;
    case VIPS_INTERPRETATION_CMYK: return 2;
    default: return 4;
  }
}

int rf_vips_version(void) { return RF_VIPS_VERSION; }

int rf_vips_probe(
  const uint8_t *bytes, size_t length, int format, int64_t *facts, char *message, size_t message_size) {
  VipsImage *image = open_image(bytes, length, format);
  if (!image) return fail(message, message_size);
  facts[RF_VIPS_WIDTH] = vips_image_get_width(image);
  facts[RF_VIPS_HEIGHT] = vips_image_get_height(image);
  facts[RF_VIPS_ORIENTATION] = vips_image_get_orientation(image);
  facts[RF_VIPS_ALPHA] = vips_image_hasalpha(image);
  facts[RF_VIPS_PAGES] = vips_image_get_n_pages(image);
  facts[RF_VIPS_BITS] = (int64_t)(8 * vips_format_sizeof(vips_image_get_format(image)));
  facts[RF_VIPS_MODEL] = model_of(image);
  g_object_unref(image);
  vips_thread_shutdown();
  return RF_VIPS_OK;
}

typedef struct {
  uint8_t *base;
  size_t stride;
  int (*cancelled)(void *);
  void *context;
  int was_cancelled;
} Target;

static int write_rows(VipsRegion *region, VipsRect *area, void *a) {
  Target *target = a;
  if (target->cancelled && target->cancelled(target->context)) {
    target->was_cancelled = 1;
    return -1;
  }
  size_t bytes = VIPS_REGION_SIZEOF_LINE(region);
  for (int y = area->top; y < VIPS_RECT_BOTTOM(area); y++)
    memcpy(target->base + (size_t)y * target->stride, VIPS_REGION_ADDR(region, 0, y), bytes);
  return 0;
}

// Replaces *image by `next` when the step worked.
static int step(VipsImage **image, int code, VipsImage *next) {
  if (code) return code;
  g_object_unref(*image);
  *image = next;
  return 0;
}

// Brings *image to upright 8-bit sRGB of the size and number of channels.
static int prepare(VipsImage **image, int width, int height, int channels) {
  VipsImage *next = NULL;
  // The thumbnailer brings inks to sRGB by a profile of its own and never looks at the picture's.
  if (vips_image_get_typeof(*image, VIPS_META_ICC_NAME) &&
      vips_image_guess_interpretation(*image) == VIPS_INTERPRETATION_CMYK) {
    int converted = vips_icc_transform(
      *image, &next, "srgb", "embedded", TRUE, "input_profile", "cmyk", "intent",
      VIPS_INTENT_PERCEPTUAL, NULL);
    if (step(image, converted, next)) return -1;
    vips_image_remove(*image, VIPS_META_ICC_NAME);
  }
  // Without a profile of its own a picture is sRGB already, and must not go through a colour engine that
  // moves its brightest colours.
  int code =
    vips_image_get_typeof(*image, VIPS_META_ICC_NAME)
      ? vips_thumbnail_image(
          *image, &next, width, "height", height, "size", VIPS_SIZE_FORCE, "export_profile", "srgb",
          "intent", VIPS_INTENT_PERCEPTUAL, NULL)
      : vips_thumbnail_image(*image, &next, width, "height", height, "size", VIPS_SIZE_FORCE, NULL);
  if (step(image, code, next)) return -1;
  if (vips_image_get_interpretation(*image) != VIPS_INTERPRETATION_sRGB) {
    code = vips_colourspace(*image, &next, VIPS_INTERPRETATION_sRGB, NULL);
    if (step(image, code, next)) return -1;
  }
  if (vips_image_get_format(*image) != VIPS_FORMAT_UCHAR) {
    code = vips_cast_uchar(*image, &next, NULL);
    if (step(image, code, next)) return -1;
  }
  if (vips_image_get_bands(*image) < channels) {
    code = vips_addalpha(*image, &next, NULL);
    if (step(image, code, next)) return -1;
  }
  if (vips_image_get_bands(*image) > channels) {
    code = vips_extract_band(*image, &next, 0, "n", channels, NULL);
    if (step(image, code, next)) return -1;
  }
  if (vips_image_get_bands(*image) == channels && vips_image_get_width(*image) == width &&
      vips_image_get_height(*image) == height)
    return 0;
  vips_error("reframe", "unsupported arrangement of channels");
  return -1;
}

int rf_vips_decode(
  const uint8_t *bytes, size_t length, int format, int width, int height, int channels, uint8_t *base,
  size_t stride, int (*cancelled)(void *context), void *context, char *message, size_t message_size) {
  VipsImage *image = open_image(bytes, length, format);
  if (!image) return fail(message, message_size);
  Target target = {base, stride, cancelled, context, 0};
  int code = prepare(&image, width, height, channels);
  if (!code) code = vips_sink_disc(image, write_rows, &target);
  g_object_unref(image);
  int status = code ? fail(message, message_size) : RF_VIPS_OK;
  vips_thread_shutdown();
  return target.was_cancelled ? RF_VIPS_CANCELLED : status;
}

int rf_vips_metadata(
  const uint8_t *bytes, size_t length, int format, int kind,
  void (*found)(void *context, const void *data, size_t size), void *context) {
  static const char *const names[] = {
    VIPS_META_EXIF_NAME, VIPS_META_XMP_NAME, VIPS_META_IPTC_NAME, VIPS_META_ICC_NAME};
  if (kind < 0 || kind > RF_VIPS_PROFILE) return RF_VIPS_UNSUPPORTED;
  char message[256];
  VipsImage *image = open_image(bytes, length, format);
  if (!image) return fail(message, sizeof message);
  const void *data = NULL;
  size_t size = 0;
  if (vips_image_get_typeof(image, names[kind]) && !vips_image_get_blob(image, names[kind], &data, &size))
    found(context, data, size);
  g_object_unref(image);
  vips_thread_shutdown();
  return RF_VIPS_OK;
}
