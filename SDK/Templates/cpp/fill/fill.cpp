// PLUGIN_ID: continues a picture with the pixels of its border.
//
// The host places the picture on a larger canvas and asks a fill for the rest. The rules stand in reframe.h; those
// that matter here are told where they apply.
#include <algorithm>

#include "plugin.hpp"

namespace {

/// One instance: the table that the host calls through, and room for state of your own.
struct Fill {
  rf_fill table;

  Fill() : table{.size = sizeof(rf_fill), .reserved = 0, .instance = this, .fill = fill, .destroy = destroy} {}

  static void destroy(void *instance) { delete static_cast<Fill *>(instance); }

  /// Gives every pixel outside `placed` the value of the nearest one inside. Those inside stay as they are, bit for
  /// bit; those outside hold nothing of meaning before. Several threads may be in here at a time.
  static int32_t fill(void *, const rf_job *job, const rf_fill_task *task, rf_error *error) {
    return guarded(error, [&] {
      require(RF_HAS(job, resume) && RF_HAS(task, parameters));
      require_pixels(task->image);
      const rf_image &canvas = *task->image;
      const int64_t left = task->placed_x, right = left + task->placed_width - 1;
      const int64_t top = task->placed_y, bottom = top + task->placed_height - 1;
      const size_t pixel = canvas.layout;  // the layout's value is the number of channels: 3 or 4 bytes a pixel
      // Rows are `stride` bytes apart, which may be more than they hold.
      const auto row = [&](int64_t y) { return static_cast<uint8_t *>(canvas.pixels) + y * canvas.stride; };
      for (int64_t y = 0; y < canvas.height; y++) {
        if (y % 64 == 0) check_cancelled(job);
        const uint8_t *nearest = row(std::clamp(y, top, bottom));
        const bool is_beside = y >= top && y <= bottom;
        for (int64_t x = 0; x < canvas.width; x++) {
          if (is_beside && x >= left && x <= right) continue;
          std::copy_n(nearest + std::clamp(x, left, right) * pixel, pixel, row(y) + x * pixel);
        }
      }
      // What a later revision added is not on every host: `if (RF_HAS(task, effort) && task->effort == ...)`.
    });
  }
};

}  // namespace

// ---- What the host asks for ----

/// `configuration` is the user's settings for this plugin, a JSON object. The host may not be called from here; to
/// call it later, keep the pointer: it lives as long as the instance.
static int32_t create(const rf_host *host, rf_text, const void **made, rf_error *error) {
  return guarded(error, [&] {
    require(RF_HAS(host, extension));
    *made = &(new Fill)->table;
  });
}

/// RF_CONCURRENT: any number of calls at a time. A plugin that is not ready for that says RF_INSTANCE_SERIAL, or
/// RF_PROCESS_SERIAL if what it uses is not either, and the host keeps to it.
static const rf_factory factory = {
    .size = sizeof(rf_factory),
    .kind = RF_KIND_FILL,
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
    .factory = [](uint32_t kind) { return kind == RF_KIND_FILL ? &factory : nullptr; },
};

const rf_entry *reframe_entry(const rf_handshake *handshake) {
  if (!RF_HAS(handshake, reason_capacity)) return nullptr;
  if (handshake->contract_major == RF_CONTRACT_MAJOR) return &entry;
  std::snprintf(handshake->reason, handshake->reason_capacity, "the host speaks contract %u, this plugin %u",
                handshake->contract_major, RF_CONTRACT_MAJOR);
  return nullptr;
}
