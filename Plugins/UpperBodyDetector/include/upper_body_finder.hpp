// Heads with their shoulders in a small grey picture, by a cascade of OpenCV.
#pragma once

#include <string>
#include <vector>

#include "cascade.hpp"

namespace bodies {

/// The cascade of one thread: Kruppa, Castrillon-Santana and Schiele, Fast and Robust Face Finding via Local Context,
/// VS-PETS 2003; trained for people seen from the front or from behind, in the package opencv-data.
class Finder {
public:
  static constexpr char id[] = "bodies";
  static constexpr bool showsSkin = false;
  static constexpr const char *files[] = {"/haarcascades/haarcascade_upperbody.xml"};

  /// Reads the cascade below a folder. Throws std::runtime_error that names what is missing.
  explicit Finder(const std::string &folder);

  /// The heads of upper bodies. Some 10 ms for 256 x 256 pixels.
  std::vector<cascades::Find> find(const cv::Mat &grey);

private:
  cascades::Cascade cascade;
};

} // namespace bodies
