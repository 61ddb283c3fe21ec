#include "search_area.hpp"

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace faces {

namespace {

/// Pixels of a cell that is looked at for skin, and the share of them that must be like it.
constexpr int kCell = 8;
constexpr double kShare = 0.2;
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
  int64_t sums[3] = {0, 0, 0};
  for (int y = top; y < bottom; y++) {
    const uint8_t *row = static_cast<const uint8_t *>(image.pixels) + static_cast<uint64_t>(y) * image.stride;
    for (int x = left; x < right; x++) {
      const uint8_t *pixel = row + x * channels;
      const int opacity = channels == 4 ? pixel[3] : 255;
      for (int channel = 0; channel < 3; channel++)
        sums[channel] += pixel[channel] * opacity + 128 * (255 - opacity);
    }
  }
  const int64_t count = static_cast<int64_t>(right - left) * (bottom - top) * 255;
  for (int channel = 0; channel < 3; channel++) colour[channel] = static_cast<int>(sums[channel] / count);
}

} // namespace

SearchArea::SearchArea(const rf_image &image, int longest) {
  const int64_t side = std::max(image.width, image.height);
  factor = static_cast<int>((side + longest - 1) / longest);
  const int width = (static_cast<int>(image.width) + factor - 1) / factor;
  const int height = (static_cast<int>(image.height) + factor - 1) / factor;
  grey.create(height, width, CV_8UC1);
  const int columns = (width + kCell - 1) / kCell, rows = (height + kCell - 1) / kCell;
  std::vector<int> skin(static_cast<size_t>(columns) * rows, 0);
  int64_t chroma = 0;
  for (int y = 0; y < height; y++) {
    for (int x = 0; x < width; x++) {
      int colour[3];
      average(image, x * factor, y * factor, factor, colour);
      const auto [red, green, blue] = colour;
      grey.at<uint8_t>(y, x) = static_cast<uint8_t>((299 * red + 587 * green + 114 * blue + 500) / 1000);
      chroma += std::abs(red - green) + std::abs(blue - green);
      skin[(y / kCell) * columns + x / kCell] += isLikeSkin(red, green, blue);
    }
  }
  part = cv::Rect(0, 0, width, height);
  if (chroma < kColourless * 2 * width * height) return;
  cv::Rect cells;
  for (int row = 0; row < rows; row++)
    for (int column = 0; column < columns; column++)
      if (skin[row * columns + column] > kShare * kCell * kCell) cells |= cv::Rect(column, row, 1, 1);
  if (cells.empty()) {
    part = cv::Rect();
    return;
  }
  // A face reaches beyond its skin: hair and beard, and the margin of the cascades.
  const int margin = 2 * kCell;
  part &= cv::Rect(cells.x * kCell - margin, cells.y * kCell - margin, cells.width * kCell + 2 * margin,
                   cells.height * kCell + 2 * margin);
}

} // namespace faces
