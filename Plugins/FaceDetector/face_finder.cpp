#include "face_finder.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <tuple>

#include <opencv2/imgproc.hpp>

namespace faces {

namespace {

/// Each size that is looked for is this many times the one before.
constexpr double kStep = 1.2;
/// Faces from the side are looked for at this scale, as their cascade is slow.
constexpr double kSideScale = 0.6;

/// How a cascade is used: pixels of the smallest face, the fewest hits beside each other that make one, how many of
/// its answers with two hits are wrong, and with how many more hits that falls to a third.
struct Use {
  int least;
  int hits;
  double doubt;
  double reach;
};
constexpr Use kFront{24, 2, 0.5, 4};
constexpr Use kSide{20, 3, 0.6, 5};

void look(cv::CascadeClassifier &cascade, const cv::Mat &grey, const Use &use, bool isMirrored, double scale,
          std::vector<Face> &faces) {
  if (grey.cols < use.least || grey.rows < use.least) return;
  std::vector<cv::Rect> boxes;
  std::vector<int> hits;
  cascade.detectMultiScale(grey, boxes, hits, kStep, use.hits, 0, cv::Size(use.least, use.least));
  for (size_t index = 0; index < boxes.size(); index++) {
    const cv::Rect &box = boxes[index];
    const int left = isMirrored ? grey.cols - box.x - box.width : box.x;
    const double score = 1 - use.doubt * std::exp(-(hits[index] - 2) / use.reach);
    faces.push_back(
        {cv::Rect2d(left / scale, box.y / scale, box.width / scale, box.height / scale), std::min(score, 0.97)});
  }
}

void load(cv::CascadeClassifier &cascade, const std::string &path) {
  if (!cascade.load(path)) throw std::runtime_error("there is no cascade " + path);
}

} // namespace

Finder::Finder(const std::string &folder) {
  load(front, folder + "/haarcascade_frontalface_alt2.xml");
  load(side, folder + "/haarcascade_profileface.xml");
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

std::vector<Face> Finder::find(const cv::Mat &grey, const std::function<bool()> &isStopped) {
  std::vector<Face> faces;
  look(front, grey, kFront, false, 1, faces);
  if (!faces.empty() || isStopped()) return suppressed(faces);
  cv::Mat small, mirrored;
  cv::resize(grey, small, cv::Size(), kSideScale, kSideScale, cv::INTER_AREA);
  look(side, small, kSide, false, kSideScale, faces);
  if (isStopped()) return {};
  cv::flip(small, mirrored, 1);
  look(side, mirrored, kSide, true, kSideScale, faces);
  return suppressed(faces);
}

} // namespace faces
