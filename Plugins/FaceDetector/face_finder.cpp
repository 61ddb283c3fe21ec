#include "face_finder.hpp"

#include <algorithm>

#include <opencv2/core.hpp>

namespace faces {

namespace {

constexpr cascades::Search kFrontal = {24, 1.07, 4};
constexpr cascades::Search kProfile = {48, 1.15, 2};
/// Score of a face from the front beside which none from the side is looked for.
constexpr double kSure = 0.8;

} // namespace

Finder::Finder(const std::string &folder)
    : folder(folder), frontal(folder + "/lbpcascades/lbpcascade_frontalface.xml") {}

std::vector<cascades::Find> Finder::find(const cv::Mat &grey) {
  std::vector<cascades::Find> faces;
  frontal.find(grey, kFrontal, "face", faces);
  if (std::any_of(faces.begin(), faces.end(), [](const cascades::Find &face) { return face.score > kSure; }))
    return faces;
  if (!profile)
    profile = std::make_unique<cascades::Cascade>(folder + "/haarcascades/haarcascade_profileface.xml");
  profile->find(grey, kProfile, "face-left", faces);
  // The cascade knows one side only.
  cv::Mat mirrored;
  cv::flip(grey, mirrored, 1);
  std::vector<cascades::Find> others;
  profile->find(mirrored, kProfile, "face-right", others);
  for (cascades::Find &face : others) {
    face.box.x = grey.cols - face.box.x - face.box.width;
    faces.push_back(face);
  }
  return faces;
}

} // namespace faces
