#include "search_area.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <utility>
#include <vector>

#include <opencv2/imgproc.hpp>

namespace cascades {

namespace {

/// Pixels of a cell that is looked at for skin. The smallest face has three by three of them, and so much of that must
/// be like skin.
constexpr int kCell = 8;
constexpr double kShare = 0.3;
/// Mean distance from grey, of 255, below which a picture has no colour to go by.
constexpr double kColourless = 3;

/// Whether a colour may be skin in any light that is nearly white: the chroma of skin varies little between
/// people. Chai and Ngan, Face Segmentation Using Skin-Color Map in Videophone Applications, 1999, widened.
bool isLikeSkin(int red, int green, int blue) {
  const int luma = (299 * red + 587 * green + 114 * blue) / 1000;
  const int bluish = (564 * (blue - luma)) / 1000;
  const int reddish = (713 * (red - luma)) / 1000;
  return luma > 30 && bluish > -56 && bluish < 6 && reddish > 4 && reddish < 52;
}

/// Red, green and blue of a block, over grey where it is transparent.
void average(const rf_image &image, int left, int top, int factor, int colour[3]) {
  const int channels = static_cast<int>(image.layout);
  const int right = std::min<int>(left + factor, static_cast<int>(image.width));
  const int bottom = std::min<int>(top + factor, static_cast<int>(image.height));
  const uint8_t *first =
      static_cast<const uint8_t *>(image.pixels) + static_cast<uint64_t>(top) * image.stride + left * channels;
  if (factor == 1 && (channels == 3 || first[3] == 255)) {
    for (int channel = 0; channel < 3; channel++) colour[channel] = first[channel];
    return;
  }
  int64_t sums[3] = {0, 0, 0};
  for (int y = top; y < bottom; y++) {
    const uint8_t *pixel = first + static_cast<uint64_t>(y - top) * image.stride;
    for (int x = left; x < right; x++, pixel += channels) {
      const int opacity = channels == 4 ? pixel[3] : 255;
      for (int channel = 0; channel < 3; channel++)
        sums[channel] += pixel[channel] * opacity + 128 * (255 - opacity);
    }
  }
  const int64_t count = static_cast<int64_t>(right - left) * (bottom - top) * 255;
  for (int channel = 0; channel < 3; channel++) colour[channel] = static_cast<int>(sums[channel] / count);
}

/// The rectangles, each two that overlap replaced by the one around both.
std::vector<cv::Rect> apart(std::vector<cv::Rect> parts) {
  for (size_t index = 0; index < parts.size(); index++) {
    for (size_t other = 0; other < index; other++) {
      if ((parts[index] & parts[other]).empty()) continue;
      parts[other] |= parts[index];
      parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(index));
      index = 0; // What has grown is held against all again.
      break;
    }
  }
  return parts;
}

/// Where `skin`, the share of it in each cell, is dense enough for a face, in cells.
std::vector<cv::Rect> dense(const cv::Mat &skin) {
  cv::Mat around, isDense, labels, boxes, middles;
  cv::blur(skin, around, cv::Size(3, 3), cv::Point(-1, -1), cv::BORDER_CONSTANT);
  isDense = around >= kShare;
  cv::dilate(isDense, isDense, cv::Mat());
  const int count = cv::connectedComponentsWithStats(isDense, labels, boxes, middles);
  std::vector<cv::Rect> parts;
  // A face reaches beyond its skin: hair and beard, and the margin of the cascades.
  constexpr int margin = 2;
  for (int index = 1; index < count; index++) {
    const int *box = boxes.ptr<int>(index);
    parts.emplace_back(box[cv::CC_STAT_LEFT] - margin, box[cv::CC_STAT_TOP] - margin,
                       box[cv::CC_STAT_WIDTH] + 2 * margin, box[cv::CC_STAT_HEIGHT] + 2 * margin);
  }
  return apart(std::move(parts));
}

} // namespace

SearchArea::SearchArea(const rf_image &image, int longest) {
  const int64_t side = std::max(image.width, image.height);
  factor = static_cast<int>((side + longest - 1) / longest);
  const int width = (static_cast<int>(image.width) + factor - 1) / factor;
  const int height = (static_cast<int>(image.height) + factor - 1) / factor;
  grey.create(height, width, CV_8UC1);
  cv::Mat skin((height + kCell - 1) / kCell, (width + kCell - 1) / kCell, CV_32FC1, cv::Scalar(0));
  int64_t chroma = 0;
  for (int y = 0; y < height; y++) {
    for (int x = 0; x < width; x++) {
      int colour[3];
      average(image, x * factor, y * factor, factor, colour);
      const auto [red, green, blue] = colour;
      grey.at<uint8_t>(y, x) = static_cast<uint8_t>((299 * red + 587 * green + 114 * blue + 500) / 1000);
      chroma += std::abs(red - green) + std::abs(blue - green);
      if (isLikeSkin(red, green, blue)) skin.at<float>(y / kCell, x / kCell) += 1.0F / (kCell * kCell);
    }
  }
  const cv::Rect whole(0, 0, width, height);
  if (chroma < kColourless * 2 * width * height) {
    parts = {whole};
    return;
  }
  for (const cv::Rect &cells : dense(skin))
    parts.push_back(whole & cv::Rect(cells.x * kCell, cells.y * kCell, cells.width * kCell, cells.height * kCell));
}

} // namespace cascades
