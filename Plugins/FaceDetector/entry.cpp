// The plugin's side of the contract: nothing that OpenCV throws leaves it.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <memory>
#include <mutex>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

#include <opencv2/core/utility.hpp>

#include "face_finder.hpp"
#include "reframe.h"
#include "search_area.hpp"

namespace {

/// Long side of the picture that the cascade sees.
constexpr int kLongest = 256;

template <size_t size> constexpr rf_text text(const char (&literal)[size]) { return {literal, size - 1}; }

int32_t fail(rf_error *error, int32_t kind, const char *message) {
  if (RF_HAS(error, message)) {
    error->kind = kind;
    error->accepted = RF_NOT_ACCEPTED;
    std::snprintf(error->message, sizeof error->message, "%s", message);
  }
  return kind;
}

/// Runs `body`, and reports whatever it throws.
template <typename Body> int32_t guarded(rf_error *error, int32_t kind, Body body) noexcept {
  try {
    return body();
  } catch (const std::bad_alloc &) {
    return fail(error, RF_RESOURCE_EXHAUSTED, "there is no memory to look for faces");
  } catch (const std::exception &fault) {
    return fail(error, kind, fault.what());
  } catch (...) {
    return fail(error, RF_INTERNAL, "looking for faces failed");
  }
}

/// The folder in which opencv-data puts its cascades on the systems that have it.
std::string cascades() {
  for (const char *folder : {"/usr/share/opencv4", "/usr/local/share/opencv4", "/usr/share/opencv"}) {
    const std::string path = std::string(folder) + "/lbpcascades/lbpcascade_frontalface.xml";
    if (std::FILE *file = std::fopen(path.c_str(), "r")) {
      std::fclose(file);
      return folder;
    }
  }
  throw std::runtime_error("OpenCV's cascades are not there; install the package opencv-data");
}

/// One instance: finders for as many calls as come at a time.
struct Instance {
  rf_detector table{};
  std::string folder = cascades();
  std::mutex lock;
  std::vector<std::unique_ptr<faces::Finder>> idle;

  std::unique_ptr<faces::Finder> take() {
    {
      const std::lock_guard<std::mutex> guard(lock);
      if (!idle.empty()) {
        auto finder = std::move(idle.back());
        idle.pop_back();
        return finder;
      }
    }
    return std::make_unique<faces::Finder>(folder);
  }

  void give(std::unique_ptr<faces::Finder> finder) {
    const std::lock_guard<std::mutex> guard(lock);
    idle.push_back(std::move(finder));
  }
};

int32_t report(const faces::Face &face, const faces::SearchArea &area, const rf_subjects *out) {
  rf_region region{};
  const double width = area.grey.cols, height = area.grey.rows;
  region.size = sizeof region;
  region.x = face.box.x / width;
  region.y = face.box.y / height;
  region.width = face.box.width / width;
  region.height = face.box.height / height;
  region.score = face.score;
  region.label = text("face");
  return out->region(out->context, &region);
}

int32_t look(Instance &instance, const rf_job *job, const rf_image *image, const rf_subjects *out, rf_error *error) {
  if (rf_job_cancelled(job)) return fail(error, RF_CANCELLED, "cancelled");
  if (image == nullptr || image->width == 0 || image->height == 0 || image->sample != RF_SAMPLE_U8 ||
      (image->layout != RF_RGB && image->layout != RF_RGBA))
    return fail(error, RF_INVALID_ARGUMENT, "faces are looked for in 8-bit RGB or RGBA");
  const faces::SearchArea area(*image, kLongest);
  if (area.parts.empty()) return RF_OK;
  auto finder = instance.take();
  std::vector<faces::Face> found;
  for (const cv::Rect &part : area.parts) {
    if (rf_job_cancelled(job)) return fail(error, RF_CANCELLED, "cancelled");
    for (faces::Face &face : finder->find(area.grey(part))) {
      face.box += cv::Point2d(part.x, part.y);
      found.push_back(face);
    }
  }
  instance.give(std::move(finder));
  for (faces::Face &face : faces::suppressed(std::move(found))) {
    face.box &= cv::Rect2d(0, 0, area.grey.cols, area.grey.rows);
    if (const int32_t status = report(face, area, out); status != RF_OK) return status;
  }
  return RF_OK;
}

int32_t detect(void *instance, const rf_job *job, const rf_image *image, rf_text parameters, const rf_subjects *out,
               rf_error *error) {
  (void)parameters;
  return guarded(error, RF_INTERNAL,
                 [&] { return look(*static_cast<Instance *>(instance), job, image, out, error); });
}

void destroy(void *instance) { delete static_cast<Instance *>(instance); }

int32_t create(const rf_host *host, rf_text configuration, const void **table, rf_error *error) {
  (void)host, (void)configuration;
  return guarded(error, RF_UNAVAILABLE, [&]() -> int32_t {
    // Calls come side by side already; and results do not depend on how many threads there are.
    cv::setNumThreads(1);
    auto instance = std::make_unique<Instance>();
    instance->give(std::make_unique<faces::Finder>(instance->folder));
    instance->table.size = sizeof instance->table;
    instance->table.instance = instance.get();
    instance->table.detect = detect;
    instance->table.destroy = destroy;
    *table = &instance.release()->table;
    return RF_OK;
  });
}

const rf_factory *factory(uint32_t kind) {
  static const rf_factory detector = {sizeof(rf_factory), RF_KIND_DETECTOR, RF_CONCURRENT, 0, create};
  return kind == RF_KIND_DETECTOR ? &detector : nullptr;
}

} // namespace

extern "C" RF_EXPORT const rf_entry *reframe_entry(const rf_handshake *handshake) {
  static const rf_entry entry = {
      sizeof(rf_entry), RF_CONTRACT_MAJOR, RF_CONTRACT_MINOR, 0, text("faces"), text("1.0.0"), factory};
  if (handshake == nullptr || handshake->contract_major != RF_CONTRACT_MAJOR) {
    if (RF_HAS(handshake, reason_capacity) && handshake->reason != nullptr)
      std::snprintf(handshake->reason, handshake->reason_capacity, "faces speaks contract 1");
    return nullptr;
  }
  return &entry;
}
