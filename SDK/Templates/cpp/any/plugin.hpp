// What a plugin in C++ needs between its own code and the contract in C: exceptions end here, and texts are views.
#pragma once

#include <cstdio>
#include <exception>
#include <new>
#include <stdexcept>
#include <string_view>

#include "reframe.h"

/// A fault with its kind (RF_INVALID_ARGUMENT, ...), and in words what, where and what to do.
struct Fault : std::runtime_error {
  int32_t kind;
  Fault(int32_t status, const char *message) : std::runtime_error(message), kind(status) {}
};

/// Tells the host of a fault. Work on this machine was never accepted by a paid service, which has to be said:
/// silence means that nobody knows.
inline int32_t report(rf_error *error, int32_t kind, const char *message) noexcept {
  if (RF_HAS(error, message)) {
    error->kind = kind;
    error->accepted = RF_NOT_ACCEPTED;
    std::snprintf(error->message, sizeof error->message, "%s", message);
  }
  return kind;
}

/// Runs the body of a call of the contract. No exception may reach the host: each becomes a status and its words.
template <typename Body>
int32_t guarded(rf_error *error, Body body) noexcept {
  try {
    body();
    return RF_OK;
  } catch (const Fault &fault) {
    return report(error, fault.kind, fault.what());
  } catch (const std::bad_alloc &) {
    return report(error, RF_RESOURCE_EXHAUSTED, "there is no memory left");
  } catch (const std::exception &other) {
    return report(error, RF_INTERNAL, other.what());
  } catch (...) {
    return report(error, RF_INTERNAL, "an exception of an unknown type");
  }
}

/// A member is there if the host's struct reaches to its end (RF_HAS). Those of revision 1.0 always are; to look before
/// use keeps a host with a fault of its own from making this plugin read memory that is not there.
inline void require(bool has_members) {
  if (!has_members) throw Fault(RF_INVALID_ARGUMENT, "a struct that is shorter than in revision 1.0");
}

/// The pixels that a detector or a fill is promised; later revisions may know others.
inline void require_pixels(const rf_image *image) {
  require(RF_HAS(image, roi_height));
  if (image->sample != RF_SAMPLE_U8 || (image->layout != RF_RGB && image->layout != RF_RGBA))
    throw Fault(RF_UNSUPPORTED, "only 8-bit RGB and RGBA are understood");
}

/// Passes a refusal of the host's on.
inline void check(int32_t status, const char *what) {
  if (status != RF_OK) throw Fault(status, what);
}

/// Whoever waits may give up: to be called at least every 50 ms.
inline void check_cancelled(const rf_job *job) {
  if (rf_job_cancelled(job)) throw Fault(RF_CANCELLED, "the job was cancelled");
}

/// Texts of the contract are not terminated, and lent for the length of a call.
inline std::string_view view(rf_text text) { return {text.data, text.length}; }
inline rf_text text(std::string_view view) { return {view.data(), view.size()}; }
