/* call.h: calls of foreign functions. */
#ifndef REFRAME_FOREIGN_CALL_H
#define REFRAME_FOREIGN_CALL_H

#include "frame.h"

/* Finds the functions in an open library and prepares their interfaces, once. 0, or the reason in words. */
int rff_prepare(rff_program *program, void *library, char *reason, size_t capacity);

/* Does the calls of the frame's binding in their order, and then those that clean up, whatever happened before. What went
 * wrong is in the frame. */
void rff_run(rff_frame *frame);

#endif
