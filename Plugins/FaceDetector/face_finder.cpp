#include "face_finder.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <tuple>

namespace faces {

namespace {

/// Pixels of the smallest face. Smaller ones are seldom what a picture is about, and cost most of the time.
constexpr int kLeast = 24;
/// Each size that is looked for is this many times the one before.
constexpr double kStep = 1.1;
/// Hits beside each other that make a face, the share of such faces that are none, and with how many more hits that
/// falls to a third.
constexpr int kHits = 3;
constexpr double kDoubt = 0.7;
constexpr double kReach = 8;

} // namespace

Finder::Finder(const std::string &folder) {
  const std::string path = folder + "/haarcascade_frontalface_alt2.xml";
  if (!cascade.load(path)) throw std::runtime_error("there is no cascade " + path);
}

std::vector<Face> suppressed(std::vector<Face> faces) {
  std::sort(faces.begin(), faces.end(), [](const Face &first, const Face &second) {
    return std::tie(second.score, first.box.y, first.box.x, first.box.width) <
           std::tie(first.score, second.box.y, second.box.x, second.box.width);
  });
  std::vector<Face> kept;
  for (const Face &face : faces) {
    const bool isKnown = std::any_of(kept.begin(), kept.end(), [&](const Face &other) {
      return (face.box & other.box).area() * 2 > std::min(face.box.area(), other.box.area());
    });
    if (!isKnown) kept.push_back(face);
  }
  return kept;
}

std::vector<Face> Finder::find(const cv::Mat &grey) {
  if (grey.cols < kLeast || grey.rows < kLeast) return {};
  std::vector<cv::Rect> boxes;
  std::vector<int> hits;
  cascade.detectMultiScale(grey, boxes, hits, kStep, kHits, 0, cv::Size(kLeast, kLeast));
  std::vector<Face> faces;
  for (size_t index = 0; index < boxes.size(); index++) {
    const double score = 1 - kDoubt * std::exp(-(hits[index] - kHits) / kReach);
    faces.push_back({cv::Rect2d(boxes[index]), std::min(score, 0.97)});
  }
  return suppressed(faces);
}

} // namespace faces
