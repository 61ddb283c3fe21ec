// Faces in a small grey picture, by OpenCV's cascades.
#pragma once

#include <future>
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
  static constexpr const char *files[] = {"/lbpcascades/lbpcascade_frontalface.xml",
                                          "/haarcascades/haarcascade_profileface.xml"};

  /// Reads the cascade that is always needed, and begins to read the other. Throws std::runtime_error that names what is missing below the folder.
  explicit Finder(const std::string &folder);

  /// Faces from brow to chin: from the front and, if none of them is likely, larger ones from either side. Some 5 ms
  /// for 256 x 256 pixels, and as much again for each side. Those from the side say to which side of the picture they
  /// look.
  std::vector<cascades::Find> find(const cv::Mat &grey);

private:
  cascades::Cascade &sideways();

  std::string folder;
  cascades::Cascade frontal;
  /// The cascade of those who look to the left. To read it takes as long as a search, so that begins at once, beside
  /// what else there is to do.
  std::unique_ptr<cascades::Cascade> profile;
  std::future<std::unique_ptr<cascades::Cascade>> reading;
};

} // namespace faces
