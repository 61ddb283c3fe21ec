// What of a picture the cascades are shown.
#pragma once

#include <cstdint>

#include <opencv2/core.hpp>

#include "reframe.h"

namespace faces {

/// The picture in grey with at most `longest` pixels on its long side, averaged over blocks of whole pixels and over
/// grey where it is transparent, and the part of it where faces may be.
struct SearchArea {
  cv::Mat grey;
  /// Pixels of the picture that one of `grey` stands for.
  int factor;
  /// Around all that is coloured like skin; all of a picture without colour; empty if nothing is.
  cv::Rect part;

  SearchArea(const rf_image &image, int longest);
};

} // namespace faces
