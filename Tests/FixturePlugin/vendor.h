/* The provider of the fixture plugin that works by HTTP. */
#ifndef VENDOR_H
#define VENDOR_H

#include "reframe.h"

extern const rf_factory fixture_vendors;

#endif
