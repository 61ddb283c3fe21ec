/* Linked with the bad plugins it makes one that exports more than its entry. */
#include "bad_exports.h"

__attribute__((visibility("default"))) int helper(void) { return 1; }
