/* What a plugin in a worker may do to the machine: read the system and its own folder, and little else. */
#ifndef SANDBOX_H
#define SANDBOX_H

#include <stdint.h>

#include "reframe.h"

/* Limits this process for good. `readable` are folders and files that it may read and run; `temporary` is a folder
 * where it may make files, if it is not empty. Writes what is in force into `report`, and what this kernel lacks. */
void rw_enter_sandbox(const rf_text *readable, uint32_t count, rf_text temporary, uint64_t memory_limit, char *report,
                      uint64_t capacity);

#endif
