// The plugin's side of the contract, for every finder: nothing that OpenCV throws leaves it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <iterator>
#include <memory>
#include <mutex>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <opencv2/core/utility.hpp>
#include <opencv2/core/utils/logger.hpp>

#include "cascade.hpp"
#include "reframe.h"
#include "search_area.hpp"

namespace cascades {

inline int32_t fail(rf_error *error, int32_t kind, const std::string &message) {
  if (RF_HAS(error, message)) {
    error->kind = kind;
    error->accepted = RF_NOT_ACCEPTED;
    std::snprintf(error->message, sizeof error->message, "%s", message.c_str());
  }
  return kind;
}

/// Runs `body`, and reports whatever it throws.
template <typename Body> int32_t guarded(rf_error *error, int32_t kind, Body body) noexcept {
  try {
    return body();
  } catch (const std::bad_alloc &) {
    return fail(error, RF_RESOURCE_EXHAUSTED, "there is no memory to look for anything");
  } catch (const std::exception &fault) {
    return fail(error, kind, fault.what());
  } catch (...) {
    return fail(error, RF_INTERNAL, "looking through the picture failed");
  }
}

/// A plugin that looks for one kind of thing. `Finder` is made of the cascades' folder, finds things in a grey picture,
/// and says its `id`, the `files` it needs, and whether what it finds must show skin (`showsSkin`).
template <typename Finder> class DetectorPlugin {
public:
  static const rf_entry *entry(const rf_handshake *handshake) {
    static const rf_entry entry = {
        sizeof(rf_entry), RF_CONTRACT_MAJOR, RF_CONTRACT_MINOR, 0, text(Finder::id), text("1.0.0"), factory};
    if (handshake == nullptr || handshake->contract_major != RF_CONTRACT_MAJOR) {
      if (RF_HAS(handshake, reason_capacity) && handshake->reason != nullptr)
        std::snprintf(handshake->reason, handshake->reason_capacity, "%s speaks contract 1", Finder::id);
      return nullptr;
    }
    return &entry;
  }

private:
  /// Long side of the picture that the cascades see.
  static constexpr int kLongest = 256;

  rf_detector table{};
  std::string folder = cascadeFolder();
  std::mutex lock;
  /// Finders for as many calls as come at a time.
  std::vector<std::unique_ptr<Finder>> idle;

  /// The folder in which opencv-data puts its cascades on the systems that have it.
  static std::string cascadeFolder() {
    for (const std::string folder : {"/usr/share/opencv4", "/usr/local/share/opencv4", "/usr/share/opencv"})
      if (std::all_of(std::begin(Finder::files), std::end(Finder::files),
                      [&](const char *file) { return std::filesystem::exists(folder + file); }))
        return folder;
    throw std::runtime_error("OpenCV's cascades are not there; install the package opencv-data");
  }

  template <size_t size> static constexpr rf_text text(const char (&literal)[size]) { return {literal, size - 1}; }

  std::unique_ptr<Finder> take() {
    {
      const std::lock_guard<std::mutex> guard(lock);
      if (!idle.empty()) {
        auto finder = std::move(idle.back());
        idle.pop_back();
        return finder;
      }
    }
    return std::make_unique<Finder>(folder);
  }

  /// A finder for the time of a call, whatever its end.
  struct Loan {
    DetectorPlugin &plugin;
    std::unique_ptr<Finder> finder;

    explicit Loan(DetectorPlugin &plugin) : plugin(plugin), finder(plugin.take()) {}
    ~Loan() { plugin.give(std::move(finder)); }
    Loan(const Loan &) = delete;
    Loan &operator=(const Loan &) = delete;
  };

  void give(std::unique_ptr<Finder> finder) {
    const std::lock_guard<std::mutex> guard(lock);
    idle.push_back(std::move(finder));
  }

  static int32_t report(const Find &find, const SearchArea &area, const rf_subjects *out) {
    rf_region region{};
    const double width = area.grey.cols, height = area.grey.rows;
    region.size = sizeof region;
    region.x = find.box.x / width;
    region.y = find.box.y / height;
    region.width = find.box.width / width;
    region.height = find.box.height / height;
    region.score = find.score;
    region.label = {find.label, std::char_traits<char>::length(find.label)};
    return out->region(out->context, &region);
  }

  int32_t look(const rf_job *job, const rf_image *image, const rf_subjects *out, rf_error *error) {
    if (!RF_HAS(job, resume) || !RF_HAS(image, roi_height) || !RF_HAS(out, saliency))
      return fail(error, RF_INVALID_ARGUMENT, "a struct of an unknown size: the host speaks another contract");
    if (rf_job_cancelled(job)) return fail(error, RF_CANCELLED, "cancelled");
    if (image == nullptr || image->pixels == nullptr || image->width == 0 || image->height == 0 || image->sample != RF_SAMPLE_U8 ||
        (image->layout != RF_RGB && image->layout != RF_RGBA))
      return fail(error, RF_INVALID_ARGUMENT, std::string(Finder::id) + " are looked for in 8-bit RGB or RGBA");
    const SearchArea area(*image, kLongest);
    const cv::Rect whole(0, 0, area.grey.cols, area.grey.rows);
    const auto parts = Finder::showsSkin ? area.parts : std::vector<cv::Rect>{whole};
    if (parts.empty()) return RF_OK;
    const Loan finder(*this);
    std::vector<Find> finds;
    for (const cv::Rect &part : parts) {
      if (rf_job_cancelled(job)) return fail(error, RF_CANCELLED, "cancelled");
      for (Find &find : finder.finder->find(area.grey(part))) {
        find.box += cv::Point2d(part.x, part.y);
        find.box &= cv::Rect2d(whole);
        finds.push_back(find);
      }
    }
    for (const Find &find : suppressed(std::move(finds)))
      if (const int32_t status = report(find, area, out); status != RF_OK)
        return fail(error, status, "the host refused what was found");
    return RF_OK;
  }

  static int32_t detect(void *instance, const rf_job *job, const rf_image *image, rf_text parameters,
                        const rf_subjects *out, rf_error *error) {
    (void)parameters;
    return guarded(error, RF_INTERNAL,
                   [&] { return static_cast<DetectorPlugin *>(instance)->look(job, image, out, error); });
  }

  static void destroy(void *instance) { delete static_cast<DetectorPlugin *>(instance); }

  static int32_t create(const rf_host *host, rf_text configuration, const void **table, rf_error *error) {
    (void)configuration;
    if (!RF_HAS(host, extension))
      return fail(error, RF_INVALID_ARGUMENT, "a host of an unknown size: it speaks another contract");
    return guarded(error, RF_UNAVAILABLE, [&]() -> int32_t {
      // Calls come side by side already; and results do not depend on how many threads there are.
      cv::setNumThreads(1);
      // What is wrong is thrown; nothing of it belongs on the standard error of a program that was told to be quiet.
      cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
      auto plugin = std::make_unique<DetectorPlugin>();
      plugin->give(std::make_unique<Finder>(plugin->folder));
      plugin->table.size = sizeof plugin->table;
      plugin->table.instance = plugin.get();
      plugin->table.detect = detect;
      plugin->table.destroy = destroy;
      *table = &plugin.release()->table;
      return RF_OK;
    });
  }

  static const rf_factory *factory(uint32_t kind) {
    static const rf_factory detector = {sizeof(rf_factory), RF_KIND_DETECTOR, RF_CONCURRENT, 0, create};
    return kind == RF_KIND_DETECTOR ? &detector : nullptr;
  }
};

} // namespace cascades
