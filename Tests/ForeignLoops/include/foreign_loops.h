/* foreign_loops.h: the same function called by a plain pointer and through libffi, many times. */
#ifndef FOREIGN_LOOPS_H
#define FOREIGN_LOOPS_H

#include <stddef.h>
#include <stdint.h>

/* Both answer the sum of all results; `function` is a double (int32_t, double, const uint8_t *, size_t). */
double loop_plain(void *function, const uint8_t *bytes, size_t length, uint64_t count);

/* Prepared once; NAN if libffi refuses. */
double loop_prepared(void *function, const uint8_t *bytes, size_t length, uint64_t count);

#endif
