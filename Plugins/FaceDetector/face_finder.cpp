#include "face_finder.hpp"

#include <algorithm>
#include <system_error>

#include <sys/resource.h>

#include <opencv2/core.hpp>

namespace faces {

namespace {

constexpr cascades::Search kFrontal = {24, 1.1, 3};
constexpr cascades::Search kProfile = {48, 1.15, 2};
/// Score of a face from the front beside which none from the side is looked for.
constexpr double kLikely = 0.4;
/// How nice the reading of a cascade is to others.
constexpr int kPatience = 10;

} // namespace

Finder::Finder(const std::string &folder) : folder(folder), frontal(folder + files[0]) {
  try {
    reading = std::async(std::launch::async, [path = folder + files[1]] {
      // Of this thread alone: most likely a picture is being decoded meanwhile, and may not wait for it.
      setpriority(PRIO_PROCESS, 0, kPatience);
      return std::make_unique<cascades::Cascade>(path);
    });
  } catch (const std::system_error &) {
    // No thread is to be had; it is read when it is needed.
  }
}

cascades::Cascade &Finder::sideways() {
  if (!profile) profile = reading.valid() ? reading.get() : std::make_unique<cascades::Cascade>(folder + files[1]);
  return *profile;
}

std::vector<cascades::Find> Finder::find(const cv::Mat &grey) {
  std::vector<cascades::Find> faces;
  frontal.find(grey, kFrontal, "face", faces);
  if (std::any_of(faces.begin(), faces.end(), [](const cascades::Find &face) { return face.score > kLikely; }))
    return faces;
  cascades::Cascade &profile = sideways();
  profile.find(grey, kProfile, "face-left", faces);
  cv::Mat mirrored;
  cv::flip(grey, mirrored, 1);
  std::vector<cascades::Find> others;
  profile.find(mirrored, kProfile, "face-right", others);
  for (cascades::Find &face : others) {
    face.box.x = grey.cols - face.box.x - face.box.width;
    faces.push_back(face);
  }
  return faces;
}

} // namespace faces
