#include "reframe_curl.h"
