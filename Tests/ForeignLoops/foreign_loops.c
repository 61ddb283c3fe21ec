#include "foreign_loops.h"

#include <ffi.h>
#include <math.h>

typedef double (*mixing)(int32_t, double, const uint8_t *, size_t);

double loop_plain(void *function, const uint8_t *bytes, size_t length, uint64_t count) {
  mixing mix;
  *(void **)&mix = function;
  double sum = 0;
  for (uint64_t each = 0; each < count; each++) sum += mix((int32_t)(each & 7), 0.5, bytes, length);
  return sum;
}

double loop_prepared(void *function, const uint8_t *bytes, size_t length, uint64_t count) {
  ffi_cif interface;
  ffi_type *types[] = {&ffi_type_sint32, &ffi_type_double, &ffi_type_pointer, &ffi_type_uint64};
  if (ffi_prep_cif(&interface, FFI_DEFAULT_ABI, 4, &ffi_type_double, types) != FFI_OK) return NAN;
  int32_t first = 0;
  double second = 0.5, result = 0, sum = 0;
  void *values[] = {&first, &second, &bytes, &length};
  void (*mix)(void);
  *(void **)&mix = function;
  for (uint64_t each = 0; each < count; each++) {
    first = (int32_t)(each & 7);
    ffi_call(&interface, mix, &result, values);
    sum += result;
  }
  return sum;
}
