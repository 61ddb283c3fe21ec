/* find.h: what a library found, told to the host. */
#ifndef REFRAME_FOREIGN_FIND_H
#define REFRAME_FOREIGN_FIND_H

#include "frame.h"

/* Tells the regions of one rule. Whatever is wrong with them is noted, and said to be of `source`. */
void rff_tell(rff_frame *frame, const rff_find *find, rf_text source);

/* Tells all that the calls of a detector left. */
void rff_tell_all(rff_frame *frame);

#endif
