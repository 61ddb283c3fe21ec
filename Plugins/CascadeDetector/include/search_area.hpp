// What of a picture the cascades are shown.
#pragma once

#include <cstdint>
#include <vector>

#include <opencv2/core.hpp>

#include "reframe.h"

namespace cascades {

/// The picture in grey with at most `longest` pixels on its long side, averaged over blocks of whole pixels and over
/// grey where it is transparent, and the parts of it where faces may be.
struct SearchArea {
  cv::Mat grey;
  /// Pixels of the picture that one of `grey` stands for.
  int factor;
  /// Around what is coloured like skin, apart from each other; all of a picture without colour.
  std::vector<cv::Rect> parts;

  SearchArea(const rf_image &image, int longest);
};

} // namespace cascades
