#include "CWebP.h"

#include <string.h>

#include <webp/decode.h>
#include <webp/demux.h>

static int status_of(VP8StatusCode code) {
  switch (code) {
    case VP8_STATUS_OK: return RF_WEBP_OK;
    case VP8_STATUS_OUT_OF_MEMORY: return RF_WEBP_NO_MEMORY;
    case VP8_STATUS_SUSPENDED:
    case VP8_STATUS_NOT_ENOUGH_DATA: return RF_WEBP_TRUNCATED;
    case VP8_STATUS_UNSUPPORTED_FEATURE: return RF_WEBP_UNSUPPORTED;
    default: return RF_WEBP_CORRUPT;
  }
}

int rf_webp_decode(
  const uint8_t *bytes, size_t length, int width, int height, int channels, uint8_t *base, size_t stride) {
  WebPDecoderConfig config;
  if (!WebPInitDecoderConfig(&config)) return RF_WEBP_UNSUPPORTED;
  VP8StatusCode code = WebPGetFeatures(bytes, length, &config.input);
  if (code != VP8_STATUS_OK) return status_of(code);
  config.options.use_threads = 1;
  if (config.input.width != width || config.input.height != height) {
    config.options.use_scaling = 1;
    config.options.scaled_width = width;
    config.options.scaled_height = height;
  }
  config.output.colorspace = channels == 4 ? MODE_RGBA : MODE_RGB;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = base;
  config.output.u.RGBA.stride = (int)stride;
  config.output.u.RGBA.size = stride * (size_t)height;
  code = WebPDecode(bytes, length, &config);
  WebPFreeDecBuffer(&config.output);
  return status_of(code);
}

int rf_webp_decode_first_frame(
  const uint8_t *bytes, size_t length, int width, int height, uint8_t *base, size_t stride) {
  WebPData data = {bytes, length};
  WebPAnimDecoderOptions options;
  if (!WebPAnimDecoderOptionsInit(&options)) return RF_WEBP_UNSUPPORTED;
  options.color_mode = MODE_RGBA;
  options.use_threads = 1;
  WebPAnimDecoder *decoder = WebPAnimDecoderNew(&data, &options);
  if (!decoder) return RF_WEBP_CORRUPT;
  WebPAnimInfo info;
  uint8_t *pixels = NULL;
  int time = 0;
  int status = RF_WEBP_CORRUPT;
  if (WebPAnimDecoderGetInfo(decoder, &info) && (int)info.canvas_width == width &&
      (int)info.canvas_height == height && WebPAnimDecoderGetNext(decoder, &pixels, &time)) {
    for (int y = 0; y < height; y++)
      memcpy(base + (size_t)y * stride, pixels + (size_t)y * (size_t)width * 4, (size_t)width * 4);
    status = RF_WEBP_OK;
  }
  WebPAnimDecoderDelete(decoder);
  return status;
}
