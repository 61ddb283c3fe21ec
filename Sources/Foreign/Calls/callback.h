/* callback.h: functions that a library calls back. */
#ifndef REFRAME_FOREIGN_CALLBACK_H
#define REFRAME_FOREIGN_CALLBACK_H

#include "frame.h"

/* Makes the callbacks of a frame, each a function of its own that knows the frame. 0 if that cannot be. */
int rff_make_closures(rff_frame *frame);

void rff_free_closures(rff_frame *frame);

#endif
