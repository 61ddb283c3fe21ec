#include "face_finder.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <tuple>

#include <opencv2/core.hpp>

namespace faces {

namespace {

/// How a cascade is used: pixels of the smallest face, how many times as large as the one before each next size is,
/// and beyond how many hits beside each other there is a face. Smaller faces are seldom what a picture is about, and
/// cost most of the time.
struct Search {
  int least;
  double step;
  int hits;
};
constexpr Search kFrontal = {24, 1.07, 4};
constexpr Search kProfile = {48, 1.15, 2};
/// The fewest hits that make a face, the share of such faces that are none, and with how many more hits that falls to a
/// third.
constexpr int kHits = 3;
constexpr double kDoubt = 0.85;
constexpr double kReach = 8;
/// Score of a face from the front beside which none from the side is looked for.
constexpr double kSure = 0.8;

void load(cv::CascadeClassifier &cascade, const std::string &path) {
  if (!cascade.load(path)) throw std::runtime_error("there is no cascade " + path);
}

void add(cv::CascadeClassifier &cascade, const cv::Mat &grey, const Search &search, std::vector<Face> &faces) {
  if (grey.cols < search.least || grey.rows < search.least) return;
  std::vector<cv::Rect> boxes;
  std::vector<int> hits;
  cascade.detectMultiScale(grey, boxes, hits, search.step, search.hits, 0, cv::Size(search.least, search.least));
  for (size_t index = 0; index < boxes.size(); index++) {
    const double score = 1 - kDoubt * std::exp(-(hits[index] - kHits) / kReach);
    faces.push_back({cv::Rect2d(boxes[index]), std::min(score, 0.97)});
  }
}

} // namespace

Finder::Finder(const std::string &folder) : folder(folder) {
  load(frontal, folder + "/lbpcascades/lbpcascade_frontalface.xml");
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
  std::vector<Face> faces;
  add(frontal, grey, kFrontal, faces);
  if (std::any_of(faces.begin(), faces.end(), [](const Face &face) { return face.score > kSure; }))
    return suppressed(faces);
  if (profile.empty()) load(profile, folder + "/haarcascades/haarcascade_profileface.xml");
  add(profile, grey, kProfile, faces);
  // The cascade knows one side only.
  cv::Mat mirrored;
  cv::flip(grey, mirrored, 1);
  std::vector<Face> others;
  add(profile, mirrored, kProfile, others);
  for (Face &face : others) {
    face.box.x = grey.cols - face.box.x - face.box.width;
    faces.push_back(face);
  }
  return suppressed(faces);
}

} // namespace faces
