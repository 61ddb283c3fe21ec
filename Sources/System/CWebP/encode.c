#include "CWebP.h"

#include <string.h>

#include <webp/encode.h>
#include <webp/mux.h>

static int on_progress(int percent, const WebPPicture *picture) {
  (void)percent;
  const rf_webp_settings *s = picture->user_data;
  return s->cancelled == NULL || !s->cancelled(s->context);
}

static int status_of(WebPEncodingError code) {
  switch (code) {
    case VP8_ENC_OK: return RF_WEBP_OK;
    case VP8_ENC_ERROR_OUT_OF_MEMORY:
    case VP8_ENC_ERROR_BITSTREAM_OUT_OF_MEMORY: return RF_WEBP_NO_MEMORY;
    case VP8_ENC_ERROR_BAD_DIMENSION:
    case VP8_ENC_ERROR_PARTITION0_OVERFLOW:
    case VP8_ENC_ERROR_PARTITION_OVERFLOW:
    case VP8_ENC_ERROR_FILE_TOO_BIG: return RF_WEBP_TOO_LARGE;
    case VP8_ENC_ERROR_USER_ABORT: return RF_WEBP_CANCELLED;
    default: return RF_WEBP_CORRUPT;
  }
}

static int set_chunk(WebPMux *mux, const char *name, const uint8_t *bytes, size_t length) {
  if (!bytes) return 1;
  WebPData data = {bytes, length};
  return WebPMuxSetChunk(mux, name, &data, 0) == WEBP_MUX_OK;
}

// Puts the still picture `plain` into a container with the metadata.
static int wrap(
  const WebPMemoryWriter *plain, const rf_webp_settings *settings, uint8_t **out, size_t *out_length) {
  WebPData picture = {plain->mem, plain->size};
  WebPData file = {NULL, 0};
  WebPMux *mux = WebPMuxCreate(&picture, 0);
  if (!mux) return RF_WEBP_NO_MEMORY;
  int good = set_chunk(mux, "EXIF", settings->exif, settings->exif_length) &&
             set_chunk(mux, "XMP ", settings->xmp, settings->xmp_length) &&
             WebPMuxAssemble(mux, &file) == WEBP_MUX_OK;
  WebPMuxDelete(mux);
  if (!good) return RF_WEBP_NO_MEMORY;
  *out = (uint8_t *)file.bytes;
  *out_length = file.size;
  return RF_WEBP_OK;
}

int rf_webp_encode(
  const uint8_t *base, size_t stride, int width, int height, int channels, const rf_webp_settings *settings,
  uint8_t **out, size_t *out_length) {
  WebPConfig config;
  WebPPicture picture;
  WebPMemoryWriter writer;
  *out = NULL;
  *out_length = 0;
  if (!WebPConfigInit(&config) || !WebPPictureInit(&picture)) return RF_WEBP_UNSUPPORTED;
  config.quality = settings->quality;
  config.lossless = settings->lossless;
  config.method = settings->effort;
  config.thread_level = 1;
  picture.use_argb = settings->lossless;
  picture.width = width;
  picture.height = height;
  WebPMemoryWriterInit(&writer);
  picture.writer = WebPMemoryWrite;
  picture.custom_ptr = &writer;
  picture.progress_hook = on_progress;
  picture.user_data = (void *)settings;
  int imported = channels == 4 ? WebPPictureImportRGBA(&picture, base, (int)stride)
                               : WebPPictureImportRGB(&picture, base, (int)stride);
  int status = imported && WebPEncode(&config, &picture) ? RF_WEBP_OK : status_of(picture.error_code);
  if (!imported && status == RF_WEBP_OK) status = RF_WEBP_NO_MEMORY;
  WebPPictureFree(&picture);
  if (status == RF_WEBP_OK && (settings->exif || settings->xmp)) {
    status = wrap(&writer, settings, out, out_length);
    WebPMemoryWriterClear(&writer);
  } else if (status == RF_WEBP_OK) {
    *out = writer.mem;
    *out_length = writer.size;
  } else {
    WebPMemoryWriterClear(&writer);
  }
  return status;
}

void rf_webp_free(uint8_t *bytes) { WebPFree(bytes); }
