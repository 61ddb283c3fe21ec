// Faces in a small grey picture, by OpenCV's cascade.
#pragma once

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

/// The cascade of one thread; it keeps its working memory, so two calls may not share it.
///
/// Viola and Jones, Rapid Object Detection using a Boosted Cascade of Simple Features, CVPR 2001; the trained
/// cascade is that of the package opencv-data. Faces from the side are left out: their cascade costs twice as much in
/// either direction, and crops were not better for it.
class Finder {
public:
  /// Reads the cascade of a folder. Throws std::runtime_error that names what is missing.
  explicit Finder(const std::string &folder);

  /// Faces from the front. Some 15 ms for 256 x 256 pixels.
  std::vector<Face> find(const cv::Mat &grey);

private:
  cv::CascadeClassifier cascade;
};

} // namespace faces
