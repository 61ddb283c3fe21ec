// Faces in a small grey picture, by OpenCV's cascades.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cascade.hpp"

namespace faces {

/// The cascades of one thread.
///
/// From the front by local binary patterns, which read ten times as quickly as Haar's features and search in a third
/// of the time: Liao et al., Learning Multi-scale Block Local Binary Patterns for Face Recognition, ICB 2007. From
/// the side by Haar's features, as the patterns find next to none: Viola and Jones, Rapid Object Detection using a
/// Boosted Cascade of Simple Features, CVPR 2001. The trained cascades are those of the package opencv-data.
class Finder {
public:
  static constexpr char id[] = "faces";
  static constexpr bool showsSkin = true;

  /// Reads the cascades below a folder. Throws std::runtime_error that names what is missing.
  explicit Finder(const std::string &folder);

  /// Faces from brow to chin: from the front and, if none of them is sure, larger ones from either side. Some 4 ms for
  /// 256 x 256 pixels, and as much again for each side. Those from the side say to which side of the picture they look.
  std::vector<cascades::Find> find(const cv::Mat &grey);

private:
  std::string folder;
  cascades::Cascade frontal;
  /// Read when it is first needed: that takes longer than a search.
  std::unique_ptr<cascades::Cascade> profile;
};

} // namespace faces
