#include "cascade.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <tuple>

namespace cascades {

namespace {

/// The fewest hits that make a find, the share of such finds that are none, and with how many more hits that falls to
/// a third.
constexpr int kHits = 3;
constexpr double kDoubt = 0.85;
constexpr double kReach = 8;

} // namespace

Cascade::Cascade(const std::string &path) {
  if (!classifier.load(path)) throw std::runtime_error("there is no cascade " + path);
}

void Cascade::find(const cv::Mat &grey, const Search &search, const char *label, std::vector<Find> &finds) {
  if (grey.cols < search.least || grey.rows < search.least) return;
  std::vector<cv::Rect> boxes;
  std::vector<int> hits;
  classifier.detectMultiScale(grey, boxes, hits, search.step, search.hits, 0, cv::Size(search.least, search.least));
  for (size_t index = 0; index < boxes.size(); index++) {
    const double score = 1 - kDoubt * std::exp(-(hits[index] - kHits) / kReach);
    finds.push_back({cv::Rect2d(boxes[index]), std::min(score, 0.97), label});
  }
}

std::vector<Find> suppressed(std::vector<Find> finds) {
  std::sort(finds.begin(), finds.end(), [](const Find &first, const Find &second) {
    return std::tie(second.score, first.box.y, first.box.x, first.box.width) <
           std::tie(first.score, second.box.y, second.box.x, second.box.width);
  });
  std::vector<Find> kept;
  for (const Find &find : finds) {
    const bool isKnown = std::any_of(kept.begin(), kept.end(), [&](const Find &other) {
      return (find.box & other.box).area() * 2 > std::min(find.box.area(), other.box.area());
    });
    if (!isKnown) kept.push_back(find);
  }
  return kept;
}

} // namespace cascades
