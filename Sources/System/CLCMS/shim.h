#include <lcms2.h>

// The pixel formats are macros of macros, which Swift does not see.
static inline cmsUInt32Number rf_lcms_grey8(void) { return TYPE_GRAY_8; }
static inline cmsUInt32Number rf_lcms_rgb8(void) { return TYPE_RGB_8; }
static inline cmsUInt32Number rf_lcms_rgba8(void) { return TYPE_RGBA_8; }
