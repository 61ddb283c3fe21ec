// PLUGIN_ID: takes the part of a picture with the most detail for its subject.
//
// The host shows a detector a small copy of the picture, and keeps in view what it finds. The rules stand in
// reframe.h; those that matter here are told where they apply.
#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <vector>

#include "plugin.hpp"

namespace {

/// How much pixels differ from those to the right and below, summed up in equal cells.
struct Detail {
  uint32_t columns, rows;
  std::vector<uint64_t> cells;

  /// At most 16 cells on a side, and no more than there are pixels.
  Detail(const rf_image &image, const rf_job *job)
      : columns(std::min(image.width, 16u)), rows(std::min(image.height, 16u)), cells(columns * rows) {
    const size_t pixel = image.layout;  // the layout's value is the number of channels: 3 or 4 bytes a pixel
    for (uint64_t y = 0; y + 1 < image.height; y++) {
      if (y % 64 == 0) check_cancelled(job);
      // Rows are `stride` bytes apart, which may be more than they hold.
      const uint8_t *row = static_cast<const uint8_t *>(image.pixels) + y * image.stride;
      for (uint64_t x = 0; x + 1 < image.width; x++) {
        const uint8_t *here = row + x * pixel;
        cells[y * rows / image.height * columns + x * columns / image.width] +=
            std::abs(luminance(here) - luminance(here + pixel)) +
            std::abs(luminance(here) - luminance(here + image.stride));
      }
    }
  }

  static int luminance(const uint8_t *pixel) { return (pixel[0] + 2 * pixel[1] + pixel[2]) / 4; }
};

/// One instance: the table that the host calls through, and room for state of your own.
struct Detector {
  rf_detector table;

  Detector()
      : table{.size = sizeof(rf_detector), .reserved = 0, .instance = this, .detect = detect, .destroy = destroy} {}

  static void destroy(void *instance) { delete static_cast<Detector *>(instance); }

  /// Finds the cells with at least half the detail of the busiest, and answers with the box around them. The picture
  /// is 8-bit RGB or RGBA of any size from 1x1 up, and not to be written to. Several threads may be in here at a
  /// time.
  static int32_t detect(void *, const rf_job *job, const rf_image *image, rf_text, const rf_subjects *out,
                        rf_error *error) {
    return guarded(error, [&] {
      require(RF_HAS(job, resume) && RF_HAS(out, saliency));
      require_pixels(image);
      const Detail detail(*image, job);
      const uint64_t most = *std::max_element(detail.cells.begin(), detail.cells.end());
      if (most == 0) return;  // nothing stands out, which is an answer as well

      std::vector<uint8_t> importance;
      uint32_t left = detail.columns, right = 0, top = detail.rows, bottom = 0;
      for (uint32_t cell = 0; cell < detail.cells.size(); cell++) {
        const uint32_t x = cell % detail.columns, y = cell / detail.columns;
        importance.push_back(static_cast<uint8_t>(detail.cells[cell] * 255 / most));
        if (importance.back() < 128) continue;
        left = std::min(left, x), right = std::max(right, x + 1);
        top = std::min(top, y), bottom = y + 1;
      }
      uint64_t inside = 0;
      for (uint32_t y = top; y < bottom; y++)
        for (uint32_t x = left; x < right; x++) inside += detail.cells[y * detail.columns + x];
      const uint64_t all = std::accumulate(detail.cells.begin(), detail.cells.end(), uint64_t{0});

      // Results leave through calls; what they point to may go when the call returns.
      const double columns = detail.columns, rows = detail.rows;
      const rf_region region = {.size = sizeof(rf_region),
                                .reserved = 0,
                                .x = left / columns,
                                .y = top / rows,
                                .width = (right - left) / columns,
                                .height = (bottom - top) / rows,
                                .score = static_cast<double>(inside) / static_cast<double>(all),
                                .label = text("salient")};
      check(out->region(out->context, &region), "the host refused a region");
      const rf_saliency grid = {.size = sizeof(rf_saliency),
                                .columns = detail.columns,
                                .rows = detail.rows,
                                .reserved = 0,
                                .values = importance.data()};
      check(out->saliency(out->context, &grid), "the host refused the grid");
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
    *made = &(new Detector)->table;
  });
}

/// RF_CONCURRENT: any number of calls at a time. A plugin that is not ready for that says RF_INSTANCE_SERIAL, or
/// RF_PROCESS_SERIAL if what it uses is not either, and the host keeps to it.
static const rf_factory factory = {
    .size = sizeof(rf_factory),
    .kind = RF_KIND_DETECTOR,
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
    .factory = [](uint32_t kind) { return kind == RF_KIND_DETECTOR ? &factory : nullptr; },
};

const rf_entry *reframe_entry(const rf_handshake *handshake) {
  if (!RF_HAS(handshake, reason_capacity)) return nullptr;
  if (handshake->contract_major == RF_CONTRACT_MAJOR) return &entry;
  std::snprintf(handshake->reason, handshake->reason_capacity, "the host speaks contract %u, this plugin %u",
                handshake->contract_major, RF_CONTRACT_MAJOR);
  return nullptr;
}
