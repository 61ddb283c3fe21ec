// One of OpenCV's cascades, and what it finds.
#pragma once

#include <string>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/objdetect.hpp>

namespace cascades {

/// Something that was found: its box in pixels of the picture, how sure it is (0 to 1), and what it is, a literal.
struct Find {
  cv::Rect2d box;
  double score;
  const char *label;
};

/// How a cascade is used: pixels of the smallest find, how many times as large as the one before each next size is, and
/// beyond how many hits beside each other there is a find. Smaller things are seldom what a picture is about, and cost
/// most of the time.
struct Search {
  int least;
  double step;
  int hits;
};

/// A cascade of one thread; it keeps its working memory, so two calls may not share it.
class Cascade {
public:
  /// Reads a file. Throws std::runtime_error that names it if that fails.
  explicit Cascade(const std::string &path);

  /// Adds what is in a grey picture, with a label.
  void find(const cv::Mat &grey, const Search &search, const char *label, std::vector<Find> &finds);

private:
  cv::CascadeClassifier classifier;
};

/// Each once, surest first: of two that share half of the smaller, the surer stays.
std::vector<Find> suppressed(std::vector<Find> finds);

} // namespace cascades
