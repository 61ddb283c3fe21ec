#include "upper_body_finder.hpp"

namespace bodies {

namespace {

constexpr cascades::Search kSearch = {32, 1.1, 3};
/// Where the head is in the box of an upper body, in shares of it, and how much less sure that is.
constexpr double kLeft = 0.28, kTop = 0.12, kWidth = 0.44, kHeight = 0.46;
constexpr double kTrust = 0.8;

} // namespace

Finder::Finder(const std::string &folder) : cascade(folder + files[0]) {}

std::vector<cascades::Find> Finder::find(const cv::Mat &grey) {
  std::vector<cascades::Find> heads;
  cascade.find(grey, kSearch, "head", heads);
  for (cascades::Find &head : heads) {
    const cv::Rect2d body = head.box;
    head.box = {body.x + kLeft * body.width, body.y + kTop * body.height, kWidth * body.width, kHeight * body.height};
    head.score *= kTrust;
  }
  return heads;
}

} // namespace bodies
