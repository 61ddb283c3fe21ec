// Faces in a small grey picture, by OpenCV's cascades.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/objdetect.hpp>

namespace faces {

/// A face from brow to chin, in pixels of the picture, and how sure it is (0 to 1).
struct Face {
  cv::Rect2d box;
  double score;
};

/// Each once, surest first: of two that share half of the smaller, the surer stays.
std::vector<Face> suppressed(std::vector<Face> faces);

/// The cascades of one thread; they keep their working memory, so two calls may not share them.
///
/// Viola and Jones, Rapid Object Detection using a Boosted Cascade of Simple Features, CVPR 2001; the trained
/// cascades are those of the package opencv-data.
class Finder {
public:
  /// Reads the cascades of a folder. Throws std::runtime_error that names what is missing.
  explicit Finder(const std::string &folder);

  /// Faces from the front or, where there are none, from either side. `isStopped` is asked between the passes; the
  /// answer is of no use once it says so.
  std::vector<Face> find(const cv::Mat &grey, const std::function<bool()> &isStopped);

private:
  cv::CascadeClassifier front;
  cv::CascadeClassifier side;
};

} // namespace faces
