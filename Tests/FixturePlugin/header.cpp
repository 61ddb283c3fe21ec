// The contract is for C++ too: this compiles it as such.
#include "reframe.h"

static_assert(RF_CONTRACT_MAJOR == 1, "the revision that the fixture speaks");

extern "C" int fixture_sees_cancel(const rf_job *job) { return rf_job_cancelled(job); }
