#include "detector_plugin.hpp"
#include "face_finder.hpp"

extern "C" RF_EXPORT const rf_entry *reframe_entry(const rf_handshake *handshake) {
  return cascades::DetectorPlugin<faces::Finder>::entry(handshake);
}
