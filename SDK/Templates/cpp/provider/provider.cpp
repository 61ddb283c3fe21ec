// PLUGIN_ID: crops pictures about their middle.
//
// A provider is handed a job and the encoded source, and hands back encoded results. This one works on this machine
// and is done when `submit` returns; one that buys from a service answers RF_PENDING with a ticket instead and is
// polled. The rules stand in reframe.h; those that matter here are told where they apply.
#include <png.h>

#include <algorithm>
#include <string>
#include <vector>

#include "plugin.hpp"
#include "reframe_json.h"

namespace {

/// The card of the one model, a JSON array of `ModelCard`s (SDK/Swift/Values): users see it in 'reframe models', and
/// the host sends nothing that it does not offer; as `provider` is said, it converts other pictures to PNG first.
constexpr std::string_view cards = R"([{
  "slug": "PLUGIN_ID/crop", "vendor": "PLUGIN_ID", "provider": "PLUGIN_ID",
  "title": "Crop about the middle", "medium": "image", "lifecycle": "experimental",
  "modes": ["auto", "crop"], "formats": ["png"], "sourceFormats": ["image/png"],
  "outputLimit": 16, "parameters": {}, "pricing": {"book": "local", "rule": "free"}
}])";

std::string size_json(uint32_t width, uint32_t height) {
  return "\"width\":" + std::to_string(width) + ",\"height\":" + std::to_string(height);
}

/// The source, which the host has in memory or tells the path of.
struct Picture {
  png_image image = {};

  Picture(rf_text request, const rf_source &source) {
    image.version = PNG_IMAGE_VERSION;
    if (source.data.length > 0) {
      png_image_begin_read_from_memory(&image, source.data.data, source.data.length);
    } else if (source.path.length > 0) {
      png_image_begin_read_from_file(&image, std::string(view(source.path)).c_str());
    } else {
      throw Fault(RF_UNSUPPORTED, "PLUGIN_ID needs the picture itself, not its address");
    }
    int64_t limit;
    if (PNG_IMAGE_FAILED(image)) throw Fault(RF_INVALID_ARGUMENT, image.message);
    if (rf_json_integer(rf_json_member(request, "pixelLimit"), &limit) &&
        int64_t{image.width} * image.height > limit) {
      png_image_free(&image);
      throw Fault(RF_INVALID_ARGUMENT, "the picture has more pixels than the job allows; see --max-pixels");
    }
  }
  Picture(const Picture &) = delete;
  ~Picture() { png_image_free(&image); }

  /// Decodes to 8-bit RGBA.
  std::vector<uint8_t> pixels() {
    image.format = PNG_FORMAT_RGBA;
    if (image.width > 0x1fffffff) throw Fault(RF_INVALID_ARGUMENT, "the picture is too wide");
    std::vector<uint8_t> pixels(PNG_IMAGE_SIZE(image));
    png_image_finish_read(&image, nullptr, pixels.data(), static_cast<png_int_32>(image.width * 4), nullptr);
    if (PNG_IMAGE_FAILED(image)) throw Fault(RF_INVALID_ARGUMENT, image.message);
    return pixels;
  }
};

/// The part of the source that an output shows.
struct Crop {
  uint32_t x, y, width, height;

  /// The largest part of the ratio asked for about the middle, to the nearest pixel. The host sends nothing but what
  /// the card offers; whoever calls otherwise is told.
  Crop(rf_text output, const png_image &image) {
    const rf_text aspect = rf_json_string(rf_json_member(output, "aspect"));  // "16:9", always whole numbers
    const size_t colon = view(aspect).find(':');
    int64_t across, down;
    if (colon == std::string_view::npos || !rf_json_integer(text(view(aspect).substr(0, colon)), &across) ||
        !rf_json_integer(text(view(aspect).substr(colon + 1)), &down) || across < 1 || down < 1 || across > 1000000 ||
        down > 1000000)
      throw Fault(RF_INVALID_ARGUMENT, "an output without a ratio");
    if (!rf_json_is_null(rf_json_member(output, "size")) || !rf_json_is_null(rf_json_member(output, "placement")))
      throw Fault(RF_UNSUPPORTED, "PLUGIN_ID keeps the source's scale; ask for a ratio alone");
    const rf_text format = rf_json_member(output, "format");
    if (!rf_json_is_null(format) && !rf_json_is(format, "png"))
      throw Fault(RF_UNSUPPORTED, "PLUGIN_ID writes PNG only; use --format png");
    const int64_t fullWidth = image.width, fullHeight = image.height;
    width = static_cast<uint32_t>(std::clamp((fullHeight * across + down / 2) / down, int64_t{1}, fullWidth));
    height = static_cast<uint32_t>(std::clamp((fullWidth * down + across / 2) / across, int64_t{1}, fullHeight));
    x = (image.width - width) / 2;
    y = (image.height - height) / 2;
  }
};

/// One instance: the table that the host calls through, and room for state of your own.
struct Provider {
  rf_provider table;

  /// `poll` and `cancel` are for tickets, which this provider does not give.
  Provider()
      : table{.size = sizeof(rf_provider), .reserved = 0, .instance = this, .models = models, .plan = plan,
              .submit = submit, .poll = nullptr, .cancel = nullptr, .destroy = destroy} {}

  static void destroy(void *instance) { delete static_cast<Provider *>(instance); }

  static int32_t models(void *, const rf_sink *out, rf_error *error) {
    return guarded(error, [&] {
      require(RF_HAS(out, write));
      check(out->write(out->context, cards.data(), cards.size()), "the host refused the cards");
    });
  }

  /// Says what would be done, a `ReframePlan`: nothing is bought or written. The placement is where the whole source
  /// lies on the canvas, in the canvas's pixels.
  static int32_t plan(void *, const rf_job *job, rf_text request, const rf_source *source, const rf_sink *out,
                      rf_error *error) {
    return guarded(error, [&] {
      require(RF_HAS(job, resume) && RF_HAS(source, media_type) && RF_HAS(out, write));
      const Picture picture(request, *source);
      const rf_text outputs = rf_json_member(request, "outputs");
      const std::string whole = size_json(picture.image.width, picture.image.height);
      std::string json = "{\"source\":{" + whole + "},\"outputs\":[";
      for (uint64_t index = 0; index < rf_json_count(outputs); index++) {
        const Crop crop(rf_json_item(outputs, index), picture.image);
        const std::string x = std::to_string(crop.x), y = std::to_string(crop.y);
        const std::string size = size_json(crop.width, crop.height);
        json += (index == 0 ? "" : ",") + ("{\"output\":" + std::to_string(index)) +
                ",\"operation\":\"crop\",\"framing\":{\"canvas\":{" + size + "},\"placement\":{\"x\":-" + x +
                ",\"y\":-" + y + "," + whole + "}},\"crop\":{\"x\":" + x + ",\"y\":" + y + "," + size +
                "},\"cost\":{},\"rivals\":[],\"notes\":[]}";
      }
      json += "]}";
      check(out->write(out->context, json.data(), json.size()), "the host refused the plan");
    });
  }

  /// Does the job: every output to `output`, then RF_OK. Several threads may be in here at a time.
  static int32_t submit(void *, const rf_job *job, rf_text request, const rf_source *source, const rf_output *output,
                        const rf_sink *, rf_error *error) {
    return guarded(error, [&] {
      require(RF_HAS(job, resume) && RF_HAS(source, media_type) && RF_HAS(output, abandon));
      Picture picture(request, *source);
      const std::vector<uint8_t> pixels = picture.pixels();
      const rf_text outputs = rf_json_member(request, "outputs");
      for (uint64_t index = 0; index < rf_json_count(outputs); index++) {
        check_cancelled(job);
        const Crop crop(rf_json_item(outputs, index), picture.image);
        deliver(*output, index, crop, encoded(picture.image, pixels, crop));
      }
    });
  }

  static std::vector<uint8_t> encoded(const png_image &source, const std::vector<uint8_t> &pixels, const Crop &crop) {
    png_image image = {};
    image.version = PNG_IMAGE_VERSION;
    image.format = PNG_FORMAT_RGBA;
    image.width = crop.width;
    image.height = crop.height;
    png_alloc_size_t length = PNG_IMAGE_PNG_SIZE_MAX(image);
    std::vector<uint8_t> file(length);
    const size_t first = (size_t{crop.y} * source.width + crop.x) * 4;
    if (!png_image_write_to_memory(&image, file.data(), &length, 0, pixels.data() + first,
                                   static_cast<png_int_32>(source.width * 4), nullptr))
      throw Fault(RF_INTERNAL, image.message);
    file.resize(length);
    return file;
  }

  /// Hands a finished file over: what it is, its bytes, the end. A handle that was begun is finished or abandoned.
  static void deliver(const rf_output &output, uint64_t index, const Crop &crop, const std::vector<uint8_t> &file) {
    const std::string json = "{\"output\":" + std::to_string(index) +
                             ",\"variation\":0,\"role\":\"result\",\"mediaType\":\"image/png\",\"size\":{" +
                             size_json(crop.width, crop.height) + "},\"timings\":{}}";
    void *handle = nullptr;
    check(output.begin(output.context, text(json), &handle), "the host could not take the result");
    const int32_t status = output.write(output.context, handle, file.data(), file.size());
    if (status != RF_OK) output.abandon(output.context, handle);
    check(status, "the host could not take the result");
    check(output.finish(output.context, handle), "the host could not take the result");
  }
};

}  // namespace

// ---- What the host asks for ----

/// `configuration` is the user's settings for this plugin, a JSON object. The host may not be called from here; to
/// call it later, keep the pointer: it lives as long as the instance.
static int32_t create(const rf_host *host, rf_text, const void **made, rf_error *error) {
  return guarded(error, [&] {
    require(RF_HAS(host, extension));
    *made = &(new Provider)->table;
  });
}

/// RF_CONCURRENT: any number of calls at a time. A plugin that is not ready for that says RF_INSTANCE_SERIAL, or
/// RF_PROCESS_SERIAL if what it uses is not either, and the host keeps to it.
static const rf_factory factory = {
    .size = sizeof(rf_factory),
    .kind = RF_KIND_PROVIDER,
    .concurrency = RF_CONCURRENT,
    .reserved = 0,
    .create = create,
};

/// Id and version are those of plugin.json.
static const rf_entry entry = {
    .size = sizeof(rf_entry),
    .contract_major = RF_CONTRACT_MAJOR,
    .contract_minor = RF_CONTRACT_MINOR,
    .reserved = 0,
    .id = text("PLUGIN_ID"),
    .version = text("0.1.0"),
    .factory = [](uint32_t kind) { return kind == RF_KIND_PROVIDER ? &factory : nullptr; },
};

const rf_entry *reframe_entry(const rf_handshake *handshake) {
  if (!RF_HAS(handshake, reason_capacity)) return nullptr;
  if (handshake->contract_major == RF_CONTRACT_MAJOR) return &entry;
  std::snprintf(handshake->reason, handshake->reason_capacity, "the host speaks contract %u, this plugin %u",
                handshake->contract_major, RF_CONTRACT_MAJOR);
  return nullptr;
}
