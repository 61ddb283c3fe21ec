#define _GNU_SOURCE

#include "CPixelKernels.h"

#include <dlfcn.h>

const char *rf_imaging_path(void) {
  Dl_info info;
  return dladdr((const void *)&rf_imaging_path, &info) ? info.dli_fname : NULL;
}
